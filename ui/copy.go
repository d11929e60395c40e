package ui

import (
	"iter"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/ui/menu"
	"linger/wire"
)

// A copying is one thing that can be copied of an exchange, or of the moment.
type copying struct {
	menu.Item
	text  func(*Model, *record.Exchange) string
	bytes bool // it is made of bytes in which secrets are masked
}

// copies are what y offers. Those of an exchange are left out where none is
// selected.
var copies = []copying{
	{menu.Item{Key: "s", Name: "sentence", Words: "the row now, for a ticket"}, func(m *Model, _ *record.Exchange) string { return m.sentence() }, false},
	{menu.Item{Key: "t", Name: "tab", Words: "what the detail shows, as text"}, func(m *Model, _ *record.Exchange) string { _, s := m.detail.Copy(); return s }, false},
	{menu.Item{Key: "c", Name: "curl", Words: "the command that sends this request"}, (*Model).asCurl, true},
	{menu.Item{Key: "q", Name: "request", Words: "the bytes that were sent"}, func(m *Model, e *record.Exchange) string { return m.bytesOf(&e.Request) }, true},
	{menu.Item{Key: "r", Name: "response", Words: "the bytes that were received"}, func(m *Model, e *record.Exchange) string { return m.bytesOf(&e.Response) }, true},
	{menu.Item{Key: "j", Name: "JSON", Words: "the line that linger send --json prints"}, (*Model).asJSON, false},
}

func (m *Model) copyMenu() {
	items := []menu.Item{copies[0].Item, copies[1].Item}
	m.copyOf = 0
	if e := m.selected(); e != nil {
		m.copyOf = e.ID
		for _, c := range copies[2:] {
			if c.Name != "JSON" || m.opt.JSON != nil {
				items = append(items, c.Item)
			}
		}
	}
	m.over = choosing{menu.New("copy", "Copy", items)}
}

// sentence is what is true now of the selected connection, in words.
func (m *Model) sentence() string {
	conn, _ := m.list.Selected()
	v := m.clockView()
	if c := m.rec.Conn(conn); c != nil {
		v.Conn = c
	}
	return v.Sentence()
}

func (m *Model) asCurl(e *record.Exchange) string {
	r, _ := export.MessageOf([]byte(m.bytesOf(&e.Request)))
	t, _, err := session.ParseTarget(m.rec.Conn(e.Conn).Target)
	if err != nil {
		return ""
	}
	s, err := export.CurlCommand(t, r)
	if err != nil {
		m.say("curl cannot send this request: " + err.Error() + ".")
	}
	return s
}

func (m *Model) asJSON(e *record.Exchange) string {
	if !m.detail.Secrets() && holdsSecrets(e) {
		m.say("The line holds values that are masked; s shows them, then it can be copied.")
		return ""
	}
	return string(m.opt.JSON(m.rec, e.ID))
}

// holdsSecrets says whether a field of the exchange is one whose value is
// masked.
func holdsSecrets(e *record.Exchange) bool {
	secret := func(fields iter.Seq[wire.Field]) bool {
		for f := range fields {
			if session.Secret(f.Name) {
				return true
			}
		}
		return false
	}
	if secret(e.RequestFields()) || secret(e.TrailerFields()) {
		return true
	}
	return slices.ContainsFunc(e.Heads, func(h record.Head) bool { return secret(e.Fields(h)) })
}

// bytesOf are the bytes of a stretch, as far as they are kept. Values that are
// hidden on screen are hidden here as well: what is copied is often shown on.
func (m *Model) bytesOf(s *record.Stretch) string {
	var b strings.Builder
	for _, l := range s.Lines() {
		raw := s.Bytes(l.Off, l.Len)
		field := l.Kind == wire.KindFieldLine || l.Kind == wire.KindTrailerLine
		if field && int(l.C) <= len(raw) && l.C > l.B && session.Secret(string(raw[:l.A])) && !m.detail.Secrets() {
			b.Write(raw[:l.B])
			b.WriteString("****")
			raw = raw[l.C:]
		}
		b.Write(raw)
	}
	return b.String()
}

type copiedMsg struct{ words, short string }

// copyText copies a choice of the menu, of the exchange that was selected when it
// was opened: the list may have followed others since.
func (m *Model) copyText(i int) tea.Cmd {
	c := copies[i]
	if i == len(copies)-1 && m.opt.JSON == nil {
		return nil
	}
	e := m.rec.Exchange(m.copyOf)
	text := c.text(m, e)
	if text == "" {
		return nil
	}
	return m.copied(c.Words+m.hiding(c, e), text)
}

// hiding says that what is copied holds stars where there are secrets.
func (m *Model) hiding(c copying, e *record.Exchange) string {
	if m.detail.Secrets() || !c.bytes || !holdsSecrets(e) {
		return ""
	}
	return ", masked values as ****; s shows them"
}

// copied sends text to the terminal's clipboard (OSC 52). The terminal does not
// say whether it took it, so a file keeps it as well.
func (m *Model) copied(what, text string) tea.Cmd {
	save := m.opt.Save
	return tea.Sequence(tea.SetClipboard(text), func() tea.Msg {
		words, short := "Copied: "+what+" (sent to the terminal's clipboard, OSC 52", "Copied: "+what
		if save != nil {
			if path, err := save([]byte(text)); err == nil {
				words, short = words+"; also in "+path, short+"; also in "+path
			}
		}
		return copiedMsg{words + ").", short + "."}
	})
}
