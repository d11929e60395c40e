package practice

import (
	"fmt"
	"net/url"
)

// A roundKind describes one behaviour of the server in a round. It is a row in the
// drill's table.
type roundKind struct {
	scenario string
	draw     func(dice) string // returns a random query; nil: no query
	needs    string
	truth    Truth
}

// seenIn maps each scenario to the real programs that behave in the same way. All these
// programs were measured, some with settings other than their defaults.
var seenIn = map[string]string{
	"/like/apache":       "Apache",
	"/no-hint":           "most servers: only five of 41 programs send Keep-Alive",
	"/early":             "nginx, which has separate settings for the timer and for the advertised number",
	"/late":              "Node, which waits one second longer than it advertises",
	"/zero":              "Node, with a timeout below one second",
	"/range":             "lighttpd, Squid, Tomcat and others that check the clock from time to time",
	"/constant-max":      "Node, and the server of the JDK",
	"/age":               "nginx, with keepalive_time",
	"/sweep":             "bun, which sweeps every four seconds",
	"/close-unannounced": "tinyproxy, after each response",
	"/close-not-done":    "Node, after its last permitted request",
	"/close-unsaid":      "Python's http.server, the server of the JDK, uWSGI and others",
	"/http10-refused":    "uvicorn, hypercorn, uWSGI and others",
	"/goodbye-408":       "HAProxy, Node and others, before the first request",
	"/goodbye-504":       "privoxy, before the first request",
	"/stall":             "Python's http.server, WEBrick, the server of the JDK and others",
	"/gateway":           "any proxy whose pool keeps connections longer than the server behind it",
}

// goodKinds returns the kinds of rounds in which the server behaves well.
func goodKinds() []roundKind {
	accurate := []Timeout{TimeoutAccurate}
	return []roundKind{
		{"/countdown", func(d dice) string { return fmt.Sprintf("timeout=%d&max=%d", d.from(4, 9), d.from(3, 9)) }, "",
			Truth{EndsServer, accurate, BodyLength, nil, []Evidence{ProofEnd}, 1}},
		{"/no-hint", func(d dice) string { return "after=" + d.seconds(40, 90) }, "",
			Truth{EndsServer, []Timeout{TimeoutNone}, BodyLength, nil, []Evidence{ProofEnd}, 1}},
		{"/chunked", func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(4, 9)) }, "",
			Truth{EndsServer, accurate, BodyChunks, nil, []Evidence{ProofEnd}, 1}},
		{"/like/apache", func(d dice) string { return fmt.Sprintf("timeout=%d&max=%d", d.from(4, 9), d.from(3, 9)) }, "",
			Truth{EndsServer, accurate, BodyLength, nil, []Evidence{ProofEnd}, 1}},
	}
}

// faultyKinds returns all other kinds of rounds.
func faultyKinds() []roundKind {
	var all []roundKind
	for _, part := range [][]roundKind{timeoutKinds(), maxKinds(), closeKinds(), idleKinds(), incompleteKinds(), lengthKinds(), otherKinds()} {
		all = append(all, part...)
	}
	return all
}

// timeoutKinds returns the kinds about the idle timeout and its hint.
func timeoutKinds() []roundKind {
	early := []string{"closed-early"}
	hint := []Evidence{ProofHint}
	return []roundKind{
		{"/early", drawEarly, "", Truth{EndsServer, []Timeout{TimeoutTooLong}, BodyLength, early, []Evidence{ProofEnd, ProofHint}, 2}},
		{"/late", drawLate, "", Truth{EndsServer, []Timeout{TimeoutTooShort}, BodyLength, nil, []Evidence{ProofEnd}, 1}},
		{"/zero", func(d dice) string { return "after=" + d.seconds(12, 25) }, "",
			Truth{EndsServer, []Timeout{TimeoutTooShort}, BodyLength, nil, hint, 1}},
		{"/range", func(dice) string { return "timeout=5&low=2.2&high=4.8" }, "",
			Truth{EndsServer, []Timeout{TimeoutTooLong}, BodyLength, early, []Evidence{ProofTwoEnds}, 3}},
		{"/keep-alive-alone", func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(4, 9)) }, "",
			Truth{EndsServer, []Timeout{TimeoutNone}, BodyLength, []string{"keep-alive-without-connection"}, hint, 1}},
		{"/bad-hint", drawBadHint, "",
			Truth{EndsServer, []Timeout{TimeoutNone}, BodyLength, []string{"keep-alive-param-invalid"}, hint, 1}},
		{"/two-hints", func(d dice) string { return fmt.Sprintf("timeout=60&second=%d", d.from(4, 8)) }, "",
			Truth{EndsServer, []Timeout{TimeoutTooLong, TimeoutAccurate}, BodyLength, early, []Evidence{ProofTwoHints}, 1}},
	}
}

