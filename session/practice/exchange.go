package practice

import (
	"fmt"
	"strings"
	"time"
)

// An exchange is one request and its response, as a scenario's function sees
// it: the request and its parameters, what can be said, and what is to become
// of the connection afterwards.
type exchange struct {
	c   *conn
	req *request
	s   *Scenario
	v   values
	n   int // of this connection: 1 for the first

	end        ending // what follows the response at once
	why        string
	idle       []step // what follows if end is stay
	hasRead    bool   // the request content was read to its end
	sentBefore int64
	began      time.Time

	as string // the server that the scenario behaves like; empty: none
}

// exchange answers one request and sets what is to follow.
func (c *conn) exchange(raw []byte, f *fault) {
	c.exchanges++
	c.contentIn, c.status, c.linger = 0, "", drainTime
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

// run reads the content and plays the scenario, or answers the fault. It is
// false when the connection ended before there was anything to answer.
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

// read takes in the request content. It is false when that ended the
// connection.
func (x *exchange) read() (*fault, bool) {
	f, ok := x.c.readContent(x.req)
	x.hasRead = f == nil && ok
	switch {
	case ok:
	case x.c.in.end != nil:
		x.c.lost(x.c.in.end)
	default:
		return &fault{408, "The rest of the request content did not come within half a minute.", true}, true
	}
	return f, ok
}

// readAll is read for a scenario that plays first: it answers what is wrong
// with the content, and is true when the scenario can go on.
func (x *exchange) readAll() bool {
	f, ok := x.read()
	if ok && f != nil {
		x.refuse(f)
	}
	return ok && f == nil
}

// choose finds the scenario and its parameters.
func (x *exchange) choose() *fault {
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
		return &fault{404, "There is no such scenario. They are listed at /", false}
	}
	v, err := x.s.readValues(x.req.query)
	if err != nil {
		return &fault{400, fmt.Sprintf("Parameters of %s: %v.\n\n%s", x.s.Path, err, x.s.takes()), false}
	}
	x.v = v
	return nil
}

// refuse answers what no scenario was found for.
func (x *exchange) refuse(f *fault) {
	var connection string
	if f.close {
		connection = x.goodbye(f.text)
	} else {
		connection = x.house()
	}
	x.answer(reply{status: f.status, connection: connection, content: strings.TrimSuffix(f.text, "\n") + "\n"})
}

// keeps reports whether the connection can persist after this exchange, as far
// as the request and what was decided so far go.
func (x *exchange) keeps() bool { return x.end == stay && x.req.persistent() }

// leave ends the connection when the response is out.
func (x *exchange) leave(e ending, why string) { x.end, x.why = e, why }

// rest sets what happens while the connection is idle after the response.
func (x *exchange) rest(steps ...step) { x.idle = steps }

// restDeaf is rest for a server that reads no further request: what was
// pipelined, or comes meanwhile, is thrown away.
func (x *exchange) restDeaf(steps ...step) {
	x.rest(steps...)
	x.c.deaf = true
}

// goodbye says close and does it.
func (x *exchange) goodbye(why string) string {
	x.leave(endFIN, why)
	return "Connection: close\r\n"
}

// plain says no more than the protocol needs: nothing to an HTTP/1.1 client
// whose connection persists.
func (x *exchange) plain() string {
	switch {
	case !x.keeps():
		return x.goodbye("the request asked for it")
	case x.req.minor == 0:
		return "Connection: keep-alive\r\n"
	}
	return ""
}

// promise says keep-alive with parameters, or close if it has to be. What it
// promises is for the caller to keep, or not. Keep-Alive never goes out
// without the connection option that it belongs to (RFC 2068 §19.7.1).
func (x *exchange) promise(format string, args ...any) string {
	if !x.keeps() {
		return x.goodbye("the request asked for it")
	}
	return "Connection: keep-alive\r\nKeep-Alive: " + fmt.Sprintf(format, args...) + "\r\n"
}

// The manners of the house.
const (
	houseTimeout = 5
	houseMax     = 100
)

// aboutMax explains max, and why it cannot be 0: a 0 on the wire is for the
// scenarios that break max.
const aboutMax = "exchanges on a connection; with 1 the first response says close"

// houseParams are the parameters that change the manners of the house, and
// more that the scenario adds.
func houseParams(more ...Param) []Param {
	return append(more,
		wholeSeconds("timeout", houseTimeout, "advertised and kept"),
		count("max", houseMax, 1, 1_000_000, aboutMax))
}

// house promises timeout and max, and keeps both: max says how many exchanges
// are left after this one, and the last one says close.
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
		return x.goodbye("max is spent")
	}
	x.rest(closeAfter(time.Duration(timeout)*time.Second, fmt.Sprintf("the idle timeout of %d s", timeout)))
	return x.promise("timeout=%d, max=%d", timeout, left)
}

// asked reports whether the client asked to keep the connection by name, as
// Apache and Tomcat want to be.
func (x *exchange) asked() bool { return x.req.has("Connection", "keep-alive") }

// words returns the content of a response where the scenario is not about
// content: it says which response it is and nothing about the scenario.
func (x *exchange) words() string { return words(x.n) }

func words(n int) string { return fmt.Sprintf("Response %d on this connection.\n", n) }

// head reports whether only the header section is to be sent.
func (x *exchange) head() bool { return x.req.method == "HEAD" }

// sweep is how long from now until the server next looks at its clock, which
// it does once a period: later than least from now, by one period at most.
func (x *exchange) sweep(least, period time.Duration) time.Duration {
	since := time.Since(x.c.srv.epoch) + least
	return least + period - since%period
}
