package cli

import (
	"time"

	"github.com/spf13/pflag"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// sendWays holds the flags that say how linger writes a request to the network, and how
// it ends the connection afterwards.
type sendWays struct {
	slow     durationFlag
	halves   durationFlag
	end      string
	endAfter durationFlag
	begun    bool // the command line contains --end-after
}

func (w *sendWays) register(fs *pflag.FlagSet) {
	fs.Var(&w.slow, "slow", "send byte by byte, with `TIME` between bytes")
	fs.Var(&w.halves, "halves", "send each request in two halves, with `TIME` between them")
	fs.StringVar(&w.end, "end", "", "end the connection with `HOW`: close, half-close (send FIN, but still read) or reset")
	fs.Var(&w.endAfter, "end-after", "end the connection `TIME` after the start of the last request, even without a response")
}

// ends maps the values of --end to the commands that end a connection.
var ends = map[string]session.Command{
	"close":      session.Close{},
	"half-close": session.HalfClose{},
	"reset":      session.Reset{},
}

// check returns an error if the flags are invalid.
func (w *sendWays) check() error {
	switch {
	case w.end != "" && ends[w.end] == nil:
		return usagef("--end %s: write close, half-close or reset", w.end)
	case w.begun && w.end == "":
		return usagef("--end-after requires --end")
	}
	return nil
}

// pace returns how linger writes a request of size bytes.
func (w *sendWays) pace(size int) session.Pace {
	switch {
	case w.slow > 0:
		return session.Pace{Each: 1, Pause: time.Duration(w.slow)}
	case w.halves > 0:
		return session.Pace{Split: size / 2, Pause: time.Duration(w.halves)}
	}
	return session.Pace{}
}

// command returns the command that sends request i or, if the plan has raw bytes, the
// command that sends those.
func (p *plan) command(i int) session.Command {
	if p.raw != nil {
		return session.SendRaw{Data: p.raw, Pace: p.ways.pace(len(p.raw))}
	}
	m := p.request(i)
	send := session.Send{Request: m, Reconnect: p.reconnect}
	size := len(wire.AppendRequest(nil, m))
	if p.content != nil {
		send.Content = p.content
		size += int(p.content.Size())
	}
	send.Pace = p.ways.pace(size)
	return send
}

// await waits for the response to the last write. If last is true and --end-after is set,
// it instead waits for that time, or until the connection ends.
func (s *sender) await(last bool, answered func() bool) error {
	if !last || !s.plan.ways.begun {
		return s.until(answered)
	}
	return s.pass(time.Duration(s.plan.ways.endAfter), func() bool { return s.state() > record.Connecting && !s.state().Open() })
}

// finish ends the connection as --end says, and waits until the session reports the
// close, the half-close or the reset.
func (s *sender) finish() error {
	c := ends[s.plan.ways.end]
	if c == nil || !s.state().Open() {
		return nil
	}
	declined := s.record.Declined
	s.session.Do(c)
	shut := func() bool { return s.record.Newest().HalfClosed }
	return s.until(func() bool { return shut() || !s.state().Open() || s.record.Declined != declined })
}
