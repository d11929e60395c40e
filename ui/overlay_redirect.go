package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// A redirectOverlay asks whether to go on to another origin, to which a Location
// leads.
type redirectOverlay struct {
	inert
	response int // whose Location it is
	conn     int // the connection that would be ended; 0: none is open
	from, to session.Target
	next     wire.RequestMessage // for there
	left     []string            // fields that are not carried there
	verify   bool                // certificates are verified
	accept   func()              // goes there
}

func (o *redirectOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch keys.ActionOf(k.String()) {
	case keys.Send:
		b.leave()
		o.accept()
	case keys.Quit:
		return nil, false
	}
	return nil, true
}

// dropped says which fields are not carried to a place.
func (o *redirectOverlay) dropped(to string) string {
	verb := " is"
	if len(o.left) > 1 {
		verb = " are"
	}
	return text.Safe(strings.Join(o.left, ", ")) + verb + " not carried " + to + "."
}

func (o *redirectOverlay) draw(f *frame) {
	w := min(84, f.plan.W-4)
	rows := o.rows(f, w-2)
	w, h := windowSize(f.plan, w, len(rows)+2)
	if len(rows) > h-2 { // the keys are in the footer as well
		rows = slices.DeleteFunc(rows, func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	f.window("Location leads to another origin", "esc stays", w, h, rows)
}

// rows returns what would be done, in rows of w cells.
func (o *redirectOverlay) rows(f *frame, w int) (out []string) {
	th := f.th
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
		if !o.verify {
			words = "The options of TLS stay as they are: the certificate is not verified there either."
		}
		say(words)
	}
	blank()
	return out
}

// does returns what enter does.
func (o *redirectOverlay) does() string {
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

func (*redirectOverlay) covers() cover { return coverSome }

func (*redirectOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "connect there"}, {Action: keys.Back, Words: "stay here"}}
}
