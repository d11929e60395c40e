package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire/format"
)

// A faultOverlay is the menu of faults that a relay applies to new connections. It shows
// a fault as set only after the relay has reported the fault in an event.
type faultOverlay struct {
	inert
	rows  []faultRow
	at    int
	typed *field.Field // the field for the value of the selected row; nil while it is closed
	open  int          // number of open connections, which keep their faults
	w, h  int
}

// A faultRow is one fault: its name, an example value, what it does, and its current
// value.
type faultRow struct{ name, example, does, value string }

func (d *desk) faultMenu() {
	o := &faultOverlay{}
	for _, f := range d.src.Faults {
		name, example, _ := strings.Cut(f[0], "=")
		o.rows = append(o.rows, faultRow{name: name, example: example, does: f[1]})
	}
	o.take(d.rec.Faults)
	d.open(o)
}

// take parses the list of faults that are set: "latency=50ms, drop-connection-header".
func (o *faultOverlay) take(set string) {
	for i := range o.rows {
		o.rows[i].value = ""
	}
	for word := range strings.SplitSeq(set, ", ") {
		name, value, has := strings.Cut(word, "=")
		for i := range o.rows {
			if r := &o.rows[i]; r.name == name {
				if r.value = value; !has {
					r.value = "on"
				}
			}
		}
	}
}

func (o *faultOverlay) refresh(s *scene) {
	o.take(s.rec.Faults)
	o.open = s.clock.Watch.Open
	o.w, o.h = windowSize(s.plan, 112, len(o.rows)+9)
}

const (
	faultName  = 26
	faultValue = 12
)

func (o *faultOverlay) draw(f *frame) {
	th, w := f.th, o.w-2
	rows := []string{""}
	for i := range o.rows {
		rows = append(rows, o.row(f, i))
	}
	say := func(label, words string) {
		rows = append(rows, th.Muted.Render(text.Pad("   "+label, faultName+3))+th.Text.Render(th.Fit(words, max(0, w-faultName-3))))
	}
	rows = append(rows, "")
	say("affects", "new connections; "+format.Number(int64(o.open))+" open ones stay as they are")
	say("marked", "as caused by the relay, not by either side")
	for i, r := range rows {
		rows[i] = text.Pad(r, w)
	}
	in := f.window("Fault", "enter sets "+th.Glyphs.Dot+" space off "+th.Glyphs.Dot+" x all off", "esc closes", o.w, o.h, rows)
	f.takes(in, func(_ bench, _, y int) string {
		if y < 1 || y > len(o.rows) {
			return ""
		}
		was := o.at
		if o.at = y - 1; o.at != was {
			o.typed = nil
		}
		return onSecond(o.at == was)
	})
}

func (o *faultOverlay) row(f *frame, i int) string {
	r, th := &o.rows[i], f.th
	cursor, name := " ", th.Text
	if i == o.at {
		cursor, name = th.Key.Render(th.Glyphs.Cursor), th.Strong
	}
	value, style := r.value, th.Caution
	if value == "" {
		value, style = "off", th.Muted
	}
	shown := style.Render(text.Pad(th.Cut(value, faultValue-1), faultValue))
	if i == o.at && o.typed != nil {
		shown = o.typed.Row(faultValue)
	}
	return " " + cursor + " " + name.Render(text.Pad(r.name, faultName)) + shown + th.Muted.Render(th.Fit(r.does, max(0, o.w-2-3-faultName-faultValue)))
}

func (o *faultOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	r := &o.rows[o.at]
	switch keys.InField(k.String()) {
	case keys.Up:
		o.at, o.typed = max(0, o.at-1), nil
		return nil, true
	case keys.Down:
		o.at, o.typed = min(len(o.rows)-1, o.at+1), nil
		return nil, true
	case keys.Send:
		o.set(b, r)
		return nil, true
	}
	switch k.String() {
	case "space":
		r.value, o.typed = "", nil
		o.give(b)
	case "x":
		for i := range o.rows {
			o.rows[i].value = ""
		}
		o.typed = nil
		o.give(b)
	default:
		if r.example != "" {
			if o.typed == nil {
				o.typed = field.New("")
			}
			o.typed.Update(k)
		}
	}
	return nil, true
}

// set sets the selected fault to the typed value, or to the example if the user typed
// none.
func (o *faultOverlay) set(b bench, r *faultRow) {
	switch {
	case r.example == "":
		r.value = "on"
	case o.typed != nil && o.typed.Value() != "":
		r.value = o.typed.Value()
	default:
		r.value = r.example
	}
	o.typed = nil
	o.give(b)
}

// give sends the faults that are set to the relay.
func (o *faultOverlay) give(b bench) {
	var set []string
	for _, r := range o.rows {
		switch {
		case r.value == "":
		case r.example == "":
			set = append(set, r.name)
		default:
			set = append(set, r.name+"="+r.value)
		}
	}
	b.do(session.Interfere{Faults: strings.Join(set, ", ")})
}

func (o *faultOverlay) escape(b bench) {
	if o.typed != nil {
		o.typed = nil
		return
	}
	b.leave()
}

func (*faultOverlay) covers() cover { return coverSome }

func (*faultOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Key: "↑↓", Words: "fault"}, {Action: keys.Send, Words: "set"}, {Key: "space", Words: "off"}, {Key: "x", Words: "all off"}, {Action: keys.Back, Words: "close"}}
}
