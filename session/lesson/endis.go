package lesson

import (
	"fmt"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// An EndIs is a property of a connection that has ended.
type EndIs struct {
	words string
	so    func(*View, *record.Connection) bool
}

// end returns a property that depends only on the end.
func end(words string, so func(e *session.Ending) bool) EndIs {
	return EndIs{words, func(_ *View, c *record.Connection) bool { return so(&c.Close.Ending) }}
}

// By matches an end by the given side.
func By(p session.Party) EndIs {
	return end("by the "+string(p), func(e *session.Ending) bool { return e.By == p })
}

// How matches an end in the given way. Over TLS, a closure alert before the FIN also
// matches FIN.
func How(h session.How) EndIs {
	return end(string(h), func(e *session.Ending) bool {
		return e.How == h || h == session.HowFIN && e.How == session.HowCloseNotify
	})
}

// During matches an end in that phase.
func During(p session.Phase) EndIs {
	return end("during "+string(p), func(e *session.Ending) bool { return e.Phase == p })
}

// Announced matches an end that was announced in that way.
func Announced(k session.NoticeKind) EndIs {
	return end("announced by "+string(k), func(e *session.Ending) bool { return e.Notice.Kind == k })
}

// Unannounced matches an end that nothing announced.
func Unannounced() EndIs {
	return end("unannounced", func(e *session.Ending) bool { return !e.Announced() })
}

// punctual is the largest difference between an end and the advertised timeout.
const punctual = 500 * time.Millisecond

// OnTime matches an end at the advertised timeout.
func OnTime() EndIs {
	return end("on time", func(e *session.Ending) bool {
		return e.HasAdvertised && (e.Idle-e.Advertised).Abs() <= punctual
	})
}

// IdleFor matches an end after an idle time of low to high.
func IdleFor(low, high time.Duration) EndIs {
	return EndIs{fmt.Sprintf("after %s to %s idle", seconds(low), seconds(high)), func(v *View, c *record.Connection) bool {
		return c.Close.Idle >= v.times(low) && c.Close.Idle <= v.times(high)
	}}
}

// Last matches the end of a connection whose last request was for a path.
func Last(path string) EndIs {
	return EndIs{"after " + path, func(_ *View, c *record.Connection) bool {
		e := c.Last()
		return e != nil && pathOf(e.Target) == path
	}}
}

// FoundAtEnd matches the end of a connection with that finding.
func FoundAtEnd(code wire.Code) EndIs {
	return EndIs{"with the finding " + string(code), func(_ *View, c *record.Connection) bool { return has(c.Findings, code) }}
}

// TCPAsks matches the end of a connection with TCP keepalive probes at the given
// interval.
func TCPAsks(d time.Duration) EndIs {
	return EndIs{"with TCP probes every " + seconds(d), func(_ *View, c *record.Connection) bool { return c.Info.TCPAlive == d }}
}
