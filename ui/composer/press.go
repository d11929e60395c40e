package composer

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/export"
	"linger/ui/keys"
	"linger/wire/format"
)

// press passes a key to the open question, to [actions], to the presets, or to the text
// under the cursor.
func (m *Model) press(k tea.KeyPressMsg) (session.Command, tea.Cmd) {
	m.remark = ""
	key := k.String()
	if m.ask != nil {
		return m.answer(k), nil
	}
	if c := m.pending; c != nil {
		m.pending = nil
		if keys.InField(key) == keys.Send {
			if !m.again {
				m.remember(m.draft)
			}
			return c, nil
		}
	}
	if do := actions[m.keys.InComposer(key)]; do != nil {
		return do(m)
	}
	switch {
	case keys.InField(key) == keys.Send && !m.side && m.leads():
	case keys.InField(key) == keys.Send && !m.side:
		return m.send(), nil
	case m.side:
		return m.choosing(key), nil
	case m.draft.raw:
		m.typeRaw(k)
	default:
		m.typeForm(k)
	}
	return nil, nil
}

// actions holds the functions of the keys that do the same wherever the cursor is.
var actions = map[keys.Action]func(*Model) (session.Command, tea.Cmd){
	keys.RawBytes:  does((*Model).toggleRaw),
	keys.Older:     does((*Model).older),
	keys.SendN:     does(func(m *Model) { m.ask = asking(false, "10") }),
	keys.PipelineN: does(func(m *Model) { m.ask = asking(true, "5") }),
	keys.Switch:    does((*Model).toggle),
	keys.Presets: does(func(m *Model) {
		if !m.side {
			m.tidy()
		}
		m.side = !m.side
	}),
	keys.NextPart: does(func(m *Model) { m.nextPart(1) }),
	keys.PartBefore: does(func(m *Model) {
		m.nextPart(-1)
	}),
	keys.Editor: func(m *Model) (session.Command, tea.Cmd) { return nil, m.openEditor() },
}

func does(f func(*Model)) func(*Model) (session.Command, tea.Cmd) {
	return func(m *Model) (session.Command, tea.Cmd) { f(m); return nil, nil }
}

func (m *Model) send() session.Command {
	return m.paced(func(int) session.Pace { return session.Pace{} })
}

// slowly returns the command that sends the draft byte by byte.
func (m *Model) slowly() session.Command {
	return m.paced(func(int) session.Pace { return session.Pace{Each: 1, Pause: 20 * time.Millisecond} })
}

// inHalves returns the command that sends the draft with a pause in the middle.
func (m *Model) inHalves() session.Command {
	return m.paced(func(size int) session.Pace { return session.Pace{Split: size / 2, Pause: 2 * time.Second} })
}

// paced returns the command that sends the draft. pace returns the pace for a draft of a
// given length.
func (m *Model) paced(pace func(size int) session.Pace) session.Command {
	b, err := m.draft.goesOut()
	if err != nil {
		m.remark = format.Sentence(err.Error())
		return nil
	}
	return m.release(m.command(b, pace(len(b))))
}

// nextPart moves the cursor to the next part if by is 1, or to the previous part if it is
// -1. The presets follow the last part and precede the first.
func (m *Model) nextPart(by int) {
	m.tidy()
	last := m.parts() - 1
	if m.draft.raw {
		m.side = !m.side
		return
	}
	switch {
	case m.side && by > 0:
		m.side = false
		m.goTo(0)
	case m.side:
		m.side = false
		m.goTo(last)
	case by > 0 && m.naming:
		m.naming, m.cur, m.fresh = false, cursor(len(m.draft.lines[m.part().i].value)), false
	case m.row+by < 0 || m.row+by > last:
		m.side = true
	default:
		m.goTo(m.row + by)
	}
}

// tidy removes a new field line that is still empty.
func (m *Model) tidy() {
	if p := m.part(); !m.draft.raw && p.kind == partField {
		if l := m.draft.lines[p.i]; l.name == "" && l.value == "" {
			m.draft.lines = append(m.draft.lines[:p.i:p.i], m.draft.lines[p.i+1:]...)
			m.row--
		}
	}
}

