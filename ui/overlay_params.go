package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/text"
)

// A paramsOverlay edits the parameters of a scenario.
type paramsOverlay struct {
	inert
	scenario Scenario
	fields   []*field.Field
	at, top  int
	accept   func(target string)
}

// editParams opens the form for the parameters of a scenario. If the next request is for
// that scenario, the form has the values from that request.
func (d *desk) editParams(s Scenario) {
	if len(s.Params) == 0 {
		d.say(s.Path + " has no parameters.")
		return
	}
	o := &paramsOverlay{scenario: s, accept: func(target string) { d.leave(); d.prepare(s, target) }}
	for _, v := range s.values(d.next.Target) {
		o.fields = append(o.fields, field.New(v))
	}
	d.open(o)
}

func (o *paramsOverlay) target() string {
	values := make([]string, len(o.fields))
	for i, f := range o.fields {
		values[i] = f.Value()
	}
	return o.scenario.target(values)
}

func (o *paramsOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch keys.InField(k.String()) {
	case keys.Send:
		b.leave()
		o.accept(o.target())
	case keys.Up:
		o.at = max(0, o.at-1)
	case keys.Down, keys.NextPane:
		o.at = (o.at + 1) % len(o.fields)
	default:
		o.update(b, k)
	}
	return nil, true
}

func (o *paramsOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	o.fields[o.at].Update(msg)
	return nil
}

// refresh scrolls to the parameter under the cursor.
func (o *paramsOverlay) refresh(s *scene) {
	room := max(1, s.plan.Body.H-8)
	o.top = max(min(o.top, o.at), o.at-room+1)
}

func (o *paramsOverlay) draw(f *frame) {
	d, th := newDialog(f), f.th
	names := 0
	for _, p := range o.scenario.Params {
		names = max(names, text.Width(p.Name))
	}
	room := max(1, f.plan.Body.H-8)
	for i := o.top; i < min(len(o.fields), o.top+room); i++ {
		p := o.scenario.Params[i]
		sign, value := "  ", th.Text.Render(th.Fit(text.Safe(o.fields[i].Value()), 14))
		if i == o.at {
			sign, value = th.Key.Render(th.Glyphs.Cursor)+" ", o.fields[i].Row(14)
		}
		d.row("  " + sign + th.Strong.Render(text.Pad(p.Name, names)) + "  " + value + text.Spaces(max(0, d.w-names-20)))
		d.clicked(func() string { o.at = i; return "" })
	}
	d.blank()
	d.say(th.Muted, o.scenario.Params[o.at].About)
	d.line(th.Text, "GET "+text.SafeUpTo(o.target(), d.w))
	d.draw(f, "Parameters of "+o.scenario.Path, "esc back")
}

func (*paramsOverlay) covers() cover { return coverSome }

func (*paramsOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "make it the next request"}, {Key: "↑↓", Words: "parameter"}, {Action: keys.Back, Words: "back"}}
}
