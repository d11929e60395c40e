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

// Speeds holds the speeds at which a log can be played, in seconds of the log per second.
var Speeds = [...]int{1, 4, 16}

// A Player is a position in a log, with the record at that position.
type Player struct {
	open   func() (io.ReadCloser, error)
	file   io.ReadCloser
	reader *log.Reader
	rec    *record.Record
	taught learned.Targets
	ahead  session.Event // event that was read but not yet applied to the record; nil if there is none
	index  index
	front  *front // reads at the end of the index; nil if the position is there
	first  []byte // first bytes of the file; nil if it cannot be read again
	err    error  // read error other than io.EOF, or error from open

	now     time.Duration // the position
	steps   int           // number of events applied to the record
	playing bool
	grows   bool      // events were added to the log since it was opened
	skips   bool      // silence is shortened
	speed   int       // index into Speeds
	last    time.Time // time of the last move by Advance
}

// New opens a log and moves to its end. It calls open again whenever the position moves
// back. open must return a reader of the whole log each time.
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

// Report says which lines of the log the reader skipped.
func (p *Player) Report() log.Report { return p.index.report }

// Record returns the record at the position. After the position has moved back, it
// returns another record.
func (p *Player) Record() *record.Record { return p.rec }

// Learned returns how both sides treat connections, according to the events up to the
// position. If linger was the client, the summary includes only connections to target.
func (p *Player) Learned(target string) learned.Summary { return p.taught.Of(target) }

// Now returns the position, as time since the session began.
func (p *Player) Now() time.Duration { return p.now }

// End returns the time of the last event.
func (p *Player) End() time.Duration { return p.index.end }

// Step returns the number of events applied to the record, and the number of all events.
func (p *Player) Step() (n, of int) { return p.steps, p.index.events }

// AtEnd reports whether all events have been applied and the position is at the last one.
func (p *Player) AtEnd() bool { return p.steps == p.index.events && p.now >= p.index.end }

// Follows reports whether the position is at the end of a growing log and moves
// with it: events were added, and the session has not ended.
func (p *Player) Follows() bool { return p.grows && p.AtEnd() && !p.rec.Ended }

// Playing reports whether the position moves with time.
func (p *Player) Playing() bool { return p.playing }

// Speed returns the number of seconds of the log that pass per second.
func (p *Player) Speed() int { return Speeds[p.speed] }

// Faster selects the next of the Speeds. After the last, it selects the first.
func (p *Player) Faster() { p.speed = (p.speed + 1) % len(Speeds) }

// Skips reports whether silence is shortened while the log is played.
func (p *Player) Skips() bool { return p.skips }

// Skip turns the shortening of silence on or off.
func (p *Player) Skip() { p.skips = !p.skips }

// quiet is how long a shortened silence is played, both after an event and before the
// next one.
const quiet = time.Second

// Play starts or stops playing the log. At the end of the log, it starts again from the
// beginning.
func (p *Player) Play(now time.Time) {
	p.playing, p.last = !p.playing, now
	if p.playing && p.now >= p.index.end {
		p.Seek(0)
	}
}

// Advance moves the position by the time that has passed, multiplied by the speed, and
// reports whether events were applied to the record.
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

// Seek moves the position to a time and applies the events up to that time.
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

// StepBy moves the position by a number of events; a negative number moves it back. It
// never moves to a position before the first event.
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

// A Stop is a kind of event that the position can move to.
type Stop uint8

// The stops.
const (
	StopExchange Stop = iota // a request begins
	StopClose                // a connection ends
	StopMark                 // the user set a mark
)

// Next moves to the next stop of the given kind. If there is none, it does not move and
// returns false.
func (p *Player) Next(s Stop) bool {
	at, ok := p.index.after(s, p.now)
	if ok {
		p.Seek(at)
	}
	return ok
}

// Previous moves to the last stop of the given kind before the position. If there is
// none, it does not move and returns false.
func (p *Player) Previous(s Stop) bool {
	at, ok := p.index.before(s, p.now)
	if ok {
		p.Seek(at)
	}
	return ok
}

// Err returns the error from opening or reading the log, or nil.
func (p *Player) Err() error { return p.err }

// rewind moves the position before the first event.
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

// forward applies all events up to a time.
func (p *Player) forward(to time.Duration) {
	for p.read() && log.At(p.ahead) <= to && p.fold() {
	}
	p.now = max(p.now, to)
}

// read reads the next event if necessary, and reports whether there is one.
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

// fold applies the next event, and reports whether there was one.
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
