package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/wire/format"
)

// farAway is the round-trip time that one of the keys sets. It makes the race zone long
// enough to lose a request by hand.
const farAway = 300 * time.Millisecond

// A distanceOverlay asks for the round-trip time to the practice server on the next
// connection.
type distanceOverlay struct {
	inert
	away  time.Duration // the round-trip time of this connection
	in    *field.Field  // the field for a round-trip time; nil while it is closed
	wrong string        // why the value of the field cannot be used
	again func()
	over  func(roundTrip time.Duration)
}

func (d *desk) askDistance() {
	d.open(&distanceOverlay{
		away:  d.src.Away,
		again: func() { d.connectAgain(session.Reconnect{}) },
		over: func(roundTrip time.Duration) {
			d.src.Away = roundTrip
			d.connectAgain(d.src.Distant(roundTrip))
		},
	})
}

func (o *distanceOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if o.in != nil {
		o.typing(b, k)
		return nil, true
	}
	switch action := b.bindings().ActionOf(k.String()); {
	case action == keys.Send, action == keys.Reconnect:
		b.leave()
		o.again()
	case action == keys.Quit:
		b.leave()
	case k.String() == "a":
		b.leave()
		o.over(farAway)
	case k.String() == "n" && o.away > 0:
		b.leave()
		o.over(0)
	case k.String() == "c":
		o.in = field.New("40ms")
	}
	return nil, true
}

// typing passes a key to the field.
func (o *distanceOverlay) typing(b bench, k tea.KeyPressMsg) {
	if keys.InField(k.String()) != keys.Send {
		o.update(b, k)
		return
	}
	trip, err := time.ParseDuration(o.in.Value())
	switch {
	case err != nil || trip < 0:
		o.wrong = "Write a duration with its unit, such as 40ms or 1.5s."
	case trip > FarthestAway:
		o.wrong = "The round trip is " + format.Seconds(FarthestAway) + " at most."
	default:
		b.leave()
		o.over(trip)
	}
}

func (o *distanceOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	if o.in != nil {
		o.in.Update(msg)
		o.wrong = ""
	}
	return nil
}

// escape closes the field if it is open, and the overlay otherwise.
func (o *distanceOverlay) escape(b bench) {
	if o.in == nil {
		b.leave()
		return
	}
	o.in, o.wrong = nil, ""
}

func (o *distanceOverlay) draw(f *frame) {
	d := newDialog(f)
	if o.in != nil {
		o.drawField(d)
	} else {
		o.drawChoices(d)
	}
	d.blank()
	d.say(f.th.Muted, "Only for the built-in practice server. linger --away 300ms starts with it.")
	d.blank()
	d.draw(f, "Reconnect", "esc cancels")
}

func (o *distanceOverlay) drawChoices(d *dialog) {
	again := "at once"
	if o.away > 0 {
		again += ", with the round trip of " + format.Duration(o.away) + " as before"
	}
	d.key("enter", again)
	d.key("a", "with a round trip of "+format.Duration(farAway)+": the race zone is "+format.Duration(farAway)+" wide")
	d.key("c", "choose another round trip")
	if o.away > 0 {
		d.key("n", "without a round trip")
	}
}

func (o *distanceOverlay) drawField(d *dialog) {
	d.row("  " + d.th.Muted.Render("round trip  ") + o.in.Row(max(1, d.w-15)) + " ")
	if o.wrong != "" {
		d.say(d.th.Race, d.th.Glyphs.Error+" "+o.wrong)
	}
	d.blank()
	d.key("enter", "reconnect")
	d.key("esc", "go back")
}

func (*distanceOverlay) covers() cover { return coverSome }

func (o *distanceOverlay) hints(keys.State) []keys.Hint {
	if o.in != nil {
		return []keys.Hint{{Action: keys.Send, Words: "connect"}, {Action: keys.Back, Words: "back"}}
	}
	hints := []keys.Hint{{Action: keys.Send, Words: "reconnect"}, {Key: "a", Words: format.Duration(farAway) + " away"}, {Key: "c", Words: "choose"}}
	if o.away > 0 {
		hints = append(hints, keys.Hint{Key: "n", Words: "near"})
	}
	return append(hints, keys.Hint{Action: keys.Back, Words: "cancel"})
}
