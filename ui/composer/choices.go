package composer

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/ui/box"
	"linger/ui/keys"
	"linger/ui/text"
)

// The actions after the presets: other ways to send the draft, then actions on the
// connection.
const (
	slowAction = iota
	halvesAction
	halfCloseAction
	resetAction
	newAction
	lostAction
	actionCount
)

// An action is another way to send the draft, or an action on the connection.
type action struct {
	key, name string
	detail    string // text after the name in the list, or empty
	words     string // what it does, for the explaining row
	do        func(*Model) session.Command
}

var furtherActions = [actionCount]action{
	slowAction:      {"s", "byte by byte", "", "20 ms between bytes; the server must reassemble the request", (*Model).slowly},
	halvesAction:    {"t", "in two halves", "", "2 s between the halves; impatient servers time out", (*Model).inHalves},
	halfCloseAction: {"h", "half-close", "send FIN, keep reading", "many servers then close the whole connection (RFC 9112 §9.6)", func(*Model) session.Command { return session.HalfClose{} }},
	resetAction:     {"r", "reset", "send RST", "unread data is lost on the server; further data from it is rejected", func(*Model) session.Command { return session.Reset{} }},
	newAction:       {"n", "a new connection", "", "closes the open connection first", func(*Model) session.Command { return session.Reconnect{} }},
	lostAction:      {"l", "", "", "", (*Model).retry},
}

// actionName returns the name of an action, which depends on the record.
func (m *Model) actionName(i int) string {
	if i != lostAction {
		a := &furtherActions[i]
		if a.detail != "" {
			return a.name + ": " + a.detail
		}
		return a.name
	}
	e := m.lost()
	switch {
	case e == nil:
		return "resend (nothing was lost)"
	case e.Retry() == session.RetrySafe:
		return "send " + strconv.Itoa(e.ID) + " again: safe, " + text.Safe(e.Method)
	}
	return "send " + strconv.Itoa(e.ID) + " again: not safe, " + text.Safe(e.Method)
}

// explainChoice returns the name of the choice under the cursor and what it does.
func (m *Model) explainChoice() (name, words string) {
	i := m.pick - len(presets)
	switch e := m.lost(); {
	case i < 0 && presets[m.pick].group == groupMalformed:
		return "malformed:", "for learning; sent only after you confirm; some servers close at once"
	case i < 0:
		return "presets:", "enter uses this preset; the target stays"
	case i != lostAction:
		return furtherActions[i].name + ":", furtherActions[i].words
	case e == nil:
		return "send again:", "only after a request was lost"
	case e.Retry() == session.RetrySafe:
		return "send again:", e.Method + " is idempotent: repeating it has the same effect (RFC 9110 §9.2.2)"
	default:
		return "send again:", e.Method + " may have been processed: repeating it may do it twice (RFC 9110 §9.2.2)"
	}
}

// choosing handles a key while the cursor is in the presets.
func (m *Model) choosing(key string) session.Command {
	n := len(presets) + actionCount
	for i := range n { // the keys of the choices take precedence over those that move the cursor
		if m.keyOf(i) == key {
			m.pick = i
			return m.choose(i)
		}
	}
	switch m.keys.ActionOf(key) {
	case keys.Up:
		m.pick = max(0, m.pick-1)
	case keys.Down:
		m.pick = min(n-1, m.pick+1)
	case keys.First:
		m.pick = 0
	case keys.Last:
		m.pick = n - 1
	case keys.Send:
		return m.choose(m.pick)
	}
	return nil
}

func (m *Model) keyOf(i int) string {
	if i < len(presets) {
		return presets[i].key
	}
	return furtherActions[i-len(presets)].key
}

func (m *Model) choose(i int) session.Command {
	if i >= len(presets) {
		return furtherActions[i-len(presets)].do(m)
	}
	m.take(presets[i].made(m.base, m.draft.target))
	return nil
}

// choices returns the rows of the presets and actions in their box.
func (m *Model) choices(w int, foot string) []string {
	b := box.Box{Title: "Presets", Foot: foot, Focus: m.side}
	h := max(0, m.h-2)
	rows, at := m.fittedChoices(w-2, h)
	if len(rows) > h {
		if h > 0 {
			b.Foot = strings.TrimPrefix(foot+" · "+m.hidden(len(rows), at[m.pick], h), " · ")
		}
		rows = window(rows, at[m.pick], h)
	}
	return b.Draw(m.th, w, m.h, rows)
}