func drawEarly(d dice) string {
	timeout := d.from(5, 12)
	return fmt.Sprintf("timeout=%d&after=%s", timeout, tenths(timeout*d.from(40, 75)/10))
}

func drawLate(d dice) string {
	timeout := d.from(2, 4)
	return fmt.Sprintf("timeout=%d&after=%d", timeout, timeout+d.from(2, 4))
}

func drawBadHint(d dice) string {
	value := d.pick("300", "timeout=soon", "timeout=5; max=10", "timeout: 5", "timeout=-1")
	return fmt.Sprintf("value=%s&after=%d", url.QueryEscape(value), d.from(6, 9))
}

// maxKinds returns the kinds about the number of exchanges.
func maxKinds() []roundKind {
	accurate := []Timeout{TimeoutAccurate}
	return []roundKind{
		{"/constant-max", func(d dice) string { return fmt.Sprintf("max=%d&after=9", d.from(20, 200)) }, "",
			Truth{EndsServer, accurate, BodyLength, []string{"max-constant"}, []Evidence{ProofTwoHints}, 1}},
		{"/exceeds-max", func(d dice) string { return fmt.Sprintf("max=%d", d.from(2, 4)) }, "",
			Truth{EndsServer, accurate, BodyLength, []string{"max-exceeded"}, []Evidence{ProofPastMax}, 1}},
		{"/ends-before-max", func(d dice) string { return fmt.Sprintf("max=%d&after=%d", d.from(8, 20), d.from(2, 4)) }, "",
			Truth{EndsServer, accurate, BodyLength, []string{"max-ended-early"}, []Evidence{ProofEnd}, 1}},
		{"/age", func(d dice) string { return fmt.Sprintf("age=%d", d.from(8, 15)) }, "",
			Truth{EndsAnnounced, []Timeout{TimeoutNone}, BodyLength, []string{"closed-by-age"}, []Evidence{ProofClose}, 2}},
	}
}

// closeKinds returns the kinds about the close option.
func closeKinds() []roundKind {
	none := []Timeout{TimeoutNone}
	unannounced, ignored := []string{"close-unannounced"}, []string{"close-ignored"}
	return []roundKind{
		{"/close-unannounced", nil, "", Truth{EndsServer, []Timeout{TimeoutTooLong}, BodyLength, unannounced, []Evidence{ProofEnd}, 1}},
		{"/sweep", func(d dice) string { return fmt.Sprintf("every=%d", d.from(3, 6)) }, "",
			Truth{EndsServer, none, BodyLength, unannounced, []Evidence{ProofTwoEnds}, 3}},
		{"/close-not-done", nil, "", Truth{EndsClient, none, BodyLength, ignored, []Evidence{ProofClose}, 1}},
		{"/ignores-close", nil, "close", Truth{EndsClient, none, BodyLength, ignored, []Evidence{ProofClose}, 2}},
		{"/close-unsaid", nil, "close", Truth{EndsServer, none, BodyLength, unannounced, []Evidence{ProofClose, ProofEnd}, 2}},
		{"/http10-refused", func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(4, 9)) }, "HTTP/1.0",
			Truth{EndsAnnounced, none, BodyLength, []string{"http10-refused"}, []Evidence{ProofClose}, 1}},
	}
}

// idleKinds returns the kinds about data and resets on the idle connection.
func idleKinds() []roundKind {
	accurate, none := []Timeout{TimeoutAccurate}, []Timeout{TimeoutNone}
	response, bytes := []string{"unsolicited-response"}, []string{"unsolicited-bytes"}
	beyond := []Evidence{ProofBeyond}
	after := func(low, high int) func(dice) string {
		return func(d dice) string { return "after=" + d.seconds(low, high) }
	}
	return []roundKind{
		{"/reset-idle", after(20, 40), "", Truth{EndsReset, []Timeout{TimeoutTooLong}, BodyLength, []string{"closed-early"}, []Evidence{ProofEnd}, 1}},
		{"/goodbye-408", after(20, 50), "", Truth{EndsAnnounced, none, BodyLength, response, beyond, 1}},
		{"/goodbye-504", after(20, 50), "", Truth{EndsAnnounced, none, BodyLength, response, beyond, 1}},
		{"/unsolicited", after(10, 20), "", Truth{EndsServer, accurate, BodyLength, response, beyond, 1}},
		{"/second", nil, "", Truth{EndsServer, accurate, BodyElsewhere, response, beyond, 1}},
		{"/junk", after(10, 20), "", Truth{EndsServer, accurate, BodyLength, bytes, beyond, 1}},
	}
}

