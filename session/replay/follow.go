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

// A front reads the new events at the end of a log while the player's position is
// elsewhere in the log.
type front struct {
	file   io.ReadCloser
	reader *log.Reader
	ahead  session.Event // event read but not yet in the index; nil: none
}

// A Change says how a log changed since the last check.
type Change uint8

// The changes.
const (
	ChangeNone     Change = iota
	ChangeGrew            // events were added
	ChangeReplaced        // the player now shows another log, which replaced the file
)

// Follow checks the log for changes. It adds new events to the index, wherever the
// position is. A position at the end stays at the end. If another log has replaced the
// file, Follow opens the new log, at its end.
func (p *Player) Follow() Change {
	if p.replaced() {
		if p.reopen() {
			return ChangeReplaced
		}
		return ChangeNone // the new file is still being written, so keep the old log
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

// readOn adds new events of the log to the index.
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

// catchUp closes the front, if there is one, because the position has reached it or the
// player is closed.
func (p *Player) catchUp() {
	if p.front != nil {
		p.front.file.Close()
		p.front = nil
	}
}

// longestFirst is the maximum number of bytes at the beginning of a file that are
// compared to detect a replacement. They include the header of a log, with the time at
// which the log began.
const longestFirst = 512

// beginning returns the first line of a file, at most longestFirst bytes, or nil if the
// file cannot be read again.
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

// replaced reports whether another file has replaced the log, or the file now begins
// differently.
func (p *Player) replaced() bool {
	f, ok := p.file.(*os.File)
	if !ok || p.first == nil {
		return false
	}
	is, err := os.Stat(f.Name())
	if errors.Is(err, fs.ErrNotExist) {
		return false // keep the log as it was read
	}
	was, wasErr := f.Stat()
	if err != nil || wasErr != nil {
		return false
	}
	return !os.SameFile(is, was) || !bytes.Equal(beginning(p.file), p.first)
}

// reopen opens the file that replaced the log. It returns false if that file is not a log
// with at least one event.
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
