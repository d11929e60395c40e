package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// An ExchangeIs is a property of an exchange.
type ExchangeIs struct {
	words string
	so    func(*View, *record.Connection, *record.Exchange) bool
}

// fact returns a property that depends only on the exchange.
func fact(words string, so func(e *record.Exchange) bool) ExchangeIs {
	return ExchangeIs{words, func(_ *View, _ *record.Connection, e *record.Exchange) bool { return so(e) }}
}

// Target matches an exchange for a path, whatever its query.
func Target(path string) ExchangeIs {
	return fact("for "+path, func(e *record.Exchange) bool { return pathOf(e.Target) == path })
}

func pathOf(target string) string {
	path, _, _ := strings.Cut(target, "?")
	return path
}

// Method matches an exchange whose request has that method.
func Method(m string) ExchangeIs {
	return fact(m, func(e *record.Exchange) bool { return e.Method == m })
}

// Proto matches an exchange whose request has that version: "HTTP/1.0".
func Proto(p string) ExchangeIs {
	return fact(p, func(e *record.Exchange) bool { return e.Proto == p })
}

// Status matches an exchange whose final response has that status code.
func Status(code int) ExchangeIs {
	return fact(fmt.Sprintf("status %d", code), func(e *record.Exchange) bool { return e.Facts.Status == code })
}

// Asked matches an exchange whose request asks for keep-alive, or does not.
func Asked(yes bool) ExchangeIs {
	return fact(not(yes)+"asked for keep-alive", func(e *record.Exchange) bool { return e.Facts.Request.KeepAlive == yes })
}

// AskedClose matches an exchange whose request says close.
func AskedClose() ExchangeIs {
	return fact("the request says close", func(e *record.Exchange) bool { return e.Facts.Request.Close })
}

// Granted matches an exchange whose response says keep-alive, or does not.
func Granted(yes bool) ExchangeIs {
	return fact(not(yes)+"granted keep-alive", func(e *record.Exchange) bool {
		return e.Facts.Status > 0 && e.Facts.KeepAlive == yes
	})
}

func not(yes bool) string {
	if yes {
		return ""
	}
	return "not "
}

// Because matches an exchange whose persistence was decided by that rule.
func Because(r wire.Reason) ExchangeIs {
	return fact("decided by "+r.String(), func(e *record.Exchange) bool { return e.Reason == r })
}

// Framed matches an exchange whose response has that framing.
func Framed(f wire.Framing) ExchangeIs {
	return fact("framing: "+f.String(), func(e *record.Exchange) bool { return e.Facts.Framing() == f })
}

// Whole matches an exchange whose response is complete, or is not.
func Whole(yes bool) ExchangeIs {
	return fact(not(yes)+"complete", func(e *record.Exchange) bool { return e.Facts.Complete == yes })
}

// ClaimsLength matches an exchange whose response has a Content-Length above 0.
func ClaimsLength() ExchangeIs {
	return fact("with a Content-Length", func(e *record.Exchange) bool { return e.Facts.Length > 0 })
}

// Hints matches an exchange whose response has these parameters in its Keep-Alive field,
// and not the others.
func Hints(timeout, most bool) ExchangeIs {
	return fact("with a hint", func(e *record.Exchange) bool {
		h := e.Facts.Hint
		return h.Present && h.Timeout >= 0 == timeout && h.Max >= 0 == most
	})
}

// HintIs matches an exchange whose response advertises that timeout, at any pace.
func HintIs(d time.Duration) ExchangeIs {
	return fact("timeout="+seconds(d), func(e *record.Exchange) bool {
		return e.Facts.Hint.Present && e.Facts.Hint.Timeout == int64(d/time.Second)
	})
}

// Applies matches an exchange whose response has a Keep-Alive field that applies, or one
// that does not because the connection option is missing.
func Applies(yes bool) ExchangeIs {
	return fact(not(yes)+"valid", func(e *record.Exchange) bool {
		return e.Facts.Hint.Present && e.Facts.Hint.Applies == yes
	})
}

// NoHint matches an exchange whose response has no Keep-Alive field.
func NoHint() ExchangeIs {
	return fact("without a hint", func(e *record.Exchange) bool { return e.Facts.Status > 0 && !e.Facts.Hint.Present })
}

// First matches the first exchange of its connection.
func First() ExchangeIs {
	return ExchangeIs{"the first of its connection", func(_ *View, c *record.Connection, e *record.Exchange) bool {
		return before(c, e) == nil
	}}
}

// Reused matches an exchange on a connection that was used before.
func Reused() ExchangeIs {
	return ExchangeIs{"on a connection used before", func(_ *View, c *record.Connection, e *record.Exchange) bool {
		return before(c, e) != nil
	}}
}

// before returns the previous exchange on the connection of e, or nil.
func before(c *record.Connection, e *record.Exchange) *record.Exchange {
	i := slices.Index(c.Exchanges, e)
	if i < 1 {
		return nil
	}
	return c.Exchanges[i-1]
}

// Idle matches an exchange that began after the connection had been idle for low to
// high.
func Idle(low, high time.Duration) ExchangeIs {
	words := fmt.Sprintf("after %s to %s idle", seconds(low), seconds(high))
	return ExchangeIs{words, func(v *View, c *record.Connection, e *record.Exchange) bool {
		b := before(c, e)
		return b != nil && e.Started-b.LastByte >= v.times(low) && e.Started-b.LastByte <= v.times(high)
	}}
}

// Older matches an exchange that began when its connection was older than d.
func Older(d time.Duration) ExchangeIs {
	return ExchangeIs{"on a connection older than " + seconds(d), func(v *View, c *record.Connection, e *record.Exchange) bool {
		return e.Started-c.Opened > v.times(d)
	}}
}

// Pipelined matches an exchange whose request was sent before the response to the
// previous request was complete.
func Pipelined() ExchangeIs {
	return ExchangeIs{"pipelined", func(_ *View, c *record.Connection, e *record.Exchange) bool {
		b := before(c, e)
		return b != nil && b.LastByte > e.Started
	}}
}

// Alone matches an exchange that was not pipelined and whose next exchange was not
// either.
func Alone() ExchangeIs {
	return ExchangeIs{"alone", func(_ *View, c *record.Connection, e *record.Exchange) bool {
		i := slices.Index(c.Exchanges, e)
		return (i == 0 || c.Exchanges[i-1].LastByte <= e.Started) && (i+1 == len(c.Exchanges) || c.Exchanges[i+1].Started >= e.LastByte)
	}}
}

// Lost matches an exchange without a byte of a response. again says whether it
// may be repeated.
func Lost(retry session.Retry) ExchangeIs {
	return ExchangeIs{"lost, " + string(retry) + " to repeat", func(_ *View, c *record.Connection, e *record.Exchange) bool {
		return slices.Contains(c.Close.Lost, e.ID) && e.Retry == retry
	}}
}

// Barred matches an exchange that the server must not process, because an
// earlier message said close.
func Barred() ExchangeIs {
	return fact("not to be processed", func(e *record.Exchange) bool { return e.Barred > 0 })
}

// Found matches an exchange with that finding.
func Found(code wire.Code) ExchangeIs {
	return fact("with the finding "+string(code), func(e *record.Exchange) bool { return has(e.Findings, code) })
}

func has(fs []wire.Finding, code wire.Code) bool {
	return slices.ContainsFunc(fs, func(f wire.Finding) bool { return f.Code == code })
}
