package har

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"
)

// A File holds the exchanges of an HTTP Archive.
type File struct {
	Creator, Version string // name and version of the program that wrote the file

	Entries  int // number of entries read
	Others   int // number of entries of other protocols, such as HTTP/2
	Cached   int // number of entries answered from a cache, for which no bytes were sent
	Damaged  int // number of entries without the members that an exchange needs
	Unplaced int // number of exchanges for which the file names no connection

	Cut error // error because of which the rest of the file was not read, or nil

	exchanges []*exchange   // the exchanges in chronological order
	conns     [][]*exchange // the same exchanges, grouped by connection
	held      int           // approximate memory of the exchanges, in bytes
}

// These are the limits on what Read accepts.
const (
	longestEntry  = 64 << 20  // maximum length of an entry, in bytes of JSON
	mostValues    = 1 << 20   // maximum number of values in an entry; a value of two bytes may take hundreds of bytes of memory
	mostHeld      = 128 << 20 // maximum memory of the exchanges, in bytes
	mostExchanges = 200_000
)

// ErrNotHAR means that a file is not an HTTP Archive.
var ErrNotHAR = errors.New("not an HTTP Archive")

var beginning = regexp.MustCompile(`^(\x{FEFF})?\s*\{\s*"log"\s*:\s*\{`)

// Claims reports whether a file that begins with head looks like an HTTP Archive.
func Claims(head []byte) bool { return beginning.Match(head) }

// Exchanges returns the number of exchanges in the file.
func (f *File) Exchanges() int { return len(f.exchanges) }

// Read reads an HTTP Archive. If the file is incomplete or exceeds a limit, Read returns
// the exchanges up to that point, with the error in File.Cut. If the file is not a HAR,
// Read returns an error that wraps ErrNotHAR.
func Read(r io.Reader) (*File, error) {
	f := &File{}
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	limit := &limited{r: in, left: longestEntry, values: mostValues}
	p := parser{json.NewDecoder(limit), limit, f}
	found, err := p.log()
	switch {
	case !found && err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNotHAR, err)
	case !found:
		return nil, ErrNotHAR
	}
	f.Cut = err
	slices.SortStableFunc(f.exchanges, func(a, b *exchange) int { return a.start.Compare(b.start) })
	f.place()
	return f, nil
}

// A parser reads the JSON of a HAR.
type parser struct {
	*json.Decoder
	limit *limited
	file  *File
}

// log reads the object in the file and reports whether it has the member log.
func (p *parser) log() (found bool, err error) {
	err = p.members(func(name string) error {
		if name != "log" || found {
			return p.skip()
		}
		found = true
		return p.members(func(name string) error {
			switch name {
			case "entries":
				return p.entries()
			case "creator":
				var c any
				if err := p.value(&c); err != nil {
					return err
				}
				p.file.Creator, p.file.Version = text(c, "name"), text(c, "version")
				return nil
			}
			return p.skip()
		})
	})
	return found, err
}

var errObject = errors.New("want a JSON object")

// members reads an object. It calls f with the name of each member; f must read the
// value.
func (p *parser) members(f func(name string) error) error {
	if t, err := p.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errObject)
	}
	for p.More() {
		name, err := p.Token()
		if err != nil {
			return err
		}
		p.limit.next()
		if err := f(name.(string)); err != nil { // in JSON, the names of members are strings
			return err
		}
	}
	_, err := p.Token()
	return err
}

func (p *parser) value(v any) error {
	p.limit.next()
	return p.Decode(v)
}

func (p *parser) skip() error {
	var v json.RawMessage
	return p.value(&v)
}

var errMany = fmt.Errorf("more than %d exchanges or %d MiB of messages; linger did not read the rest", mostExchanges, mostHeld>>20)

func (p *parser) entries() error {
	if t, err := p.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(err, errors.New("the member entries is not a list"))
	}
	for p.More() {
		var e any
		if err := p.value(&e); err != nil {
			return err
		}
		p.file.add(e)
		if len(p.file.exchanges) > mostExchanges || p.file.held > mostHeld {
			return errMany
		}
	}
	_, err := p.Token()
	return err
}

// add adds the exchange of an entry, or counts why the entry is left out.
func (f *File) add(entry any) {
	f.Entries++
	switch x, why := exchangeOf(entry); why {
	case other:
		f.Others++
	case cached:
		f.Cached++
	case damaged:
		f.Damaged++
	default:
		f.exchanges = append(f.exchanges, x)
		f.held += len(x.request) + len(x.response) + len(x.content) + entrySize
	}
}

// entrySize is the approximate memory of an exchange without its messages, in bytes.
const entrySize = 512

// A limited is a reader that returns an error if one value is too long or contains too
// many other values. It counts the bytes that were read, which may be slightly more than
// the bytes of the value.
type limited struct {
	r       io.Reader
	left    int // number of bytes that may still be read
	values  int // number of values that may still be read
	quoted  bool
	escaped bool // true after a backslash in a string
}

var (
	errLong   = fmt.Errorf("an entry is longer than %d MiB", longestEntry>>20)
	errValues = fmt.Errorf("an entry holds more than %d values", mostValues)
)

// next resets the counts before a new value.
func (l *limited) next() { l.left, l.values = longestEntry, mostValues }

// readAhead is the maximum number of bytes in one read. At most this many bytes after a
// value are counted as part of it.
const readAhead = 64 << 10

func (l *limited) Read(p []byte) (int, error) {
	switch {
	case l.left <= 0:
		return 0, errLong
	case l.values <= 0:
		return 0, errValues
	}
	n, err := l.r.Read(p[:min(len(p), l.left, readAhead)])
	l.left -= n
	l.count(p[:n])
	return n, err
}

// count counts the places in b where a value may begin: after each [, {, comma or colon
// outside a string.
func (l *limited) count(b []byte) {
	for _, c := range b {
		switch {
		case l.escaped:
			l.escaped = false
		case c == '"':
			l.quoted = !l.quoted
		case l.quoted:
			l.escaped = c == '\\'
		case c == '[' || c == '{' || c == ',' || c == ':':
			l.values--
		}
	}
}

// first returns the time at which the first exchange began, or the zero time if there is
// none.
func (f *File) first() time.Time {
	if len(f.exchanges) == 0 {
		return time.Time{}
	}
	return f.exchanges[0].start
}
