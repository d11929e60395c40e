package plain

import (
	"slices"

	"linger/session"
	"linger/session/state"
	"linger/ui/text"
	"linger/wire"
)

// mostPast is the maximum number of requests that history prints.
const mostPast = 20

// sent adds a request to the history, unless the previous request was the same.
func (f *follower) sent(m wire.RequestMessage) {
	line := wire.AppendRequest(nil, m)
	if n := len(f.past); n > 0 && string(wire.AppendRequest(nil, f.past[n-1])) == string(line) {
		return
	}
	m.Fields = slices.Clone(m.Fields)
	f.past = append(f.past, m)
	if t := f.rec.Target(); t != "" && f.rec.Label(t) == "" && !f.o.Recording {
		f.o.State.Sent(state.RequestOf(t, m))
		f.remembered("")
	}
}

// history prints the requests that were sent to this target, most recent first, or makes
// one of them the next request.
func (f *follower) history(arg string) {
	all := f.past
	if t := f.rec.Target(); f.rec.Label(t) == "" && f.o.State != nil {
		all = nil
		for _, r := range f.o.State.History(t) {
			if r.Raw == "" {
				all = append(all, r.Message())
			}
		}
		if len(all) == 0 { // nothing is stored, or the request contained a secret and was not stored
			all = f.past
		}
	}
	all = slices.Clone(all)
	slices.Reverse(all)
	all = all[:min(len(all), mostPast)]
	if len(all) == 0 {
		f.say("Nothing was sent to this server yet.")
		return
	}
	if arg == "" {
		for i, m := range all {
			s, _ := session.Masked(m.Method + " " + m.Target + " " + m.Proto)
			f.say("  %d: %s", i+1, text.SafeUpTo(s, longest))
		}
		return
	}
	if n, ok := f.number(arg, 0, len(all)); ok {
		f.next = all[n-1]
		f.sayNext()
	}
}
