package detail

import (
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
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

// A tabPlace is where a tab stands in its row: the cells from from to to.
type tabPlace struct {
	tab      Tab
	name     string
	from, to int
}

// placeTabs says where each tab stands. Where not all fit, counts are left out
// first, then names before the chosen one, then those at the end; cut says where.
func (m *Model) placeTabs(found tally) (out []tabPlace, cutBefore, cutAfter bool) {
	w, list := m.scene.w, m.tabs()
	if tabsEnd(m.labels(list, found)) > w {
		found.n = 0
	}
	labels := m.labels(list, found)
	first := 0
	for first < len(list) && tabsEnd(labels[first:]) > w && list[first] != m.tab() {
		first++
	}
	used := 1
	for i, t := range list[first:] {
		name, sep := labels[first+i], 2
		if i == 0 {
			sep = 0
		}
		k, room := text.Width(name), w-used-sep
		if last := first+i == len(list)-1; k > room || !last && k+1 > room {
			return out, first > 0, true
		}
		out = append(out, tabPlace{t, name, used + sep, used + sep + k})
		used += sep + k
	}
	return out, first > 0, false
}

// tabRow is the row of tabs and the rule below it, the chosen one bold over a
// thick stroke; a mark says where some are cut.
func (m *Model) tabRow() (names, line string) {
	th, w := m.th, m.scene.w
	found := m.found.count(&m.scene, m.built)
	places, before, after := m.placeTabs(found)
	var n, l []byte
	n, l = th.Muted.Append(n, cutMark(before)), th.Rule.Append(l, th.Glyphs.Horizontal)
	used := 1
	for _, p := range places {
		k, sep := p.to-p.from, p.from-used
		n, l = append(n, text.Spaces(sep)...), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, sep))
		if p.tab == m.tab() {
			n, l = th.Key.Append(n, p.name), th.Accent.Append(l, text.Repeat(th.Glyphs.Max, k))
		} else {
			n, l = found.tok(p.tab).of(th).Append(n, p.name), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, k))
		}
		used = p.to
	}
	if after && used < w {
		n, l = th.Muted.Append(n, cutMark(after)), th.Rule.Append(l, th.Glyphs.Horizontal)
		used++
	}
	n = m.appendModes(n, w-used)
	return string(n), string(th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, w-used)))
}

// TabAt is the tab that stands in a cell of the first row; not ok where none
// does.
func (m *Model) TabAt(x int) (t Tab, ok bool) {
	if m.scene.conn == nil {
		return 0, false
	}
	places, _, _ := m.placeTabs(m.found.count(&m.scene, m.built))
	for _, p := range places {
		if x >= p.from && x < p.to {
			return p.tab, true
		}
	}
	return 0, false
}

// cutMark is the cell before the first tab and after the last. There is room for
// one: in ASCII, too, where the theme's own mark takes three.
func cutMark(cut bool) string {
	if cut {
		return "…"
	}
	return " "
}

// appendModes ends the row of tabs with the ways to show bytes, where there is
// room for them.
func (m *Model) appendModes(b []byte, free int) []byte {
	modes := m.modeSpans()
	c := cells(modes)
	if c == 0 || c+1 > free {
		return append(b, text.Spaces(free)...)
	}
	b = append(b, text.Spaces(free-1-c)...)
	for _, s := range modes {
		b = s.tok.of(m.th).Append(b, s.text)
	}
	return append(b, ' ')
}

// tabsEnd is the column in which the last of those names ends.
func tabsEnd(names []string) int {
	end := -1
	for _, n := range names {
		end += 2 + text.Width(n)
	}
	return end
}

// modeSpans are the ways to show bytes, the chosen one in bold.
func (m *Model) modeSpans() []span {
	if t := m.tab(); t != Wire && t != Body {
		return nil
	}
	out := []span{own(key, "v")}
	for _, at := range []mode{asHex, asText, asBoth} {
		t := muted
		if at == m.scene.mode {
			t = strong
		}
		out = append(out, gap(2), own(t, modeNames[at]))
	}
	return out
}

// labels are the names of tabs, with what they count.
func (m *Model) labels(list []Tab, found tally) []string {
	out := make([]string, len(list))
	for i, t := range list {
		switch {
		case t == Life && m.scene.conn != nil && m.scene.conn.State != record.Ended:
			out[i] = "Open"
			if !m.scene.conn.State.Open() {
				out[i] = "Dial"
			}
		case t == Findings && found.n > 0:
			out[i] = tabs[t].name + " " + format.Number(int64(found.n))
		default:
			out[i] = tabs[t].name
		}
	}
	return out
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
