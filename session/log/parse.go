package log

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"linger/wire"
)

// A parser reads the JSON of one line.
type parser struct {
	b     []byte
	i     int
	plain []byte // the last string that had escapes, with the escapes decoded
	names map[string]string
	spare []wire.Line
	seen  recent
}

var errJSON = errors.New("not JSON")

const (
	mostNested   = 64   // maximum nesting depth of a skipped value
	mostInterned = 4096 // maximum number of shared strings
	longInterned = 64   // maximum length of a shared string, in bytes
)

func (p *parser) reset(line []byte) { p.b, p.i = line, 0 }

func (p *parser) peek() byte {
	for p.i < len(p.b) {
		switch c := p.b[p.i]; c {
		case ' ', '\t', '\r', '\n':
			p.i++
		default:
			return c
		}
	}
	return 0
}

func (p *parser) take(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.i++
	return true
}

func (p *parser) word(w string) bool {
	p.peek()
	if !bytes.HasPrefix(p.b[p.i:], []byte(w)) {
		return false
	}
	p.i += len(w)
	return true
}

func (p *parser) null() bool { return p.peek() == 'n' && p.word("null") }

func (p *parser) bool() (bool, error) {
	switch {
	case p.word("true"):
		return true, nil
	case p.word("false"):
		return false, nil
	}
	return false, errJSON
}

// members reads an object. It calls f with the name of each member, when the parser is at
// the member's value; f must read the value.
func (p *parser) members(f func(key []byte) error) error {
	if !p.take('{') {
		return errJSON
	}
	if p.take('}') {
		return nil
	}
	for {
		key, err := p.string()
		if err != nil {
			return err
		}
		if !p.take(':') {
			return errJSON
		}
		if err := f(key); err != nil {
			return err
		}
		if p.take('}') {
			return nil
		}
		if !p.take(',') {
			return errJSON
		}
	}
}

// elements reads a list. It calls f when the parser is at each element; f must read the
// element.
func (p *parser) elements(f func() error) error {
	if !p.take('[') {
		return errJSON
	}
	if p.take(']') {
		return nil
	}
	for {
		if err := f(); err != nil {
			return err
		}
		if p.take(']') {
			return nil
		}
		if !p.take(',') {
			return errJSON
		}
	}
}

// digits reads and returns the next bytes that could be part of a number.
func (p *parser) digits() []byte {
	p.peek()
	from := p.i
	for p.i < len(p.b) && strings.IndexByte("+-.0123456789eE", p.b[p.i]) >= 0 {
		p.i++
	}
	return p.b[from:p.i]
}

// string reads a string. The returned bytes are valid until the parser reads the next
// string.
func (p *parser) string() ([]byte, error) {
	if !p.take('"') {
		return nil, errJSON
	}
	from := p.i
	for p.i < len(p.b) {
		switch c := p.b[p.i]; {
		case c == '"':
			p.i++
			return p.b[from : p.i-1], nil
		case c == '\\':
			return p.escaped(from)
		case c < ' ':
			return nil, errJSON
		}
		p.i++
	}
	return nil, errJSON
}

func (p *parser) escaped(from int) ([]byte, error) {
	out := append(p.plain[:0], p.b[from:p.i]...)
	for p.i < len(p.b) {
		c := p.b[p.i]
		p.i++
		switch {
		case c == '"':
			p.plain = out
			return out, nil
		case c < ' ':
			return nil, errJSON
		case c != '\\':
			out = append(out, c)
			continue
		}
		if p.i == len(p.b) {
			return nil, errJSON
		}
		c = p.b[p.i]
		p.i++
		switch k := strings.IndexByte(`"\/bfnrt`, c); {
		case k >= 0:
			out = append(out, "\"\\/\b\f\n\r\t"[k])
		case c == 'u':
			r, err := p.rune()
			if err != nil {
				return nil, err
			}
			out = utf8.AppendRune(out, r)
		default:
			return nil, errJSON
		}
	}
	return nil, errJSON
}

// rune reads the hexadecimal digits of a \u escape. If they are the first half of a
// surrogate pair, rune also reads the escape with the second half.
func (p *parser) rune() (rune, error) {
	r, ok := p.hex(p.i)
	if !ok {
		return 0, errJSON
	}
	p.i += 4
	if utf16.IsSurrogate(r) && bytes.HasPrefix(p.b[p.i:], []byte(`\u`)) {
		if low, ok := p.hex(p.i + 2); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				p.i += 6
				return both, nil
			}
		}
	}
	return r, nil
}

func (p *parser) hex(at int) (rune, bool) {
	if at+4 > len(p.b) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.b[at:at+4]), 16, 16)
	return rune(n), err == nil
}

// skip reads a value of any kind and ignores it. depth is the nesting depth of the value.
func (p *parser) skip(depth int) error {
	if depth > mostNested {
		return errJSON
	}
	switch p.peek() {
	case '{':
		return p.members(func([]byte) error { return p.skip(depth + 1) })
	case '[':
		return p.elements(func() error { return p.skip(depth + 1) })
	case '"':
		_, err := p.string()
		return err
	case 't', 'f':
		_, err := p.bool()
		return err
	case 'n':
		if p.null() {
			return nil
		}
	default:
		if _, err := strconv.ParseFloat(string(p.digits()), 64); err == nil {
			return nil
		}
	}
	return errJSON
}

// intern returns b as a string. Equal short strings share their memory.
func (p *parser) intern(b []byte) string {
	if s, ok := p.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(s) <= longInterned && len(p.names) < mostInterned {
		if p.names == nil {
			p.names = map[string]string{}
		}
		p.names[s] = s
	}
	return s
}

// A recent holds the slices of lines that were read most recently, so that equal messages
// can share one slice.
type recent struct {
	sets [8][]wire.Line
	next int
}

func (r *recent) same(ls []wire.Line) []wire.Line {
	for _, have := range r.sets {
		if slices.Equal(have, ls) {
			return have
		}
	}
	ls = slices.Clone(ls)
	r.sets[r.next] = ls
	r.next = (r.next + 1) % len(r.sets)
	return ls
}
