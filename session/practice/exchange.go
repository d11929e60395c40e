package practice

import (
	"fmt"
	"strings"
	"time"
)

// An exchange is one request and its response. A scenario's function receives an exchange
// with the request and its parameters. It calls the exchange's methods to write the
// response, and to set how the connection ends or what the server does while the
// connection is idle.
type exchange struct {
	c   *conn
	req *request
	s   *Scenario
	v   values
	n   int // number of the exchange on its connection, counted from 1

	end        ending // how the server ends the connection right after the response
	why        string
	idle       []step // steps on the idle connection, if end is stay
	hasRead    bool   // whether the request content was read to its end
	sentBefore int64
	began      time.Time

	round *Round // round of the drill; nil outside the drill

	as string // the server that the scenario behaves like; empty: none
}

// exchange answers one request, and ends the connection or sets its idle steps.
func (c *conn) exchange(raw []byte, f *fault) {
	c.exchanges++
	c.contentIn, c.status, c.linger, c.hidden = 0, "", drainTime, false
	x := &exchange{c: c, s: houseRules(), n: c.exchanges, sentBefore: c.sentBytes, began: time.Now()}
	x.idle = []step{closeAfter(patience, "idle for ten minutes")}
	if f == nil {
		x.req, f = parseRequest(raw)
	} else {
		x.req = &request{raw: raw, minor: 1}
	}
	if !x.run(f) {
		return
	}
	x.flush()
	c.logExchange(x)
	switch {
	case c.broken != nil:
		c.lost(c.broken)
	case x.end != stay:
		c.close(x.end, "server", x.why)
	}
	c.idle = x.idle
}

// run reads the content and plays the scenario. If the request has a fault, run sends the
// fault as the response instead. It returns false if the connection ended before the
// request was complete.
func (x *exchange) run(f *fault) bool {
	if f == nil {
		f = x.choose()
	}
	if f == nil && x.s.playsFirst {
		x.s.play(x)
		if !x.hasRead && x.req.length != 0 && x.end == stay {
			x.leave(endFIN, "the request content was not read")
		}
		return true
	}
	if f == nil || !f.close {
		broken, ok := x.read()
		if !ok {
			return false
		}
		if broken != nil {
			f = broken
		}
	}
	if f != nil {
		x.refuse(f)
		return true
	}
	x.s.play(x)
	return true
}

// read reads the request content. It returns false if the connection ended before the
// content was complete.
func (x *exchange) read() (*fault, bool) {
	f, ok := x.c.readContent(x.req)
	x.hasRead = f == nil && ok
	switch {
	case ok:
	case x.c.in.end != nil:
		x.c.lost(x.c.in.end)
	default:
		return &fault{408, "The rest of the request content did not arrive within half a minute.", true}, true
	}
	return f, ok
}

// readAll reads the content for a scenario whose play runs before the content is read
// (playsFirst). If the content is faulty, it sends the fault as the response. It reports
// whether the scenario can continue.
func (x *exchange) readAll() bool {
	f, ok := x.read()
	if ok && f != nil {
		x.refuse(f)
	}
	return ok && f == nil
}

// choose sets the scenario and its parameters. It returns a fault if there is no such
// scenario or if the parameters are invalid.
func (x *exchange) choose() *fault {
	if name, ok := strings.CutPrefix(x.req.path, roundPrefix); ok {
		return x.chooseRound(name)
	}
	s, ok := x.c.srv.scenarios[x.req.path]
	named, takesName := x.c.srv.scenarios["/"+strings.Split(x.req.path+"/", "/")[1]]
	switch {
	case ok:
		x.s = s
	case takesName && named.takesName:
		x.s = named
	case x.req.path == "/":
		x.s = welcome()
	case strings.HasPrefix(x.req.path, aboutPrefix):
		x.s = about()
	default:
		return &fault{404, "No such scenario. / lists all scenarios.", false}
	}
	v, err := x.s.readValues(x.req.query)
	if err != nil {
		return &fault{400, fmt.Sprintf("Parameters of %s: %v.\n\n%s", x.s.Path, err, x.s.takes()), false}
	}
	x.v = v
	return nil
}

// chooseRound does the same as choose for a round of the drill. Neither the responses nor
// the log show the scenario of a round.
func (x *exchange) chooseRound(name string) *fault {
	r, err := parseRound(name)
	if err != nil {
		return &fault{404, fmt.Sprintf("No such round: %v.", err), false}
	}
	if x.req.query != "" {
		return &fault{400, "A round takes no parameters.", false}
	}
	hidden := *x.c.srv.scenarios[r.Scenario]
	if x.v, err = hidden.readValues(r.Query); err != nil {
		panic(fmt.Sprintf("practice: round %s: %v", name, err)) // a test draws each kind of round
	}
	hidden.Path = "a round"
	x.s, x.round, x.c.hidden = &hidden, &r, true
	return nil
}

