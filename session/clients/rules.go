package clients

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The clients' own limits.
const (
	undiciOwn   = 4 * time.Second
	undiciLess  = 2 * time.Second // keepAliveTimeoutThreshold
	undiciCap   = 600 * time.Second
	nodeOwn     = 5 * time.Second // timeout of the global agent
	nodeLess    = time.Second     // agentKeepAliveTimeoutBuffer
	firefoxOwn  = 115 * time.Second
	client5Own  = 3 * time.Minute
	jdkOwn      = 5 * time.Second
	jdkUses     = 5
	goOwn       = 90 * time.Second
	curlOwn     = 118 * time.Second
	chromeOwn   = 300 * time.Second
	uncounted   = -1
	farTooLarge = math.MaxInt64 / int64(time.Second)
)

var (
	undiciTimeout = regexp.MustCompile(`timeout=(\d+)`)
	nodeTimeout   = regexp.MustCompile(`^timeout=(\d+)`)
)

// undici subtracts 2 s from the hint. Its limit is at most 600 s. It searches the joined
// field values for timeout=, in lower case and without spaces.
func undici(r Response) Verdict {
	switch v, ends := closes(r, byVersion); {
	case ends:
		return v
	case r.Method == "HEAD":
		return declines("it closes after each HEAD")
	case (r.Status == 204 || r.Status == 304) && r.Length > 0:
		return declines("it reports a mismatch, because the announced content does not arrive")
	}
	m := undiciTimeout.FindStringSubmatch(strings.Join(r.KeepAlive, ""))
	if m == nil {
		return own(undiciOwn, hintless(r, "it finds no timeout= in the field"))
	}
	limit := min(seconds(m[1])-undiciLess, undiciCap)
	if limit <= 0 {
		return refuses("timeout=%s minus its margin of 2 s leaves nothing: it reconnects for every request", m[1])
	}
	return hinted(limit, fmt.Sprintf("timeout=%s minus its margin of 2 s", m[1]))
}

// nodeAgent subtracts 1 s from the hint. It uses the hint only if timeout= is at the
// beginning of the value and the result is shorter than the agent's own timeout.
func nodeAgent(r Response) Verdict {
	switch v, ends := closes(r, byVersion); {
	case ends:
		return v
	case r.Method == "HEAD" && r.Length < 0 && !r.Chunked:
		return declines("a response to HEAD without a length, which its parser reads as close-delimited")
	}
	m := nodeTimeout.FindStringSubmatch(strings.Join(r.KeepAlive, ", "))
	if m == nil {
		return own(nodeOwn, hintless(r, "timeout= is not first in the field"))
	}
	limit := max(0, seconds(m[1])-nodeLess)
	switch {
	case limit == 0:
		return refuses("timeout=%s minus its margin of 1 s leaves nothing", m[1])
	case limit >= nodeOwn:
		return own(nodeOwn, "its own limit is shorter than the hint")
	}
	return hinted(limit, fmt.Sprintf("timeout=%s minus its margin of 1 s", m[1]))
}

// firefox searches for timeout= and max= in any case and reads the digits that follow, as
// C's atoi does.
func firefox(r Response) Verdict {
	if v, ends := closes(r, closeWinsAnywhere); ends {
		return v
	}
	value := strings.ToLower(strings.Join(r.KeepAlive, ", "))
	uses := int64(uncounted)
	if _, after, ok := strings.Cut(value, "max="); ok {
		if n, _ := atoi(after); n > 0 {
			uses = n
		}
	}
	_, after, ok := strings.Cut(value, "timeout=")
	if !ok {
		v := own(firefoxOwn, hintless(r, "it finds no timeout= in the field"))
		v.Uses = uses
		return v
	}
	n, whole := atoi(after)
	switch {
	case !whole:
		v := hinted(0, "the number does not fit its integer")
		v.Sure, v.Uses = false, uses
		return v
	case n == 0:
		return refuses("it reads the timeout as 0")
	case n < 0:
		n += 1 << 32 // stored as an unsigned 32-bit number
	}
	v := hinted(time.Duration(n)*time.Second, fmt.Sprintf("timeout=%d, unchanged", n))
	v.Uses = uses
	return v
}

