package edit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/field"
	"linger/wire"
)

// The intents: what the person asks for. The root makes commands of them.
type (
	// Send sends the request.
	Send struct{ Request wire.RequestMessage }
	// SendRaw sends bytes exactly as they are.
	SendRaw struct{ Data []byte }
	// Repeat sends it N times, one after another.
	Repeat struct {
		Request wire.RequestMessage
		N       int
	}
	// Pipeline writes it N times before it reads.
	Pipeline struct {
		Request wire.RequestMessage
		N       int
	}
	// Editor opens an editor on the exact bytes of the request.
	Editor struct{ Data []byte }
	// Say is a sentence for the row now.
	Say struct{ Words string }
)

// A line is a field line of the request.
type line struct {
	name, value field.Field
	on          bool
	by          string // who put it there, or what it is for
}

// A part is something the cursor can stand on.
type part int

const (
	method part = iota
	target
	version
	fields // and one for each field line
)

// A Model is the composer.
type Model struct {
	method, target, proto field.Field
	lines                 []line
	content               field.Field
	chunked               bool
	raw                   []byte // bytes to be sent as they are; nil: the request above

	at      int  // the part under the cursor
	inName  bool // on a field line: the cursor is in its name
	preset  int  // the preset under the cursor
	sure    bool // enter was pressed on a malformed request: once more sends it
	ask     *prompt
	secrets bool // values of fields that hold secrets are shown
	history []wire.RequestMessage
	turned  int // how far back in history; 0: not
	base    wire.RequestMessage
}

// A prompt asks for a number.
type prompt struct {
	words string
	in    field.Field
	then  func(n int) tea.Msg
}

// New is the composer on a request. The history is what was sent, oldest first.
func New(r wire.RequestMessage, history []wire.RequestMessage) *Model {
	m := &Model{base: r, history: history}
	m.load(r)
	m.at = int(target)
	return m
}

func (m *Model) load(r wire.RequestMessage) {
	m.method, m.target, m.proto = field.New(r.Method), field.New(r.Target), field.New(r.Proto)
	m.content, m.chunked, m.raw = field.New(string(r.Content)), r.Chunked, nil
	m.lines = nil
	for _, f := range r.Fields {
		m.lines = append(m.lines, line{name: field.New(f.Name), value: field.New(f.Value), on: true, by: purpose(f.Name)})
	}
	m.at = min(m.at, m.last())
	m.sure = false
}

// purposes say who put a field into the request, or what it is good for.
var purposes = map[string]string{
	"host": "by linger", "user-agent": "by linger", "accept": "by linger",
	"connection": "asks for the hint", "content-length": "frames the content", "transfer-encoding": "frames the content",
	"expect": "asks before the content", "content-type": "says what it is",
}

func purpose(name string) string { return purposes[strings.ToLower(name)] }

// The parts after the field lines: one to add a line, the content, the presets.
func (m *Model) adding() int  { return int(fields) + len(m.lines) }
func (m *Model) body() int    { return m.adding() + 1 }
func (m *Model) presets() int { return m.adding() + 2 }
func (m *Model) last() int    { return m.presets() }

// onLine is the field line under the cursor, or nil.
func (m *Model) onLine() *line {
	if i := m.at - int(fields); i >= 0 && i < len(m.lines) {
		return &m.lines[i]
	}
	return nil
}

// Request is the request as it stands: what is switched off is left out, and
// content that nothing frames gets the field that does.
func (m *Model) Request() wire.RequestMessage {
	r := wire.RequestMessage{Method: m.method.Value(), Target: m.target.Value(), Proto: m.proto.Value(), Chunked: m.chunked}
	for i := range m.lines {
		if l := &m.lines[i]; l.on {
			r.Fields = append(r.Fields, wire.HeaderField{Name: l.name.Value(), Value: l.value.Value()})
		}
	}
	if s := m.content.Value(); s != "" {
		r.Content = []byte(s)
	}
	return r
}

// ShowSecrets shows or hides the values of fields that hold secrets; the one
// under the cursor is always shown.
func (m *Model) ShowSecrets(on bool) { m.secrets = on }

// hides says whether the value of a field line is hidden.
func (m *Model) hides(i int) bool {
	l := &m.lines[i]
	return !m.secrets && l.value.Value() != "" && session.Secret(l.name.Value()) && m.at != int(fields)+i
}

// Bytes are what goes out.
func (m *Model) Bytes() []byte {
	if m.raw != nil {
		return m.raw
	}
	return wire.AppendRequest(nil, session.Framed(m.Request()))
}

// SetRaw takes bytes that came out of an editor: as fields where they say the
// same, as they are where they do not.
func (m *Model) SetRaw(data []byte, r wire.RequestMessage, same bool) {
	if same {
		m.load(r)
		return
	}
	m.raw = data
}
