package practice

import (
	"fmt"
	"time"
)

// These responses are slow, or very long.

func slowScenarios() []Scenario {
	return []Scenario{{
		Path:     "/big",
		Title:    "large content",
		Does:     "Announces a length and sends that much text, as fast as the client reads it.",
		Watch:    "If the client stops reading, the server waits: this is flow control, not a close.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHostile,
		Keywords: "download, backpressure",
		Params:   houseParams(bytesParam("bytes", 8<<20, 0, 1<<31, "length of the content")),
		play:     playBig,
	}, {
		Path:  "/slow",
		Title: "slow chunks",
		Does:  "Sends a chunk every half second, ten in all.",
		Watch: "The connection is in use all the time; idle time begins after the last byte. An " +
			"HTTP/1.0 client gets close-delimited content.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupHostile,
		Keywords: "streaming, timeout, server-sent events",
		Params:   houseParams(secondsParam("every", 0.5, "interval between chunks"), countParam("chunks", 10, 0, 10_000, "number of chunks")),
		play:     playSlow,
	}, {
		Path:     "/drip",
		Title:    "one byte at a time",
		Does:     "Sends the whole response, including the header section, in writes of one byte.",
		Watch:    "The message is the same as always: HTTP does not say how bytes are divided into packets.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupHostile,
		Keywords: "slow, segments, packets",
		Params:   houseParams(secondsParam("every", 0.02, "interval between bytes")),
		play:     playDrip,
	}, {
		Path:     "/silence",
		Title:    "never responds",
		Does:     "Reads the request, sends nothing for a minute, and closes.",
		Watch:    "How long does your client wait, and what does it report then?",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHostile,
		Keywords: "hang, timeout, 504, no response",
		Params:   []Param{secondsParam("for", 60, "time until the close")},
		play: func(x *exchange) {
			x.leave(endFIN, "after a long silence")
			x.pause(x.v.seconds("for"))
		},
	}, {
		Path:     "/delay",
		Title:    "responds after 2 s",
		Does:     "Waits two seconds and then responds as usual.",
		Watch:    "The server, not the network, causes the wait for the first byte.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHostile,
		Keywords: "slow, latency, time to first byte, head-of-line blocking",
		Params:   houseParams(secondsParam("for", 2, "time until the response")),
		play: func(x *exchange) {
			if x.pause(x.v.seconds("for")) {
				x.answer(reply{connection: x.house(), content: x.words()})
			}
		},
	}, {
		Path:  "/stall",
		Title: "header section, 40 ms, content",
		Does: "Writes header section and content separately. The content of the second and later responses comes 40 ms late, " +
			"as with Nagle's algorithm and a delayed ACK. Here a timer causes the delay, so that it occurs on every machine.",
		Watch:    "A response on a reused connection takes longer than on a new one. TCP_NODELAY or a single write avoids the delay.",
		Ref:      "RFC 9293 §3.7.4",
		Group:    GroupHostile,
		Keywords: "delayed-ack-stall, Nagle, slow, latency",
		Params:   houseParams(secondsParam("stall", 0.04, "delay between header section and content")),
		play:     playStall,
	}}
}

// piece is the size of one write in a long response, in bytes.
const piece = 64 << 10

func playBig(x *exchange) {
	left := x.v.count("bytes")
	x.sayf(x.ok()+"Content-Length: %d\r\n%s\r\n", left, x.house())
	if x.head() {
		return
	}
	for data := filler(piece); left > 0 && x.c.broken == nil; left -= len(data) {
		data = data[:min(len(data), left)]
		x.say(data)
		x.flush()
	}
}

func playSlow(x *exchange) {
	chunked := x.req.minor > 0
	n := x.v.count("chunks")
	if chunked {
		x.open(reply{connection: x.house(), chunks: []string{}})
	} else {
		x.open(reply{connection: x.goodbye("the content ends with the connection"), untilClose: true})
	}
	if x.head() {
		return
	}
	for i := range n {
		data := fmt.Sprintf("Part %d of %d.\n", i+1, n)
		if chunked {
			data = chunk(data, "")
		}
		x.say(data)
		if !x.pause(x.v.seconds("every")) {
			return
		}
	}
	if chunked {
		x.say("0\r\n\r\n")
	}
}

func playDrip(x *exchange) {
	x.answer(reply{connection: x.house(), content: x.words()})
	message := append([]byte(nil), x.c.out.Bytes()...)
	x.c.out.Reset()
	x.drip(message, x.v.seconds("every"))
}

// drip sends message byte by byte. every is the pause between two bytes.
func (x *exchange) drip(message []byte, every time.Duration) {
	for i := range message {
		x.c.write(message[i : i+1])
		if i+1 < len(message) && !x.c.pause(every) {
			return
		}
	}
}

func playStall(x *exchange) {
	content := x.words()
	x.open(reply{connection: x.house(), content: content})
	if x.head() || !x.flush() {
		return
	}
	if x.n == 1 || x.pause(x.v.seconds("stall")) {
		x.say(content)
	}
}
