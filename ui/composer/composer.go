package composer

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/record"
	"linger/session/state"
	"linger/ui/keys"
	"linger/ui/theme"
	"linger/wire"
)

// A Model is the composer.
type Model struct {
	th      *theme.Theme
	w, h    int
	base    wire.RequestMessage // what linger sends by itself: presets build on it
	rec     *record.Record
	secrets bool
	fields  session.SecretFields
	keys    *keys.Bindings

	draft  draft
	row    int    // the part under the cursor
	naming bool   // the cursor is in the name of a field line, not in its value
	cur    cursor // in the text of the part
	fresh  bool   // nothing was typed since the cursor came here: space switches
	side   bool   // the presets have the cursor
	pick   int    // the choice under the cursor there

	history []draft // sent, the oldest first
	past    int     // how far back the draft is from the present; 0: it is the present
	present draft   // while another one is shown

	ask     *prompt
	pending session.Command // waits to be confirmed
	again   bool            // it is a request that was lost, not the draft
	remark  string          // stands in the explaining row until the next key
	editing int             // the run of the editor whose result counts
	apart   func(func() error) error
	keep    func(state.Request) // receives what was sent

	origin *Origin // another one that the request names, not asked about yet
	stayed string  // the request target, or the host, that was asked about last

	drawn   string // the view as it was drawn last; empty: something has changed
	applied int    // events of the record when it was drawn
}

// New returns a composer that holds the request base, which is the one that linger
// sends by default.
func New(th *theme.Theme, base wire.RequestMessage) *Model {
	m := &Model{th: th, base: base, keys: keys.Default(), rec: &record.Record{}, fresh: true, apart: func(do func() error) error { return do() }, keep: func(state.Request) {}}
	m.draft = draftOf(base, base, byYou)
	m.goTo(1)
	return m
}

// SetSize gives the pane its size, in cells, its borders included.
func (m *Model) SetSize(w, h int) {
	if w, h = max(0, w), max(0, h); w != m.w || h != m.h {
		m.w, m.h, m.drawn = w, h, ""
	}
}

// SetTheme changes the colours.
func (m *Model) SetTheme(th *theme.Theme) {
	if th != m.th {
		m.th, m.drawn = th, ""
	}
}

// ShowSecrets shows or hides the values of fields that hold secrets.
func (m *Model) ShowSecrets(on bool) {
	if on != m.secrets {
		m.secrets, m.drawn = on, ""
	}
}

// SetSecretFields sets which further fields hold secrets. It is for the beginning.
func (m *Model) SetSecretFields(s session.SecretFields) { m.fields = s }

// SetKeys sets the keys of the program. It is for the beginning.
func (m *Model) SetKeys(b *keys.Bindings) { m.keys = b }

// Apart gives what has to stand around the time in which an editor has the
// terminal.
func (m *Model) Apart(f func(func() error) error) { m.apart = f }

// Keep sets the function that receives each request that was sent, if it is not the one before
// again. The target of the request is left to it.
func (m *Model) Keep(f func(state.Request)) { m.keep = f }

// Recall puts requests that were sent in earlier runs, the oldest first, before
// those of this one.
func (m *Model) Recall(rs []state.Request) {
	var past []draft
	for _, r := range rs {
		d := draftOf(r.Message(), m.base, byYou)
		d.raw, d.bytes = r.Raw != "", r.Raw
		past = append(past, d)
	}
	past = append(past, m.history...)
	m.history = past[max(0, len(past)-maxHistory):]
	m.drawn = ""
}

// Show sets the record, in which a lost request is looked for.
func (m *Model) Show(r *record.Record) {
	if r != m.rec || r.Applied != m.applied {
		m.rec, m.applied, m.drawn = r, r.Applied, ""
	}
}

// SetNext makes r the request being written, unless it is that already; the
// cursor is in it. Raw bytes stay.
func (m *Model) SetNext(r wire.RequestMessage) {
	m.side, m.remark, m.drawn = false, "", ""
	d := draftOf(r, m.base, byYou)
	now := draftOf(m.draft.message(), m.base, byYou)
	m.fresh = m.fresh || m.draft.raw
	if m.draft.raw || d.same(now) {
		return
	}
	m.take(d)
}