// httpClient5 uses the hint unchanged. It reads the elements of the list, and uses its
// default if no timeout among them is a number. DefaultHttpRequestRetryStrategy repeats
// an idempotent request once.
func httpClient5(r Response) Verdict {
	if v, ends := closes(r, closeWins); ends {
		return v
	}
	for e := range elements(strings.Join(r.KeepAlive, ", ")) {
		if !strings.EqualFold(e.name, "timeout") || !e.hasValue {
			continue
		}
		n, err := strconv.ParseInt(e.value, 10, 64)
		if err != nil {
			continue
		}
		v := hinted(0, fmt.Sprintf("timeout=%d, unchanged", n))
		v.Sure = e.plain && n > 0 && n < farTooLarge && n < math.MaxInt32
		if n > 0 && n < farTooLarge {
			v.Limit = time.Duration(n) * time.Second
		}
		return v
	}
	return own(client5Own, hintless(r, "it finds no number of seconds in the field"))
}

// jdk reads the hint only if the last Connection field line is keep-alive, and treats
// anything else there as close. It reads the last Keep-Alive field line and uses the
// first timeout and the first max in that line. max includes this exchange.
func jdk(r Response) Verdict {
	if v, ends := closes(r, lastLine); ends {
		if n := len(r.Connection); n > 0 && !mentions(r.Connection[n-1:], "close") {
			v.Why = "a Connection field with a value other than keep-alive ends the connection"
		}
		return v
	}
	v := own(jdkOwn, "without a Connection field it does not read Keep-Alive: its own limit")
	v.Uses = jdkUses
	if len(r.Connection) == 0 {
		return v
	}
	v.Why = hintless(r, "it finds no timeout in the field")
	timeout, limit := jdkNumbers(r.KeepAlive)
	if limit.given {
		v.Uses = limit.n
	}
	if timeout.given {
		v.Reads, v.Limit = true, time.Duration(timeout.n)*time.Second
		v.Why = fmt.Sprintf("timeout=%d, unchanged", timeout.n)
	}
	switch {
	case timeout.given && timeout.n == 0:
		return refuses("timeout=0 leaves nothing")
	case v.Uses <= 1:
		return refuses("max=%d leaves nothing: it also counts this exchange", v.Uses)
	case timeout.odd:
		v.Sure = false
	}
	return v
}

// A jdkNumber is a parameter of Keep-Alive as OpenJDK reads it.
type jdkNumber struct {
	n     int64
	given bool
	odd   bool // the behaviour with this form was not measured
}

func jdkNumbers(lines []string) (timeout, limit jdkNumber) {
	if len(lines) == 0 {
		return timeout, limit
	}
	for e := range elements(lines[len(lines)-1]) {
		to := &timeout
		switch strings.ToLower(e.name) {
		case "max":
			to = &limit
		case "timeout":
		default:
			continue
		}
		switch n, err := strconv.ParseInt(e.value, 10, 32); {
		case to.given || to.odd:
		case !e.plain:
			to.odd = true
		case err == nil && n >= 0:
			to.n, to.given = n, true
		}
	}
	return timeout, limit
}

const unread = "Keep-Alive is not read: its own limit"

// Rules of clients that use their own limit and ignore the hint.
var (
	// Go's DefaultTransport sets Transport.IdleConnTimeout. It repeats a request with any
	// method if the request has an Idempotency-Key field.
	goHTTP = keeping(closeWins, goOwn, unread)
	// curl uses CURLOPT_MAXAGE_CONN. It looks for a FIN before it reuses a connection.
	curl = keeping(anyMention, curlOwn, unread)
	// The limit of Chromium applies to connections that were used before; unused ones are
	// closed after 10 s.
	chrome = keeping(firstDecides, chromeOwn, unread)
)

// keeping returns the rule of a client that keeps connections for a fixed time, unless
// the response says that the connection will be closed.
func keeping(kept reading, limit time.Duration, why string) func(Response) Verdict {
	return func(r Response) Verdict {
		if v, ends := closes(r, kept); ends {
			return v
		}
		return own(limit, why)
	}
}

func own(limit time.Duration, why string) Verdict {
	return Verdict{Reuse: true, Limit: limit, Uses: uncounted, Sure: true, Why: why}
}

func hinted(limit time.Duration, why string) Verdict {
	return Verdict{Reuse: true, Limit: limit, Reads: true, Uses: uncounted, Sure: true, Why: why}
}

func refuses(format string, args ...any) Verdict {
	return Verdict{Reads: true, Uses: uncounted, Sure: true, Why: fmt.Sprintf(format, args...)}
}

func declines(why string) Verdict {
	return Verdict{Uses: uncounted, Sure: true, Why: why}
}

func hintless(r Response, otherwise string) string {
	if len(r.KeepAlive) == 0 {
		return "no Keep-Alive field: its own limit"
	}
	return otherwise + ": its own limit"
}
