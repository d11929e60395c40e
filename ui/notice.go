package ui

import (
	"math"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/words"
)

// A notice is a message that temporarily replaces the text of the "now" row. It says, for
// example, why a key cannot be used, or what was copied.
type notice struct {
	text    string
	shorter []string      // shorter forms, for narrow screens
	until   time.Duration // on the session's clock
}

const (
	noticeFor = 3 * time.Second
	letterFor = 60 * time.Millisecond // additional time for each character of a notice
	never     = time.Duration(math.MaxInt64)
)

// report shows a notice that something was written, copied or started. The notice stays
// until the next key press, because the user may not be looking at the screen.
func (d *desk) report(s string, shorter ...string) {
	d.say(s, shorter...)
	d.notice.until = never
}

func (d *desk) say(s string, shorter ...string) {
	d.notice = notice{s, shorter, d.now + noticeFor + time.Duration(len(s))*letterFor}
	if d.src.Recording { // the clock is stopped or follows the recording, so the notice stays until the next key press
		d.notice.until = never
	}
}

// summarize shows the result of a long task in the "now" row until the next key press,
// and at the foot of the list until the next request is sent.
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

// sayBounds shows a notice when linger first discards bytes of the oldest exchanges. If
// possible, the notice says where these bytes can still be seen, or how to record later
// ones.
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
	d.say("Memory limit reached: linger discards bytes of the oldest exchanges."+where, "Memory limit: the oldest bytes are discarded.")
}

// expire removes the notice when its time is up.
func (d *desk) expire() {
	if d.now >= d.notice.until {
		d.notice = notice{}
	}
}

// fitting returns the longest form of the notice that fits in a row of w cells.
func (n *notice) fitting(w int) string {
	x, _ := layout.Bar(w)
	return words.Fit(w-1-x, append([]string{n.text}, n.shorter...)...)
}