// refuse writes a fault as the response.
func (x *exchange) refuse(f *fault) {
	var connection string
	if f.close {
		connection = x.goodbye(f.text)
	} else {
		connection = x.house()
	}
	x.answer(reply{status: f.status, connection: connection, content: strings.TrimSuffix(f.text, "\n") + "\n"})
}

// keeps reports whether the connection can persist: the request allows it, and the
// scenario has not ended the connection.
func (x *exchange) keeps() bool { return x.end == stay && x.req.persistent() }

// leave makes the server end the connection after the response. why is for the log.
func (x *exchange) leave(e ending, why string) { x.end, x.why = e, why }

// rest sets the steps that the server takes on the idle connection after the response.
func (x *exchange) rest(steps ...step) { x.idle = steps }

// restDeaf does the same as rest for a server that answers no further request: it
// discards pipelined and later requests.
func (x *exchange) restDeaf(steps ...step) {
	x.rest(steps...)
	x.c.deaf = true
}

// goodbye returns the field line Connection: close, and makes the server close.
func (x *exchange) goodbye(why string) string {
	x.leave(endFIN, why)
	return "Connection: close\r\n"
}

// plain returns the persistence field lines that the protocol requires: none if the
// client uses HTTP/1.1 and the connection persists.
func (x *exchange) plain() string {
	switch {
	case !x.keeps():
		return x.goodbye("the request asked for it")
	case x.req.minor == 0:
		return "Connection: keep-alive\r\n"
	}
	return ""
}

// promise returns Connection: keep-alive and a Keep-Alive field, or Connection: close if
// the connection cannot persist. The caller decides whether the server keeps the promise.
// promise never returns Keep-Alive without its connection option (RFC 2068 §19.7.1).
func (x *exchange) promise(format string, args ...any) string {
	if !x.keeps() {
		return x.goodbye("the request asked for it")
	}
	return "Connection: keep-alive\r\nKeep-Alive: " + fmt.Sprintf(format, args...) + "\r\n"
}

// The limits that a scenario advertises and keeps, unless it is about something else.
const (
	houseTimeout = 5
	houseMax     = 100
)

// aboutMax explains the parameter max. The parameter cannot be 0, because only scenarios
// about max send max=0.
const aboutMax = "exchanges on a connection; with 1 the first response has close"

// houseParams returns the parameters in more, followed by timeout and max.
func houseParams(more ...Param) []Param {
	return append(more,
		wholeSecondsParam("timeout", houseTimeout, "idle timeout, advertised and kept"),
		countParam("max", houseMax, 1, 1_000_000, aboutMax))
}

// house returns field lines that advertise timeout and max, and makes the server keep
// both. max is the number of exchanges left after this one; the last exchange has
// Connection: close.
func (x *exchange) house() string {
	timeout, most := houseTimeout, houseMax
	if _, ok := x.v["timeout"]; ok {
		timeout = x.v.count("timeout")
	}
	if _, ok := x.v["max"]; ok {
		most = x.v.count("max")
	}
	return x.countdown(timeout, most)
}

func (x *exchange) countdown(timeout, most int) string {
	left := most - x.n
	if left <= 0 {
		return x.goodbye("max is used up")
	}
	x.rest(closeAfter(time.Duration(timeout)*time.Second, fmt.Sprintf("the idle timeout of %d s", timeout)))
	return x.promise("timeout=%d, max=%d", timeout, left)
}

// asked reports whether the request has Connection: keep-alive. Apache and Tomcat send a
// hint only then.
func (x *exchange) asked() bool { return x.req.has("Connection", "keep-alive") }

// words returns the response content for a scenario that is not about content. The
// content says which response it is, and nothing about the scenario.
func (x *exchange) words() string { return x.wordsOf(x.n) }

func (x *exchange) wordsOf(n int) string {
	if x.round != nil {
		return x.round.syllables(roundContent)
	}
	return words(n)
}

func words(n int) string { return fmt.Sprintf("Response %d on this connection.\n", n) }

// roundContent is the content length in a drill round, in bytes, unless the round is
// about the length.
const roundContent = 64

// text returns s as content. In a round of the drill it returns meaningless syllables of
// the same length instead. Use it for all content that words and filler do not return.
func (x *exchange) text(s string) string {
	if x.round != nil {
		return x.round.syllables(len(s))
	}
	return s
}

// filler returns n bytes of content.
func (x *exchange) filler(n int) string {
	if x.round != nil {
		return x.round.syllables(n)
	}
	return filler(n)
}

// head reports whether the request is HEAD, so that the response must not have content.
func (x *exchange) head() bool { return x.req.method == "HEAD" }

// sweep returns the time until the server next checks its clock, and skips checks that
// come sooner than least. The server checks its clock once per period.
func (x *exchange) sweep(least, period time.Duration) time.Duration {
	since := time.Since(x.c.srv.epoch) + least
	return least + period - since%period
}
