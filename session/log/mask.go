package log

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"linger/session"
	"linger/wire"
)

// filler replaces each byte of a secret.
const filler = '*'

// A mask describes a secret that was replaced by filler: its position in the bytes of an
// event, and its hash. Equal secrets have equal hashes within one log.
type mask struct {
	off, len int
	hash     string
}

func appendMasks(b []byte, ms []mask) []byte {
	b = append(b, `,"masked":[`...)
	for i, m := range ms {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(strconv.AppendInt(append(b, `{"off":`...), int64(m.off), 10), `,"len":`...)
		b = append(append(append(strconv.AppendInt(b, int64(m.len), 10), `,"hash":"`...), m.hash...), `"}`...)
	}
	return append(b, ']')
}

// A Masker replaces secrets in events with filler. Because a secret may be split across
// many reads, it stores the current line in each direction of each connection.
type Masker struct {
	salt   [16]byte
	fields session.SecretFields
	ways   map[way]*line
	found  []mask
}

type way struct {
	conn int
	sent bool
}

// NewMasker returns a Masker with a new random salt. Besides the usual secret fields, it
// masks those listed in also.
func NewMasker(also ...string) *Masker {
	m := &Masker{fields: also, ways: map[way]*line{}}
	rand.Read(m.salt[:]) // never fails
	return m
}

// Event returns ev with filler in place of its secrets. It must be called for all events
// of a session, in order.
func (m *Masker) Event(ev session.Event) session.Event {
	ev, _ = m.mask(ev)
	return ev
}

// mask returns ev with filler in place of its secrets, and a mask for each secret in the
// bytes of ev. The masks are valid until the next call.
func (m *Masker) mask(ev session.Event) (session.Event, []mask) {
	m.found = m.found[:0]
	switch e := ev.(type) {
	case *session.RequestStarted:
		data, target := m.bytes(way{e.Conn, true}, e.Data, e.Lines), m.text(e.Target)
		if len(m.found) == 0 && target == e.Target {
			return ev, nil
		}
		c := *e
		c.Data, c.Target = data, target
		return &c, m.found
	case *session.RequestData:
		if data := m.bytes(way{e.Conn, true}, e.Data, e.Lines); len(m.found) > 0 {
			c := *e
			c.Data = data
			return &c, m.found
		}
	case *session.Received:
		if data := m.bytes(way{e.Conn, false}, e.Data, e.Lines); len(m.found) > 0 {
			c := *e
			c.Data = data
			return &c, m.found
		}
	case session.Found:
		e.Finding.Detail, e.Finding.Quote = m.text(e.Finding.Detail), m.text(e.Finding.Quote)
		return e, nil
	case session.DialFailed:
		m.ended(e.Conn)
		e.Text = m.text(e.Text)
		return e, nil
	case session.Declined:
		e.Why = m.text(e.Why)
		return e, nil
	case session.Marked:
		e.Text = m.text(e.Text)
		return e, nil
	case session.Unfollowed:
		m.ended(e.Conn)
	case session.Closed:
		m.ended(e.Conn)
	}
	return ev, nil
}

// ended drops the state of a connection.
func (m *Masker) ended(conn int) {
	delete(m.ways, way{conn, true})
	delete(m.ways, way{conn, false})
}

// text returns s with filler in place of secrets in URLs.
func (m *Masker) text(s string) string {
	spans := session.SecretsIn([]byte(s), false)
	if len(spans) == 0 {
		return s
	}
	b := []byte(s)
	for _, g := range spans {
		fill(b[g.From:g.To])
	}
	return string(b)
}

func fill(b []byte) {
	for i := range b {
		b[i] = filler
	}
}

// bytes returns data with filler in place of secrets, and adds their masks to m.found. It
// does not mask content.
func (m *Masker) bytes(w way, data []byte, lines []wire.Line) []byte {
	l := m.ways[w]
	if l == nil {
		l = &line{fields: m.fields}
		m.ways[w] = l
	}
	between := l.between()
	if between && l.plain.is(data, lines) {
		return data
	}
	var spans []session.Span
	at := 0
	for _, ln := range lines {
		from, to := int(max(ln.Off, 0)), int(min(ln.End(), int64(len(data))))
		if from >= to {
			continue
		}
		if session.IsContent(ln.Kind) {
			*l = line{fields: l.fields, plain: l.plain}
		} else {
			spans = l.read(spans, data, from, to)
		}
		at = max(at, to)
	}
	spans = l.read(spans, data, at, len(data)) // an incomplete line
	if len(spans) == 0 {
		if between && l.between() {
			l.plain.keep(data, lines)
		}
		return data
	}
	out := slices.Clone(data)
	for _, g := range spans {
		m.found = append(m.found, mask{g.From, g.To - g.From, m.hash(data[g.From:g.To])})
		fill(out[g.From:g.To])
	}
	return out
}