// toggle switches the field line under the cursor on or off, or changes the
// version.
func (m *Model) toggle() {
	if m.side || m.draft.raw {
		return
	}
	switch p := m.part(); p.kind {
	case partField:
		m.draft.lines[p.i].on = !m.draft.lines[p.i].on
	case partVersion:
		if m.draft.proto == "HTTP/1.1" {
			m.draft.proto = "HTTP/1.0"
		} else {
			m.draft.proto = "HTTP/1.1"
		}
		m.cur = cursor(len(m.draft.proto))
	}
	m.keepInStep()
}

// keepInStep updates the calculated fields and the cursor after a change of the draft.
func (m *Model) keepInStep() {
	p := m.part()
	n := len(m.draft.lines)
	m.draft.countContent()
	if d := len(m.draft.lines) - n; d != 0 && p.kind >= partNew {
		m.row += d
	}
	m.row = min(m.row, m.parts()-1)
}

// typeForm handles a key in the form: it moves the cursor or edits the part under the
// cursor.
func (m *Model) typeForm(k tea.KeyPressMsg) {
	key := k.String()
	p := m.part()
	switch {
	case keys.InField(key) == keys.Up:
		m.tidy()
		m.goTo(m.row - 1)
		return
	case keys.InField(key) == keys.Down:
		m.tidy()
		m.goTo(m.row + 1)
		return
	case key == "space" && m.fresh && !m.naming && (p.kind == partField || p.kind == partVersion):
		m.toggle()
		return
	case p.kind == partField && m.acrossColon(key, p.i):
		return
	}
	typed := printable(k)
	if p.kind == partContent && breaks[key] {
		typed = "\n"
	}
	if p.kind == partNew {
		if typed != "" {
			m.newLine(typed)
		}
		return
	}
	s := m.text()
	before := *s
	if p.kind == partField && !m.naming && typed == " " && before == "" {
		return // a space already follows the colon
	}
	if typed != "" {
		m.cur.insert(s, typed)
	} else if !m.cur.press(s, key) {
		return
	}
	m.fresh = false
	if *s != before {
		m.changed(p)
	}
}

// breaks lists the keys that type a line break.
var breaks = map[string]bool{"ctrl+j": true, "alt+enter": true, "shift+enter": true}

// acrossColon handles a key that moves the cursor between the name and the value of field
// line i, or that removes a line without a name. It reports whether key does so.
func (m *Model) acrossColon(key string, i int) bool {
	l := m.draft.lines[i]
	m.cur.clamp(*m.text())
	switch {
	case m.naming && (key == ":" || key == "right" && int(m.cur) == len(l.name)):
		m.naming, m.cur = false, cursor(0)
		if key == ":" {
			m.cur = cursor(len(l.value))
		}
	case !m.naming && m.cur == 0 && (key == "left" || key == "backspace"):
		m.naming, m.cur = true, cursor(len(l.name))
	case m.naming && key == "backspace" && l.name == "":
		m.draft.lines[i].value = ""
		m.tidy()
		m.goTo(m.row + 1)
	default:
		return false
	}
	m.fresh = false
	return true
}

// newLine adds a field line with the typed beginning of its name.
func (m *Model) newLine(typed string) {
	m.draft.lines = append(m.draft.lines, line{on: true, name: typed, by: byYou})
	m.naming, m.fresh, m.cur = true, false, cursor(len(typed))
}

// changed updates the draft after the user has edited p. An edited field line is sent and
// counts as added by the user.
func (m *Model) changed(p part) {
	if p.kind == partField {
		l := &m.draft.lines[p.i]
		l.on, l.by, l.counted = true, byYou, false
	}
	m.keepInStep()
}

// printable returns the text that a key types, or "".
func printable(k tea.KeyPressMsg) string {
	if k.Mod&(tea.ModCtrl|tea.ModAlt) != 0 {
		return ""
	}
	return k.Text
}

// toggleRaw switches between fields and raw bytes. Bytes that fields cannot express stay
// raw.
func (m *Model) toggleRaw() {
	m.side = false
	if !m.draft.raw {
		b, _ := m.draft.goesOut()
		m.draft.raw, m.draft.bytes = true, Escape(b)
		m.goTo(0)
		return
	}
	b, err := Unescape(m.draft.bytes)
	if err != nil {
		m.remark = format.Sentence(err.Error())
		return
	}
	msg, same := export.MessageOf(b)
	if !same {
		m.remark = "These bytes cannot be shown as fields; they stay raw."
		return
	}
	d := draftOf(msg, m.base, byYou)
	m.draft = d
	m.goTo(1)
}
