package replay

import (
	"errors"
	"io"
	"time"

	"linger/session"
	"linger/session/learned"
	"linger/session/log"
	"linger/session/record"
)

// Speeds are how fast a log is played.
var Speeds = [...]int{1, 4, 16}

// A Player is a position in a log and the record as it was there.
type Player struct {
	open   func() (io.ReadCloser, error)
	file   io.ReadCloser
	reader *log.Reader
	rec    *record.Record
	taught learned.Targets
	ahead  session.Event // read and not yet folded; nil: none
	index  index
	front  *front // reads on at the end of the index; nil: the position is there
	first  []byte // how the file began, if it can be looked at again
	err    error  // of reading, other than the end

	now     time.Duration // the position
	steps   int           // events folded
	playing bool
	grows   bool      // events were added to the log since it was opened
	skips   bool      // silence is shortened
	speed   int       // index into Speeds
	last    time.Time // when the position was moved last by time
}

// New opens a log and goes to its end. The log is opened again each time the
// position moves back; open has to return its first byte each time.
func New(open func() (io.ReadCloser, error)) (*Player, error) {
	p := &Player{open: open}
	if err := p.rewind(); err != nil {
		return nil, err
	}
	for p.fold() {
	}
	p.now, p.first = p.index.end, beginning(p.file)
	if p.err != nil {
		p.Close()
		return nil, p.err
	}
	return p, nil
}

// Close closes the log.
func (p *Player) Close() error {
	p.catchUp()
	return p.file.Close()
}

// Header returns the header of the log.
func (p *Player) Header() log.Header { return p.reader.Header() }

// Report returns what was skipped in the log.
func (p *Player) Report() log.Report { return p.index.report }

// Record returns the record at the position. It is another one after the position
// moved back.
func (p *Player) Record() *record.Record { return p.rec }

// Learned returns what the events up to the position teach about both sides; where
// linger was the client, of connections to a target alone.
func (p *Player) Learned(target string) learned.Summary { return p.taught.Of(target) }

// Now returns the position, as time since the session began.
func (p *Player) Now() time.Duration { return p.now }

// End returns the time of the last event.
func (p *Player) End() time.Duration { return p.index.end }

// Step returns how many events were folded, of how many that there are.
func (p *Player) Step() (n, of int) { return p.steps, p.index.events }

// AtEnd reports whether every event was folded and the position is that of the last.
func (p *Player) AtEnd() bool { return p.steps == p.index.events && p.now >= p.index.end }

// Follows reports whether the position is at the end of a log that grows, and goes on
// with it: events were added, and none says that the session ended.
func (p *Player) Follows() bool { return p.grows && p.AtEnd() && !p.rec.Ended }

// Playing reports whether the position moves with time.
func (p *Player) Playing() bool { return p.playing }

// Speed returns how many seconds of the log pass in a second.
func (p *Player) Speed() int { return Speeds[p.speed] }

// Faster goes to the next of the Speeds; after the last it begins with the first.
func (p *Player) Faster() { p.speed = (p.speed + 1) % len(Speeds) }

// Skips reports whether silence is shortened while the log is played.
func (p *Player) Skips() bool { return p.skips }

// Skip makes silence shorter, or as long as it was again.
func (p *Player) Skip() { p.skips = !p.skips }

// quiet is how long silence is played where it is shortened: as long after an event
// as before the next.
const quiet = time.Second

// Play starts or stops to move with time. At the end it begins anew.
func (p *Player) Play(now time.Time) {
	p.playing, p.last = !p.playing, now
	if p.playing && p.now >= p.index.end {
		p.Seek(0)
	}
}

// Advance moves the position as far as time has passed, and reports whether
// events were folded.
func (p *Player) Advance(now time.Time) bool {
	if !p.playing {
		return false
	}
	passed := max(0, now.Sub(p.last)) * time.Duration(p.Speed())
	p.last = now
	before := p.steps
	p.forward(p.now + passed)
	if p.skips && p.read() {
		if next := log.At(p.ahead) - quiet; p.now >= p.rec.Now()+quiet && p.now < next {
			p.now = next
		}
	}
	if p.now >= p.index.end {
		p.now, p.playing = p.index.end, false
	}
	return p.steps != before
}

// Seek moves to a moment: every event up to it has happened.
func (p *Player) Seek(to time.Duration) {
	to = max(0, min(to, p.index.end))
	if to < p.now || p.rec.Now() > to {
		if err := p.rewind(); err != nil {
			p.err = err
			return
		}
	}
	p.forward(to)
}

// StepBy folds one more event, or one less.
func (p *Player) StepBy(by int) {
	want := max(1, min(p.steps+by, p.index.events))
	if want < p.steps {
		if err := p.rewind(); err != nil {
			p.err = err
			return
		}
	}
	for p.steps < want && p.fold() {
		p.now = max(p.now, p.rec.Now())
	}
	p.now = p.rec.Now()
}

// A Stop is a kind of moment to go to.
type Stop uint8

// The stops.
const (
	StopExchange Stop = iota // a request begins
	StopClose                // a connection ends
	StopMark                 // a mark stands there
)

// Next moves to the next stop of a kind after the position, and reports whether there
// is one.
func (p *Player) Next(s Stop) bool {
	at, ok := p.index.after(s, p.now)
	if ok {
		p.Seek(at)
	}
	return ok
}

// Previous moves to the last stop of a kind before the position.
func (p *Player) Previous(s Stop) bool {
	at, ok := p.index.before(s, p.now)
	if ok {
		p.Seek(at)
	}
	return ok
}

// Err returns what went wrong in reading the log.
func (p *Player) Err() error { return p.err }

// rewind goes before the first event.
func (p *Player) rewind() error {
	file, err := p.open()
	if err != nil {
		return err
	}
	switch {
	case p.file == nil:
	case p.front == nil && p.steps == p.index.events:
		p.front = &front{p.file, p.reader, p.ahead}
	default:
		p.file.Close()
	}
	p.file, p.reader, p.rec, p.ahead = file, log.NewReader(file), &record.Record{}, nil
	p.taught = learned.Targets{}
	p.now, p.steps, p.err = 0, 0, nil
	return nil
}

// forward folds every event up to a moment.
func (p *Player) forward(to time.Duration) {
	for p.read() && log.At(p.ahead) <= to && p.fold() {
	}
	p.now = max(p.now, to)
}

// read makes sure that there is an event ahead, and reports whether there is.
func (p *Player) read() bool {
	if p.ahead != nil {
		return true
	}
	ev, err := p.reader.Next()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			p.err = err
		}
		p.index.report = p.reader.Report()
		return false
	}
	p.ahead = ev
	return true
}

// fold applies the event ahead, and reports whether there was one.
func (p *Player) fold() bool {
	if !p.read() {
		return false
	}
	p.rec.Apply(p.ahead)
	p.taught.Apply(p.ahead)
	p.steps++
	if p.steps > p.index.events {
		p.index.add(p.ahead)
	}
	if p.steps == p.index.events {
		p.catchUp()
	}
	p.ahead = nil
	return true
}
