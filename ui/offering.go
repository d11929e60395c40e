package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// offering asks whether to go on to another origin, to which a Location leads.
type offering struct {
	response int // whose Location it is
	conn     int // the connection that would be ended; 0: none is open
	from, to session.Target
	next     wire.RequestMessage // for there
	base     wire.RequestMessage // what presets build on there
	left     []string            // fields that are not carried there
	command  session.Retarget
}

func (m *Model) offer(e *record.Exchange, from, to session.Target, next wire.RequestMessage, left []string) {
	o := &offering{response: e.ID, from: from, to: to, left: left}
	var err error
	if o.command, o.next, err = m.retarget(to, next); err != nil {
		m.say("Location leads to " + to.String() + ", which cannot be reached from here: " + err.Error() + ".")
		return
	}
	base, _ := session.Redirected(m.composer.Base(), e.Facts.Status, from, to, next.Target)
	o.base = o.command.Forward(base)
	o.left = slices.DeleteFunc(o.left, func(name string) bool { // the proxy gets its own again
		return slices.ContainsFunc(o.next.Fields, func(f wire.HeaderField) bool { return f.Name == name })
	})
	if c := m.watched(); c != nil && c.State.Open() {
		o.conn = c.ID
	}
	m.over = o
}

func (o *offering) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch k.String() {
	case "enter", "y":
		o.accept(m)
	case "n", "q":
		m.over = nil
	}
	return nil, true
}

// accept ends the connection, connects there, and sends.
func (o *offering) accept(m *Model) {
	m.over, m.next = nil, o.next
	m.composer.Rebase(o.base, o.next)
	m.opt.Engine.Do(o.command)
	m.send()
	if len(o.left) > 0 {
		m.say(o.dropped("to " + text.Safe(o.to.String())))
	}
}

// dropped says which fields are not carried to a place.
func (o *offering) dropped(to string) string {
	verb := " is"
	if len(o.left) > 1 {
		verb = " are"
	}
	return text.Safe(strings.Join(o.left, ", ")) + verb + " not carried " + to + "."
}

func (o *offering) draw(m *Model, rows []string) {
	w := min(84, m.w-4)
	lines := o.rows(m, w-2)
	m.window(rows, "Location leads to another origin", "esc stays", w, len(lines)+2, func(w, h int) []string {
		if len(lines) > h { // the keys are in the footer, too
			lines = slices.DeleteFunc(lines, func(s string) bool { return strings.TrimSpace(s) == "" })
		}
		for len(lines) < h {
			lines = append(lines, text.Spaces(w))
		}
		return lines[:h]
	})
}

// rows are what would be done, in rows of w cells.
func (o *offering) rows(m *Model, w int) (out []string) {
	th := m.th
	add := func(s string) { out = append(out, s) }
	say := func(words string) {
		for _, l := range text.Wrap(words, w-4) {
			add(th.Text.Render("  " + th.Fit(l, w-3) + " "))
		}
	}
	key := func(key, words string) {
		for i, l := range text.Wrap(words, w-12) {
			if i > 0 {
				key = ""
			}
			add("  " + th.Key.Render(text.Pad(key, 8)) + th.Text.Render(th.Fit(l, w-11)+" "))
		}
	}
	blank := func() { add(text.Spaces(w)) }
	blank()
	add("  " + th.Strong.Render(th.Fit(text.SafeUpTo(o.to.String()+strings.TrimPrefix(o.next.Target, o.to.String()), w), w-3)) + " ")
	say("is what response " + itoa(o.response) + " names; this is " + text.Safe(o.from.String()) + ".")
	if len(o.left) > 0 {
		blank()
		for _, l := range text.Wrap(o.dropped("there"), w-4) {
			add(th.Caution.Render("  " + th.Fit(l, w-3) + " "))
		}
	}
	blank()
	key("enter", o.does())
	key("esc", "stays here")
	if o.to.TLS {
		blank()
		words := "The options of TLS stay as they are."
		if !m.rec.Start.Verify {
			words = "The options of TLS stay as they are: the certificate is not verified there either."
		}
		say(words)
	}
	blank()
	return out
}

// does is what enter does.
func (o *offering) does() string {
	s := "connects there and sends "
	if o.conn > 0 {
		s = "ends connection " + itoa(o.conn) + " in order, connects there and sends "
	}
	s += text.Safe(o.next.Method)
	if n := len(o.next.Content); n > 0 {
		s += " with " + format.Count(n, "byte") + " of content"
	}
	return s
}

func (*offering) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "connect there"}, {Action: keys.Back, Words: "stay here"}}
}
