package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session/replay"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/seekbar"
	"linger/ui/text"
	"linger/ui/words"
)

// replayed shows the record of the player after the position has changed.
func (d *desk) replayed() {
	d.rec, d.first = d.src.Player.Record(), false
	d.now = d.time()
	d.list.Sync(d.rec)
	d.makeHome()
	d.show()
	if err := d.src.Player.Err(); err != nil {
		d.say("The log cannot be read: "+text.Safe(err.Error())+".", "The log cannot be read.")
	}
}

// frameOfReplay is the time between two frames while linger plays a log.
const frameOfReplay = 50 * time.Millisecond

// replayPace returns the time until the next change of a replay, or 0 while it is paused.
func (d *desk) replayPace() time.Duration {
	if p := d.src.Player; p != nil && p.Playing() {
		return frameOfReplay
	}
	return 0
}

// lookAgain is the interval at which linger checks a log that may still grow.
const lookAgain = 250 * time.Millisecond

// A grownMsg tells the desk to read what was added to its log.
type grownMsg struct{ desk *desk }

func (d *desk) followLog() tea.Cmd {
	return tea.Tick(lookAgain, func(time.Time) tea.Msg { return grownMsg{d} })
}

func (msg grownMsg) apply(*Model) tea.Cmd {
	d := msg.desk
	if d.ctx.Err() != nil {
		return nil
	}
	switch d.src.Player.Follow() {
	case replay.ChangeGrew:
		d.replayed()
	case replay.ChangeReplaced:
		d.marks = nil
		d.say("Another log was written to "+text.Safe(d.src.Name)+". This is its end.", "Another log was written to the file.")
		d.replayed()
	}
	return d.followLog()
}

// comes returns a summary of the log after the position, for the detail and for the list.
func (d *desk) comes() (next detail.Coming, rest string) {
	if d.src.Player == nil {
		return next, rest
	}
	c := d.src.Player.Coming()
	if len(c.Next) > 0 {
		w := d.rec.Newest()
		next = detail.Coming{At: c.Next[0].At, What: words.Ahead(c.Next), Silent: w == nil || w.Oldest() == nil}
	}
	return next, words.StillToCome(c)
}

// seekbar returns the values of the time bar.
func (d *desk) seekbar() *seekbar.Bar {
	p := d.src.Player
	step, of := p.Step()
	wall := d.rec.Start.Wall
	if wall.IsZero() {
		wall = p.Header().Wall
	}
	return &seekbar.Bar{Theme: d.th, Width: d.plan.W, Now: p.Now(), End: p.End(), Wall: wall, Speed: p.Speed(), Skips: p.Skips(), Playing: p.Playing(), Follows: p.Follows(),
		Step: step, Of: of, Closes: p.Closes(), Marks: p.Marks(), Silences: p.Silences()}
}

// pressPlayer handles a key of the replay, and reports whether k is such a key.
func (d *desk) pressPlayer(k tea.KeyPressMsg) bool {
	p := d.src.Player
	if p == nil {
		return false
	}
	switch d.bound.InReplay(k.String()) {
	case keys.Play:
		p.Play(time.Now())
	case keys.Speed:
		p.Faster()
	case keys.SkipSilence:
		d.skipSilence()
	case keys.SeekBack:
		p.Seek(p.Now() - d.seekbar().Cell())
	case keys.SeekOn:
		p.Seek(p.Now() + d.seekbar().Cell())
	case keys.StepOn:
		p.StepBy(1)
	case keys.StepBack:
		p.StepBy(-1)
	case keys.NextExchange:
		d.goToStop(p.Next, replay.StopExchange, "No exchange begins after this moment.")
	case keys.ExchangeBefore:
		d.goToStop(p.Previous, replay.StopExchange, "No exchange begins before this moment.")
	case keys.NextClose:
		d.goToStop(p.Next, replay.StopClose, "No connection ends after this moment.")
	case keys.CloseBefore:
		d.goToStop(p.Previous, replay.StopClose, "No connection ends before this moment.")
	case keys.NextMark:
		d.nextMark()
	default:
		return false
	}
	d.replayed()
	return true
}

// skipSilence switches between shortened silence and silence at its full length.
func (d *desk) skipSilence() {
	p := d.src.Player
	p.Skip()
	if p.Skips() {
		d.say("Silence of more than 2 s is shortened while the log is played. Z plays all of it.", "Silence of more than 2 s is shortened. Z plays all of it.")
		return
	}
	d.say("Silence is played at its full length.")
}

func (d *desk) goToStop(move func(replay.Stop) bool, s replay.Stop, none string) {
	if !move(s) {
		d.say(none)
	}
}

// nextMark goes to the next mark, or from the last to the first.
func (d *desk) nextMark() {
	p := d.src.Player
	if len(p.Marks()) == 0 {
		d.say("The log has no marks.")
		return
	}
	if !p.Next(replay.StopMark) {
		p.Seek(p.Marks()[0].At)
	}
}

// seekTo handles a click or a drag on the time bar, and reports whether the mouse was
// there.
func (d *desk) seekTo(msg tea.MouseMsg, at tea.Mouse) bool {
	if _, released := msg.(tea.MouseReleaseMsg); released {
		return false
	}
	if d.src.Player == nil || at.Y != d.plan.Next || at.Button != tea.MouseLeft || d.top() != nil {
		return false
	}
	if to, ok := d.seekbar().At(at.X); ok {
		d.src.Player.Seek(to)
		d.replayed()
	}
	return true
}
