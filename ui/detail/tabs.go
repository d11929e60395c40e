package detail

import (
	"linger/ui/text"
	"linger/ui/theme"
)

// A Tab is one of the questions that the pane answers.
type Tab uint8

// The tabs, in order. [Life] stands only for a connection: it is called Ended
// once the connection has ended, Open before.
const (
	Why Tab = iota
	Clients
	Request
	Response
	Body
	Wire
	Timing
	Findings
	Life
)

// tabs says what each tab is called and how its view is built.
var tabs = [...]struct {
	name  string
	build func(*scene) view
}{
	Why:      {"Why", whyView},
	Clients:  {"Clients", clientsView},
	Request:  {"Request", requestView},
	Response: {"Response", responseView},
	Body:     {"Body", bodyView},
	Wire:     {"Wire", wireView},
	Timing:   {"Timing", timingView},
	Findings: {"Findings", findingsView},
	Life:     {"Ended", lifeView},
}

var (
	ofExchange   = []Tab{Why, Clients, Request, Response, Body, Wire, Timing, Findings}
	ofConnection = []Tab{Life, Clients, Wire, Timing, Findings}
)

// String is the tab's name.
func (t Tab) String() string { return tabs[t].name }

// tabRow is the row of tabs and the rule below it, the chosen one bold over a
// thick stroke. Where not all fit, names before the chosen one are left out.
func (m *Model) tabRow() (names, line string) {
	th, w := m.th, m.scene.w
	list := m.tabs()
	first := 0
	for first < len(list) && m.tabEnd(list[first:]) > w && list[first] != m.tab() {
		first++
	}
	var n, l []byte
	used := 1
	n, l = append(n, ' '), th.Rule.Append(l, th.Glyphs.Horizontal)
	for _, t := range list[first:] {
		name := m.tabName(t)
		k := text.Width(name)
		if used+k > w {
			break
		}
		sep := min(2, w-used-k)
		if t == m.tab() {
			n, l = th.Key.Append(n, name), th.Accent.Append(l, text.Repeat(th.Glyphs.Max, k))
		} else {
			n, l = th.Muted.Append(n, name), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, k))
		}
		n, l = append(n, text.Spaces(sep)...), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, sep))
		used += k + sep
	}
	modes := m.modeSpans()
	free := w - used - 1
	if c := cells(modes); c > 0 && c <= free {
		n = append(n, text.Spaces(free-c)...)
		for _, s := range modes {
			n = s.tok.of(th).Append(n, s.text)
		}
		n = append(n, ' ')
	} else {
		n = append(n, text.Spaces(w-used)...)
	}
	return string(n), string(th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, w-used)))
}

// tabEnd is the column in which the last of those tabs ends.
func (m *Model) tabEnd(list []Tab) int {
	end := -1
	for _, t := range list {
		end += 2 + text.Width(m.tabName(t))
	}
	return end
}

// modeSpans are the ways to show bytes, the chosen one in bold.
func (m *Model) modeSpans() []span {
	if t := m.tab(); t != Wire && t != Body {
		return nil
	}
	out := []span{own(key, "v")}
	for i, name := range modeNames {
		t := muted
		if mode(i) == m.scene.mode {
			t = strong
		}
		out = append(out, gap(2), own(t, name))
	}
	return out
}

// tabName is the name with what it counts.
func (m *Model) tabName(t Tab) string {
	switch {
	case t == Life && m.scene.conn != nil && m.scene.conn.State.Open():
		return "Open"
	case t == Findings:
		if n := len(m.scene.findings()); n > 0 {
			return "Findings " + text.Number(int64(n))
		}
	}
	return tabs[t].name
}

// A mode is a way to show bytes.
type mode uint8

const (
	asText mode = iota
	asHex
	asBoth
)

var modeNames = [...]string{asText: "text", asHex: "hex", asBoth: "both"}

func (m mode) next() mode { return (m + 1) % mode(len(modeNames)) }

// ink is the theme in which a row is drawn.
func ink(th *theme.Theme, cursor bool) *theme.Theme {
	if cursor {
		return th.Selected
	}
	return th
}
