package practice

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// In most of these scenarios, bytes are left over or missing because the sender and the
// recipient count them differently. Each of these faults occurs in real programs.

func leftOverScenarios() []Scenario {
	return []Scenario{{
		Path:     "/length-in-characters",
		Title:    "Content-Length counts characters",
		Does:     "Sends UTF-8 content whose Content-Length is the number of characters instead of bytes, and keeps the connection open.",
		Watch:    "The response ends before its last bytes. These bytes are where the next status line should be.",
		Ref:      "RFC 9110 §8.6",
		Group:    GroupLengths,
		Keywords: "left-over bytes, out of step, smuggling, cut off, truncated, encoding, umlaut, string length",
		Params:   houseParams(),
		play: func(x *exchange) {
			const content = "Süße Grüße aus Köln, schöne Tage in Århus.\n"
			x.sayf("%sContent-Length: %d\r\n%s\r\n", x.ok(), utf8.RuneCountInString(content), x.house())
			x.sayBody(content)
		},
	}, {
		Path:     "/length-counts-lf",
		Title:    "Content-Length counts LF, sends CRLF",
		Does:     "Counts one byte for each line end and sends two, like a server that writes files in text mode.",
		Watch:    "One byte is left over for each line of the content.",
		Ref:      "RFC 9110 §8.6",
		Group:    GroupLengths,
		Keywords: "left-over bytes, out of step, line ends, Windows, text mode",
		Params:   houseParams(),
		play: func(x *exchange) {
			content := filler(64 * 3)
			x.sayf("%sContent-Length: %d\r\n%s\r\n", x.ok(), len(content), x.house())
			x.sayBody(strings.ReplaceAll(content, "\n", "\r\n"))
		},
	}, {
		Path:     "/empty-chunk",
		Title:    "empty chunk in the middle",
		Does:     "Sends a chunk of size 0 between two others, like a program that writes an empty buffer.",
		Watch:    "The empty chunk is the last-chunk: the response ends there, and the rest of the content is left over.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupChunks,
		Keywords: "last-chunk, left-over bytes, out of step, truncated",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.chunks("0\r\n\r\n" + chunk(x.words(), "") + "0\r\n\r\n")
		},
	}, {
		Path:     "/two-last-chunks",
		Title:    "two last-chunks",
		Does:     "Sends the last-chunk twice, like a program in which two layers both end the content.",
		Watch:    "The five bytes 0 CR LF CR LF belong to no response.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupChunks,
		Keywords: "left-over bytes, out of step, unsolicited",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("0\r\n\r\n0\r\n\r\n") },
	}, {
		Path:     "/missing-last-chunk",
		Title:    "no last-chunk, then the next response",
		Does:     "Sends two chunks without the last-chunk and continues with the next request.",
		Watch:    "The first response never ends. Send another request: its status line is where a chunk-size should be.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupChunks,
		Keywords: "hang, last-chunk, incomplete, timeout",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks(chunk(x.words(), "")) },
	}, {
		Path:     "/decimal-chunks",
		Title:    "chunk-sizes in decimal",
		Does:     "Writes the size of a 16-byte chunk as 16, which is 22 in hexadecimal.",
		Watch:    "A recipient reads six bytes more than the chunk has, and loses the framing.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupChunks,
		Keywords: "chunk-size, hexadecimal, hang, invalid",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("16\r\n" + filler(16) + "\r\n16\r\n" + filler(16) + "\r\n0\r\n\r\n") },
	}, {
		Path:     "/chunk-off-by-one",
		Title:    "chunk-size one too large",
		Does:     "Announces one byte more than the chunk has, like a program that counts the final NUL.",
		Watch:    "The client reads the CR as content, and finds LF where CR LF should be.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupChunks,
		Keywords: "chunk-size, strlen, invalid",
		Params:   houseParams(),
		play: func(x *exchange) {
			data := x.words()
			x.chunks(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(data)+1, data))
		},
	}, {
		Path:     "/chunk-before-status",
		Title:    "chunk-size before the status line",
		Does:     "Sends a chunk-size line before the response, because it applies the chunked coding to the header section as well.",
		Watch:    "The invalid status line is a number: the length of the bytes that follow.",
		Ref:      "RFC 9112 §4",
		Group:    GroupLines,
		Keywords: "status line, chunked, header section, proxy, invalid",
		play: func(x *exchange) {
			x.leave(endFIN, "after a chunked header section")
			message := fmt.Sprintf("%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", x.ok(), len(x.words()), x.words())
			x.say(chunk(message, "") + "0\r\n\r\n")
		},
	}, {
		Path:     "/other-protocol",
		Title:    "another protocol answers",
		Does:     "Sends one line of another protocol instead of a response, and closes.",
		Watch:    "The first bytes show which protocol this port speaks. Try ?line=220%20mail.example.com%20ESMTP, ?line=-ERR%20unknown%20command, ?line=RTSP/1.0%20200%20OK.",
		Ref:      "RFC 9112 §4",
		Group:    GroupLines,
		Keywords: "SSH, SMTP, FTP, Redis, RTSP, wrong port, banner",
		Params:   []Param{textParam("line", "SSH-2.0-OpenSSH_9.6", "line that it sends")},
		play: func(x *exchange) {
			x.leave(endFIN, "after a line of another protocol")
			x.say(x.v.text("line") + "\r\n")
		},
	}}
}