func (m *Masker) hash(secret []byte) string {
	h := hmac.New(sha256.New, m.salt[:])
	h.Write(secret)
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// A line holds the state of the current line in one direction.
type line struct {
	fields session.SecretFields
	text   []byte // the most recent bytes of the line, at most keptOfLine
	named  bool   // whether the field name of the line is known
	secret bool   // whether the line, or the field line that it continues, has a secret value
	inside bool   // whether text ends inside a secret parameter
	begun  bool   // whether bytes of the line were read
	plain  plain  // the most recent bytes that contained no secret
}

// between reports whether the next byte begins a new line that does not
// continue a secret.
func (l *line) between() bool { return !l.begun && !l.secret }

// plain holds complete lines that contain no secret. Messages on a connection are often
// identical, so the Masker compares new bytes with these lines and does not check
// identical bytes again.
type plain struct {
	data  []byte
	lines []wire.Line
}

// longestPlain is the maximum number of bytes that are kept for comparison, and also the
// maximum number of lines.
const longestPlain = 2048

func (p *plain) is(data []byte, lines []wire.Line) bool {
	return len(data) > 0 && bytes.Equal(data, p.data) && slices.Equal(lines, p.lines)
}

func (p *plain) keep(data []byte, lines []wire.Line) {
	p.data, p.lines = p.data[:0], p.lines[:0]
	if len(data) <= longestPlain && len(lines) <= longestPlain {
		p.data, p.lines = append(p.data, data...), append(p.lines, lines...)
	}
}

// keptOfLine is the number of bytes of a line that are checked again when more of the
// line arrives. It is larger than the length of any parameter name.
const keptOfLine = 1024

// read appends the positions of the secrets in data[from:to] to spans. These bytes must
// follow the bytes of the previous call.
func (l *line) read(spans []session.Span, data []byte, from, to int) []session.Span {
	for from < to {
		end := to
		if n := bytes.IndexByte(data[from:to], '\n'); n >= 0 {
			end = from + n + 1
		}
		spans = l.piece(spans, data[from:end], from)
		from = end
	}
	return spans
}

// piece appends the positions of the secrets in part to spans. All bytes of part must
// belong to one line. off is the offset of part.
func (l *line) piece(spans []session.Span, part []byte, off int) []session.Span {
	complete := part[len(part)-1] == '\n'
	if !l.begun {
		fold := part[0] == ' ' || part[0] == '\t'
		l.begun, l.named, l.secret = true, fold, fold && l.secret
	}
	had := len(l.text)
	text := append(l.text, part...)
	value := had
	if !l.named {
		l.secret, value, l.named = l.fields.Begins(text)
		value = max(had, value)
	}
	to := len(bytes.TrimRight(text, "\r\n"))
	if complete {
		to = len(bytes.TrimRight(text, " \t\r\n"))
	}
	switch {
	case l.secret:
		for value < to && (text[value] == ' ' || text[value] == '\t') {
			value++
		}
		if value < to {
			spans = append(spans, session.Span{From: off + value - had, To: off + to - had})
		}
	default:
		spans = l.parameters(spans, text, had, off, complete)
	}
	l.text = append(l.text[:0], text[max(0, len(text)-keptOfLine):]...)
	if complete {
		l.text, l.begun, l.inside = l.text[:0], false, false
	}
	return spans
}

// parameters appends the positions of secret URL parameters in text to spans. had is the
// number of bytes of text that were already checked; off is the offset of the byte after
// them.
func (l *line) parameters(spans []session.Span, text []byte, had, off int, complete bool) []session.Span {
	at := had
	if l.inside { // the parameter continues
		at += len(text[had:])
		if n := bytes.IndexAny(text[had:], " \t\r\n&;,\"'<>#"); n >= 0 {
			at = had + n
		}
		if at > had {
			spans = append(spans, session.Span{From: off, To: off + at - had})
		}
	}
	reaches := l.inside && at == len(text)
	for _, g := range session.SecretsIn(text, !complete) {
		if g.From = max(g.From, at); g.From < g.To {
			spans = append(spans, session.Span{From: off + g.From - had, To: off + g.To - had})
		}
		reaches = reaches || g.To == len(text)
	}
	l.inside = reaches && !complete
	return spans
}
