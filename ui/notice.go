package ui

import (
	"math"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/words"
)

// A notice stands in the row now for a while: why a key cannot be used, what
// was copied.
type notice struct {
	text    string
	shorter []string      // the same in fewer words, for narrow screens
	until   time.Duration // on the session's clock
}

const (
	noticeFor = 3 * time.Second
	letterFor = 60 * time.Millisecond // for each of its letters a notice stands longer
	never     = time.Duration(math.MaxInt64)
)

// report says what was written, copied or begun, until the next key: the person may look
// elsewhere meanwhile.
func (d *desk) report(s string, shorter ...string) {
	d.say(s, shorter...)
	d.notice.until = never
}

func (d *desk) say(s string, shorter ...string) {
	d.notice = notice{s, shorter, d.now + noticeFor + time.Duration(len(s))*letterFor}
	if d.src.Recording { // its clock stands still, or is the recording's: the next key takes the notice away
		d.notice.until = never
	}
}

// summarize says what came of long work, until the next key, and at the foot of the
// list, until something else is sent.
func (d *desk) summarize() {
	if d.rec.Work.Kind == session.WorkWait {
		return
	}
	forms := words.Summary(d.rec)
	s, _ := d.rec.Summary()
	d.list.SetSummary(len(s.Lost) > 0, forms...)
	if len(forms) > 0 {
		d.say(forms[0], forms[1:]...)
		d.notice.until = never
	}
}

// sayBounds says once that memory is bounded, when a part of the oldest exchanges is
// discarded, and where all of it is.
func (d *desk) sayBounds() {
	if d.bounded || d.rec.Discarded() == (record.Discarded{}) {
		return
	}
	d.bounded = true
	where := ""
	switch {
	case d.src.Player != nil:
		where = " < goes back to them."
	case d.log != nil:
		where = " The recording has them."
	case !d.src.Recording || d.relays():
		where = " r records what follows."
	}
	d.say("Memory is bounded: bytes of the oldest exchanges are discarded."+where, "The oldest bytes are discarded: memory is bounded.")
}

// expire takes the notice away once it has stood long enough.
func (d *desk) expire() {
	if d.now >= d.notice.until {
		d.notice = notice{}
	}
}

// fitting returns the notice in words that the row of a screen w cells wide has
// room for.
func (n *notice) fitting(w int) string {
	x, _ := layout.Bar(w)
	return words.Fit(w-1-x, append([]string{n.text}, n.shorter...)...)
}