// Base returns the request that presets build on.
func (m *Model) Base() wire.RequestMessage { return m.base }

// Rebase goes on with another target: base is what presets build on there, and
// r the request being written. What was sent to the one before, and what is
// being written for it, may hold data meant only for that target, so it is
// discarded.
func (m *Model) Rebase(base, r wire.RequestMessage) {
	m.base, m.history, m.ask, m.pending = base, nil, nil, nil
	m.side, m.remark, m.drawn = false, "", ""
	m.take(draftOf(r, base, byYou))
}

// Next returns the request being written, and false where raw bytes are: no fields
// can say them.
func (m *Model) Next() (wire.RequestMessage, bool) {
	return m.draft.message(), !m.draft.raw
}

// Sent says that a request was sent from elsewhere: it becomes part of the history.
func (m *Model) Sent(r wire.RequestMessage) {
	m.drawn = ""
	m.remember(draftOf(r, m.base, byYou))
}

// take makes d the draft, the cursor where it was as far as that is possible.
func (m *Model) take(d draft) {
	m.draft, m.past = d, 0
	m.side = false
	m.goTo(min(m.row, len(m.draft.lines)+4))
}

// The kinds of part.
type partKind uint8

const (
	partMethod partKind = iota
	partTarget
	partVersion
	partField
	partNew
	partContent
)

// A part is one row of the form; i is the index of a field line.
type part struct {
	kind partKind
	i    int
}

// part returns the one under the cursor.
func (m *Model) part() part { return m.partAt(m.row) }

func (m *Model) partAt(row int) part {
	n := len(m.draft.lines)
	switch {
	case row < 3:
		return part{kind: partKind(row)}
	case row < 3+n:
		return part{partField, row - 3}
	case row == 3+n:
		return part{kind: partNew}
	}
	return part{kind: partContent}
}

func (m *Model) parts() int { return len(m.draft.lines) + 5 }

// goTo puts the cursor at the end of a part.
func (m *Model) goTo(row int) {
	m.row = max(0, min(row, m.parts()-1))
	m.naming, m.fresh = false, true
	m.cur = cursor(len(*m.text()))
	if m.draft.raw {
		m.cur = 0
	}
}

// text returns what is edited.
func (m *Model) text() *string {
	if m.draft.raw {
		return &m.draft.bytes
	}
	switch p := m.part(); p.kind {
	case partMethod:
		return &m.draft.method
	case partTarget:
		return &m.draft.target
	case partVersion:
		return &m.draft.proto
	case partField:
		if m.naming {
			return &m.draft.lines[p.i].name
		}
		return &m.draft.lines[p.i].value
	case partContent:
		return &m.draft.content
	}
	return new(string)
}

// Update takes a key, a paste or what an editor wrote. It returns a command for
// the session, or nil, and what the program is to do.
func (m *Model) Update(msg tea.Msg) (session.Command, tea.Cmd) {
	m.drawn = ""
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		m.paste(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content))
	case edited:
		m.edited(msg)
	}
	return nil, nil
}

// Escape takes back what waits for an answer, and reports whether anything did.
func (m *Model) Escape() bool {
	m.drawn = ""
	waited := m.ask != nil || m.pending != nil
	m.ask, m.pending = nil, nil
	return waited
}

// Asking reports whether the row that explains holds a question now.
func (m *Model) Asking() bool { return m.ask != nil || m.pending != nil }

// command returns what sends the draft, whose bytes are b.
func (m *Model) command(b []byte, pace session.Pace) session.Command {
	if m.draft.raw {
		return session.SendRaw{Data: b, Reconnect: true, Pace: pace}
	}
	return session.Send{Request: m.draft.message(), Reconnect: true, Pace: pace}
}

// release lets a command go, at once when the bytes are well-formed and after a
// question when they are not.
func (m *Model) release(c session.Command) session.Command {
	b, _ := m.draft.goesOut()
	if len(b) == 0 {
		m.remark = "The request is empty; nothing was sent."
		return nil
	}
	if judge(b).ok {
		m.remember(m.draft)
		return c
	}
	m.pending, m.again = c, false
	return nil
}