// incompleteKinds returns the kinds in which the content does not end, or its end is
// unknown.
func incompleteKinds() []roundKind {
	none := []Timeout{TimeoutNone}
	truncated := []string{"truncated"}
	return []roundKind{
		{"/truncated", drawTruncated, "", Truth{EndsServer, none, BodyIncomplete, truncated, []Evidence{ProofEnd, ProofLength}, 1}},
		{"/truncated-chunk", nil, "", Truth{EndsServer, none, BodyIncomplete, truncated, []Evidence{ProofEnd}, 1}},
		{"/no-last-chunk", func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(3, 7)) }, "",
			Truth{EndsServer, none, BodyIncomplete, truncated, []Evidence{ProofEnd}, 1}},
		{"/until-close", func(d dice) string { return fmt.Sprintf("sent=%d", d.from(4, 8)) }, "",
			Truth{EndsAnnounced, none, BodyClose, nil, []Evidence{ProofNothing}, 1}},
		{"/too-long", func(d dice) string { return fmt.Sprintf("after=%d", d.from(6, 10)) }, "",
			Truth{EndsServer, none, BodyNever, truncated, []Evidence{ProofLength}, 1}},
		{"/no-length", func(d dice) string { return fmt.Sprintf("after=%d", d.from(6, 10)) }, "",
			Truth{EndsServer, none, BodyNever, []string{"close-delimited"}, []Evidence{ProofLength}, 1}},
	}
}

func drawTruncated(d dice) string {
	length := d.from(300, 900)
	return fmt.Sprintf("length=%d&sent=%d", length, length*d.from(30, 80)/100)
}

// lengthKinds returns the kinds in which bytes follow the end of the message, or the
// framing is contradictory.
func lengthKinds() []roundKind {
	accurate := []Timeout{TimeoutAccurate}
	step, beyond := []string{"unsolicited-bytes", "out-of-step"}, []Evidence{ProofBeyond}
	framing := []Evidence{ProofFraming}
	timeout := func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(4, 9)) }
	return []roundKind{
		{"/too-short", timeout, "", Truth{EndsServer, accurate, BodyElsewhere, step, beyond, 1}},
		{"/head-body", timeout, "HEAD", Truth{EndsServer, accurate, BodyElsewhere, step, beyond, 1}},
		{"/no-content-body", timeout, "", Truth{EndsServer, accurate, BodyElsewhere, step, beyond, 1}},
		{"/not-modified-body", timeout, "", Truth{EndsServer, accurate, BodyElsewhere, step, beyond, 1}},
		{"/te-and-cl", timeout, "", Truth{EndsClient, accurate, BodyChunks, []string{"te-and-cl"}, framing, 1}},
		{"/differing-lengths", timeout, "", Truth{EndsClient, accurate, BodyUnknown, []string{"cl-mismatch"}, framing, 1}},
		{"/repeated-length", timeout, "", Truth{EndsServer, accurate, BodyLength, []string{"cl-duplicate"}, framing, 1}},
	}
}

// otherKinds returns the kinds in which a request gets no response, or an unexpected one.
func otherKinds() []roundKind {
	none, accurate := []Timeout{TimeoutNone}, []Timeout{TimeoutAccurate}
	silent := []string{"no-response"}
	after := func(d dice) string { return "after=" + d.pick("0.05", "0.3", "1", "2", "3") }
	return []roundKind{
		{"/no-answer", after, "", Truth{EndsServer, none, BodyNone, silent, []Evidence{ProofEnd}, 1}},
		{"/reset-answer", after, "", Truth{EndsReset, none, BodyNone, silent, []Evidence{ProofEnd}, 1}},
		{"/gateway", func(d dice) string { return fmt.Sprintf("origin=%d", d.from(4, 6)) }, "twice",
			Truth{EndsServer, accurate, BodyLength, []string{"upstream-closed"}, []Evidence{ProofStatus}, 2}},
		{"/stall", func(d dice) string { return fmt.Sprintf("timeout=%d", d.from(4, 9)) }, "twice",
			Truth{EndsServer, accurate, BodyLength, []string{"delayed-ack-stall"}, []Evidence{ProofGap}, 2}},
	}
}