// fittedChoices returns the rows of all choices, with as many blank rows as h allows, and
// the index of the row of each choice.
func (m *Model) fittedChoices(w, h int) (rows []string, at []int) {
	for _, s := range spacings {
		if rows, at = m.choiceRows(w, s); len(rows) <= h {
			break
		}
	}
	return rows, at
}

// choiceAt returns the choice in a row of the box, counted inside its border, or -1.
func (m *Model) choiceAt(w, y int) int {
	h := max(0, m.h-2)
	rows, at := m.fittedChoices(w-2, h)
	if y < 0 || y >= h {
		return -1
	}
	if len(rows) > h {
		y += windowTop(len(rows), at[m.pick], h)
	}
	return slices.Index(at, y)
}

// hidden returns text that says how many rows are above and below the h visible rows,
// such as "↑ 7, ↓ 1 more".
func (m *Model) hidden(all, at, h int) string {
	above := windowTop(all, at, h)
	g, parts := &m.th.Glyphs, []string{}
	if above > 0 {
		parts = append(parts, g.Up+" "+strconv.Itoa(above))
	}
	if below := all - h - above; below > 0 {
		parts = append(parts, g.Down+" "+strconv.Itoa(below))
	}
	s := strings.Join(parts, ", ") + " more"
	return s
}

// A spacing says which rows are shown in addition to the choices.
type spacing struct {
	warning string // the warning about malformed requests
	gap     bool   // a blank row above the warning
	apart   bool   // the actions are in two groups
	top     bool   // a blank row above the first group
	blanks  bool   // blank rows between groups
}

const (
	longWarning  = "Malformed requests are sent only after you confirm; some servers close at once."
	shortWarning = "Sent only after you confirm."
)

// spacings lists the spacings, beginning with the one that has the most rows.
var spacings = []spacing{
	{warning: longWarning, gap: true, apart: true, top: true, blanks: true},
	{warning: shortWarning, apart: true, top: true, blanks: true},
	{warning: shortWarning, top: true, blanks: true},
	{warning: shortWarning, blanks: true},
	{blanks: true},
	{},
}

// choiceRows returns the rows of all choices, and the index of the row of each choice.
func (m *Model) choiceRows(w int, s spacing) (rows []string, at []int) {
	head := func(name string) {
		style := m.th.Strong
		if name == groupMalformed {
			style = m.th.CautionStrong
		}
		if len(rows) == 0 && s.top || len(rows) > 0 && s.blanks {
			rows = append(rows, text.Spaces(w))
		}
		rows = append(rows, join(m.th, w, []piece{{style, "  " + name}}, piece{}))
	}
	chosen := presetOf(m.draft, m.base)
	for i, p := range presets {
		if i == 0 || presets[i-1].group != p.group {
			head(p.group)
		}
		at = append(at, len(rows))
		rows = append(rows, m.choiceRow(i, p.key, p.name, i == chosen && !m.side, w))
	}
	rows = append(rows, m.malformedWarning(w, s)...)
	for i := range actionCount {
		switch {
		case i == 0 && !s.apart:
			head("other ways to send")
		case i == slowAction:
			head("slowly")
		case i == halfCloseAction && s.apart:
			head("connection")
		}
		at = append(at, len(rows))
		rows = append(rows, m.choiceRow(len(presets)+i, furtherActions[i].key, m.actionName(i), false, w))
	}
	return rows, at
}

// malformedWarning returns the rows of the warning about malformed requests.
func (m *Model) malformedWarning(w int, s spacing) (rows []string) {
	if s.warning == "" {
		return nil
	}
	if s.gap {
		rows = append(rows, text.Spaces(w))
	}
	for _, l := range text.Wrap(s.warning, max(1, w-4)) {
		rows = append(rows, join(m.th, w, []piece{{m.th.Muted, "  " + l}}, piece{}))
	}
	return rows
}

func (m *Model) choiceRow(i int, key, name string, current bool, w int) string {
	th := m.th
	keyStyle := th.Key
	if !m.side { // until ctrl+g is pressed, the letter is text for the request
		keyStyle = th.Muted
	}
	if !current && (!m.side || i != m.pick) {
		style := th.Text
		if i == len(presets)+lostAction && m.lost() == nil {
			style = th.Muted
		}
		return join(th, w, []piece{{keyStyle, "   " + key}, {style, "  " + name}}, piece{})
	}
	cursor := th.Selected.Accent
	if !m.side {
		cursor = th.Selected.Muted
	}
	th = th.Selected
	if keyStyle = th.Key; !m.side {
		keyStyle = th.Muted
	}
	return join(th, w, []piece{{cursor, " " + m.th.Glyphs.Cursor + " "}, {keyStyle, key}, {th.Strong, "  " + name}}, piece{})
}
