package practice

import "fmt"

// These field lines break RFC 9112 §2.2 and §5. Clients can read most of the messages
// anyway.

func faultyLineScenarios() []Scenario {
	return []Scenario{{
		Path:     "/bare-lf",
		Title:    "one line ends in LF",
		Does:     "Ends one field line with LF instead of CR LF.",
		Watch:    "A recipient may accept LF as a line end. An attacker can exploit two recipients that disagree about it.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupLines,
		Keywords: "smuggling",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("X-Note: this line ends with LF alone\n") },
	}, {
		Path:     "/bare-lf-all",
		Title:    "every line ends in LF",
		Does:     "Ends all lines of the header section with LF instead of CR LF.",
		Watch:    "Old CGI scripts respond like this.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupLines,
		Keywords: "CGI",
		play: func(x *exchange) {
			x.leave(endFIN, "announced")
			x.say("HTTP/1.1 200 OK\nServer: " + serverName + "\nContent-Type: text/plain\nContent-Length: 64\nConnection: close\n\n")
			x.sayBody(filler(64))
		},
	}, {
		Path:     "/bare-cr",
		Title:    "CR inside a line",
		Does:     "Puts a CR without an LF into a field value.",
		Watch:    "Recipients reject the CR or read it as a space. A terminal that prints the CR overwrites the line.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupLines,
		Keywords: "carriage return",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("X-Note: before\rafter\r\n") },
	}, {
		Path:     "/folded",
		Title:    "folded field line",
		Does:     "Continues a field line on the next line, which begins with a space.",
		Watch:    "Folding is obsolete: a user agent reads the fold as a space. Some clients drop the second line, others read it as a field.",
		Ref:      "RFC 9112 §5.2",
		Group:    GroupLines,
		Keywords: "obs-fold",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("X-Note: this value\r\n goes on here\r\n\tand here\r\n") },
	}, {
		Path:     "/space-before-colon",
		Title:    "space before the colon",
		Does:     "Sends \"Keep-Alive : timeout=60\" in addition to the valid field.",
		Watch:    "Is this a field, and which one? A proxy must remove the space.",
		Ref:      "RFC 9112 §5.1",
		Group:    GroupLines,
		Keywords: "smuggling, whitespace",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("Keep-Alive : timeout=60\r\n") },
	}, {
		Path:     "/no-colon",
		Title:    "line without a colon",
		Does:     "Puts a line without a colon among the field lines.",
		Watch:    "linger shows the line and otherwise ignores it.",
		Ref:      "RFC 9112 §5",
		Group:    GroupLines,
		Keywords: "header-missing-colon",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("This is not a field\r\n") },
	}, {
		Path:     "/head-without-end",
		Title:    "no empty line before the content",
		Does:     "Sends content directly after the field lines, and keeps the connection open.",
		Watch:    "The client reads the content as a field line, and waits for the content that Content-Length announces.",
		Ref:      "RFC 9112 §2.1",
		Group:    GroupLines,
		Keywords: "head-end-missing, hang, timeout, CGI, embedded, empty body",
		Params:   []Param{secondsParam("after", 10, "time until the close")},
		play: func(x *exchange) {
			content := "<p>" + x.words() + "</p>\r\n"
			x.say(fmt.Sprintf("%sContent-Length: %d\r\n%s\r\n", x.ok(), len(content), content))
			x.rest(closeAfter(x.v.seconds("after"), "without content"))
		},
	}, {
		Path:     "/bad-name",
		Title:    "invalid field names",
		Does:     "Sends a field with a space in its name, one with parentheses, and one without a name.",
		Watch:    "Field names must be tokens. Clients treat these names differently.",
		Ref:      "RFC 9110 §5.1",
		Group:    GroupLines,
		Keywords: "field-name-invalid",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLine("Bad Name: 1\r\n(bad): 2\r\n: 3\r\n") },
	}, {
		Path:     "/leading-space",
		Title:    "space before the first field",
		Does:     "Begins the first field line with a space.",
		Watch:    "A recipient must reject the message or skip the line. The line does not continue the status line.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupLines,
		Keywords: "whitespace-before-field",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.sayf("HTTP/1.1 200 OK\r\n X-Note: skipped\r\n%sContent-Type: text/plain\r\nContent-Length: 64\r\n%s\r\n", x.server(), x.house())
			x.sayBody(filler(64))
		},
	}, {
		Path:  "/controls",
		Title: "control characters in fields",
		Does: "Puts escape sequences, NUL, BEL and other control characters into the reason phrase, field names, field values, " +
			"content and trailer section.",
		Watch:    "Your terminal must not change its colour, its title or its clipboard. Take care with curl.",
		Ref:      "RFC 9110 §5.5",
		Group:    GroupLines,
		Keywords: "escape, terminal, ANSI, injection",
		Params:   houseParams(),
		play:     playControls,
	}, {
		Path:     "/latin-1",
		Title:    "non-ASCII bytes in fields",
		Does:     "Sends three field values: one in ISO-8859-1, one in UTF-8, and one in neither.",
		Watch:    "Field values are octets. A program that shows them has to guess their encoding.",
		Ref:      "RFC 9110 §5.5",
		Group:    GroupLines,
		Keywords: "encoding, UTF-8",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.withLine("X-Latin: caf\xe9\r\nX-UTF-8: caf\xc3\xa9\r\nX-Neither: \xff\xfe\xe9\r\n")
		},
	}}
}

// withLine writes a response with 64 bytes of content. The given lines follow
// Content-Type; everything else is valid.
func (x *exchange) withLine(lines string) {
	x.answer(reply{fields: "Content-Type: text/plain\r\n" + lines, connection: x.house(), content: filler(64)})
}

// Escape sequences that change the state of a terminal that prints them.
const (
	clearScreen = "\x1b[2J\x1b[H"
	setTitle    = "\x1b]0;owned\x07"
	toClipboard = "\x1b]52;c;b3duZWQ=\x07"
	c1Red       = "\xc2\x9b31m" // CSI as the C1 control U+009B
)

func playControls(x *exchange) {
	x.say("HTTP/1.1 200 " + clearScreen + "OK\r\n" + x.server() + "Content-Type: text/plain" + setTitle + "\r\nX-\x1b[7mName: " + c1Red +
		"\r\nX-Note: " + toClipboard + "\x00\x08\x7f\r\n")
	content := fmt.Sprintf("%sRed %s and %s\x00\a\b\v\f\x0e\x1b[?1049h\x1b[6n\u202egnorw\n", clearScreen, c1Red, toClipboard)
	if x.req.minor == 0 {
		x.sayf("Content-Length: %d\r\n%s\r\n", len(content), x.house())
		x.sayBody(content)
		return
	}
	x.say("Transfer-Encoding: chunked\r\n" + x.house() + "\r\n")
	x.sayBody(chunk(content, ";\x1b[5m=blink") + "0\r\nX-Trailer: " + setTitle + "\r\n\r\n")
}
