package replay

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"linger/session"
	"linger/session/log"
)

// A front reads on at the end of what is known of a log, while the position is
// elsewhere.
type front struct {
	file   io.ReadCloser
	reader *log.Reader
	ahead  session.Event // read, and not in the index yet; nil: none
}

// A Change is what became of a log since it was looked at last.
type Change uint8

// The changes.
const (
	ChangeNone     Change = iota
	ChangeGrew            // events were added
	ChangeReplaced        // another log stands in its place, and is shown from now on
)

// Follow looks at the log again. What was added is part of it from then on, wherever
// the position is; a position at the end stays at the end. Where another log stands
// in the place of the file, that is opened, at its end.
func (p *Player) Follow() Change {
	if p.replaced() {
		if p.reopen() {
			return ChangeReplaced
		}
		return ChangeNone // it is being written: what was read stays
	}
	before, atEnd := p.index.events, p.AtEnd()
	if p.front != nil {
		p.readOn()
	}
	if atEnd {
		for p.fold() {
		}
		p.now = max(p.now, p.index.end)
	}
	if p.index.events == before {
		return ChangeNone
	}
	p.grows = true
	return ChangeGrew
}

// readOn takes what was added to the log into the index.
func (p *Player) readOn() {
	f := p.front
	for ev := f.ahead; ; ev = nil {
		if ev == nil {
			var err error
			if ev, err = f.reader.Next(); err != nil {
				if !errors.Is(err, io.EOF) {
					p.err = err
				}
				break
			}
		}
		f.ahead = nil
		p.index.add(ev)
	}
	p.index.report = f.reader.Report()
}

// catchUp leaves it to the position to read on.
func (p *Player) catchUp() {
	if p.front != nil {
		p.front.file.Close()
		p.front = nil
	}
}

// longestFirst is how much of a file is compared: the header of a log is not longer,
// and names the moment at which the log began.
const longestFirst = 512

// beginning returns how a file begins; nil where it cannot be looked at again.
func beginning(f io.ReadCloser) []byte {
	r, ok := f.(*os.File)
	if !ok {
		return nil
	}
	b := make([]byte, longestFirst)
	n, err := r.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	b, _, _ = bytes.Cut(b[:n], []byte{'\n'})
	return b
}

// replaced reports whether the file that is read has lost what was read, or has been
// replaced by another one of its name.
func (p *Player) replaced() bool {
	f, ok := p.file.(*os.File)
	if !ok || p.first == nil {
		return false
	}
	is, err := os.Stat(f.Name())
	if errors.Is(err, fs.ErrNotExist) {
		return false // what was read is shown
	}
	was, wasErr := f.Stat()
	if err != nil || wasErr != nil {
		return false
	}
	return !os.SameFile(is, was) || !bytes.Equal(beginning(p.file), p.first)
}

// reopen shows the log that stands in the place of the one that was read, and reports
// whether that is one.
func (p *Player) reopen() bool {
	other, err := New(p.open)
	if err != nil {
		return false
	}
	if other.index.events == 0 {
		other.Close()
		return false
	}
	p.Close()
	other.speed, other.skips = p.speed, p.skips
	*p = *other
	return true
}
