package ui

import (
	"strings"

	"linger/session"
	"linger/session/state"
	"linger/ui/text"
)

// A memory is the data that a desk remembers from earlier runs and stores for later ones.
type memory struct {
	store   *state.Store
	problem string // a sentence that the desk has not shown yet
	target  string // the target whose history and limit the desk has loaded
	visited string // the server of the last connection
}

// practiceTarget is the name under which linger stores data about the practice server,
// whose port differs in each run.
const practiceTarget = "practice"

// recall loads what linger remembers about a target when the session connects to it, and
// records the visit.
func (d *desk) recall() {
	m := &d.mem
	if m.store != nil && !d.src.Recording {
		if t := d.rec.Target(); t != "" && t != m.target {
			m.target = t
			d.recallTarget(t)
		}
		if c := d.watched(); c != nil && c.State.Open() && c.Target != m.visited {
			m.visited = c.Target
			if d.rec.Label(c.Target) == "" {
				m.store.Visited(c.Target)
			}
		}
	}
	d.remembered()
}

func (d *desk) recallTarget(t string) {
	if d.rec.Label(t) != "" {
		d.composer.Recall(forPractice(d.mem.store.History(practiceTarget), t))
		return
	}
	d.composer.Recall(d.mem.store.History(t))
	if l, ok := d.mem.store.Limit(t); ok {
		d.do(session.Learn{Measured: session.Measured{Target: t, Low: l.Low, High: l.High, Closes: l.Closes, On: l.At}})
	}
}

// forPractice returns requests that earlier runs sent to their practice servers, with the
// port of the current practice server in Host.
func forPractice(rs []state.Request, target string) []state.Request {
	t, _, err := session.ParseTarget(target)
	if err != nil {
		return nil
	}
	for i := range rs {
		for k := range rs[i].Fields {
			f := &rs[i].Fields[k]
			if strings.EqualFold(f.Name, "Host") && strings.HasPrefix(f.Value, t.Host+":") {
				f.Value, f.Line = t.Authority(), ""
			}
		}
	}
	return rs
}

// keepRequest stores a request that was sent.
func (d *desk) keepRequest(r state.Request) {
	if r.Target = d.rec.Target(); r.Target == "" || d.src.Recording {
		return
	}
	if d.rec.Label(r.Target) != "" {
		r.Target = practiceTarget
	}
	d.mem.store.Sent(r)
	d.remembered()
}

// learn adds the measurements of a probe to the session and stores them.
func (d *desk) learn(m session.Measured) {
	d.do(session.Learn{Measured: m})
	if d.rec.Label(m.Target) == "" {
		d.mem.store.Measured(state.Limit{Target: m.Target, Low: m.Low, High: m.High, Closes: m.Closes})
	}
	d.remembered()
}

// remembered shows a problem with stored data until the next key is pressed.
func (d *desk) remembered() {
	m := &d.mem
	if p := m.store.Problem(); p != "" {
		m.problem = strings.TrimSpace(m.problem + " " + p)
	}
	if m.problem != "" {
		d.say(text.Safe(m.problem))
		d.notice.until = never
		m.problem = ""
	}
}
