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
	base    wire.RequestMessage // linger's default request, on which presets are built
	rec     *record.Record
	secrets bool
	fields  session.SecretFields
	keys    *keys.Bindings

	draft  draft
	row    int    // the part under the cursor
	naming bool   // the cursor is in the name of the field line, not in its value
	cur    cursor // position in the text of the part
	fresh  bool   // nothing has been typed since the cursor moved here, so space acts as a switch
	side   bool   // the cursor is in the presets
	pick   int    // index of the choice under the cursor

	history []draft // sent requests, oldest first
	past    int     // number of steps back in the history; 0 for the current draft
	present draft   // the current draft, while the form shows an older request

	ask     *prompt
	pending session.Command // the command that waits for confirmation
	again   bool            // the command repeats a lost request, not the draft
	remark  string          // text in the explaining row until the next key press
	editing int             // number of the most recent editor run; results of earlier runs are ignored
	apart   func(func() error) error
	keep    func(state.Request) // receives each sent request

	origin *Origin // another origin that the request names; linger has not asked about it yet
	stayed string  // the last request target or host that linger asked about

	drawn   string // the last drawn view; empty if it must be drawn again
	applied int    // number of events in the record when the view was drawn
}

// New returns a composer. base is linger's default request, which becomes the draft.
func New(th *theme.Theme, base wire.RequestMessage) *Model {
	m := &Model{th: th, base: base, keys: keys.Default(), rec: &record.Record{}, fresh: true, apart: func(do func() error) error { return do() }, keep: func(state.Request) {}}
	m.draft = draftOf(base, base, byYou)
	m.goTo(1)
	return m
}

// SetSize sets the size of the pane in cells, including its borders.
func (m *Model) SetSize(w, h int) {
	if w, h = max(0, w), max(0, h); w != m.w || h != m.h {
		m.w, m.h, m.drawn = w, h, ""
	}
}

// SetTheme sets the colours and the glyphs.
func (m *Model) SetTheme(th *theme.Theme) {
	if th != m.th {
		m.th, m.drawn = th, ""
	}
}

// ShowSecrets shows or hides the values of secret fields.
func (m *Model) ShowSecrets(on bool) {
	if on != m.secrets {
		m.secrets, m.drawn = on, ""
	}
}

// SetSecretFields sets additional fields whose values are secrets. Call it before the
// pane is first shown.
func (m *Model) SetSecretFields(s session.SecretFields) { m.fields = s }

// SetKeys sets the key bindings of the program. Call it before the pane is first shown.
func (m *Model) SetKeys(b *keys.Bindings) { m.keys = b }

// Apart sets the function f that hands the terminal over to an editor. The composer
// passes to f the function that runs the editor.
func (m *Model) Apart(f func(func() error) error) { m.apart = f }

// Keep sets the function that receives each sent request that differs from the previous
// request.
func (m *Model) Keep(f func(state.Request)) { m.keep = f }

// Recall inserts requests of earlier runs into the history, before those of this run. rs
// must be sorted from oldest to newest.
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

// Show sets the record in which the composer looks for a lost request.
func (m *Model) Show(r *record.Record) {
	if r != m.rec || r.Applied != m.applied {
		m.rec, m.applied, m.drawn = r, r.Applied, ""
	}
}

// SetNext makes r the draft, unless it is the draft already, and moves the cursor from
// the presets to the request. It does not replace raw bytes.
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

// Base returns the request that presets are built on.
func (m *Model) Base() wire.RequestMessage { return m.base }

// Rebase changes the target. base becomes the request that presets are built on, and r
// becomes the draft. Rebase discards the old draft and the history, because they may
// contain data that is meant only for the old target.
func (m *Model) Rebase(base, r wire.RequestMessage) {
	m.base, m.history, m.ask, m.pending = base, nil, nil, nil
	m.side, m.remark, m.drawn = false, "", ""
	m.take(draftOf(r, base, byYou))
}

// Next returns the draft. It returns false for raw bytes, which cannot be expressed as
// fields.
func (m *Model) Next() (wire.RequestMessage, bool) {
	return m.draft.message(), !m.draft.raw
}

// Sent adds r, a request that another part of the program has sent, to the history.
func (m *Model) Sent(r wire.RequestMessage) {
	m.drawn = ""
	m.remember(draftOf(r, m.base, byYou))
}

// take makes d the draft and keeps the position of the cursor, if possible.
func (m *Model) take(d draft) {
	m.draft, m.past = d, 0
	m.side = false
	m.goTo(min(m.row, len(m.draft.lines)+4))
}

// A partKind is the kind of a part.
type partKind uint8

const (
	partMethod partKind = iota
	partTarget
	partVersion
	partField
	partNew
	partContent
)

// A part is one row of the form. If the row is a field line, i is the index of that line.
type part struct {
	kind partKind
	i    int
}

// part returns the part under the cursor.
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

// goTo moves the cursor to the end of the part in the given row or, in raw mode, to the
// start of the text.
func (m *Model) goTo(row int) {
	m.row = max(0, min(row, m.parts()-1))
	m.naming, m.fresh = false, true
	m.cur = cursor(len(*m.text()))
	if m.draft.raw {
		m.cur = 0
	}
}

// text returns the text under the cursor.
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

// Update handles a key, pasted text or the result of an editor. It returns a command for
// the session, or nil, and a command for the program.
func (m *Model) Update(msg tea.Msg) (session.Command, tea.Cmd) {
	m.drawn = ""
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		m.paste(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content))
	case editorResult:
		m.edited(msg)
	}
	return nil, nil
}

// Escape cancels an open question, and reports whether a question was open.
func (m *Model) Escape() bool {
	m.drawn = ""
	waited := m.ask != nil || m.pending != nil
	m.ask, m.pending = nil, nil
	return waited
}

// Asking reports whether the explaining row shows a question.
func (m *Model) Asking() bool { return m.ask != nil || m.pending != nil }

// command returns the command that sends the draft, whose bytes are b.
func (m *Model) command(b []byte, pace session.Pace) session.Command {
	if m.draft.raw {
		return session.SendRaw{Data: b, Reconnect: true, Pace: pace}
	}
	return session.Send{Request: m.draft.message(), Reconnect: true, Pace: pace}
}

// release returns c if the draft is well-formed. It returns nil if the draft is empty, or
// if it is malformed and the user must confirm it first.
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
