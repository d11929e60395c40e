package edit

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/export"
	"linger/ui/field"
)

// Update edits, moves, or asks for something.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.KeyPressMsg:
		if m.ask != nil {
			return m.answer(msg)
		}
		if do := commands[msg.String()]; do != nil {
			return do(m)
		}
		m.typed(msg)
	}
	return nil
}

// commands are the keys that do not type.
var commands = map[string]func(*Model) tea.Cmd{
	"tab":       func(m *Model) tea.Cmd { m.forward(); return nil },
	"shift+tab": func(m *Model) tea.Cmd { m.backward(); return nil },
	"down":      func(m *Model) tea.Cmd { m.down(1); return nil },
	"up":        func(m *Model) tea.Cmd { m.down(-1); return nil },
	"enter":     (*Model).enter,
	"ctrl+t":    func(m *Model) tea.Cmd { m.toggle(); return nil },
	"ctrl+p":    func(m *Model) tea.Cmd { m.turn(1); return nil },
	"ctrl+n": func(m *Model) tea.Cmd {
		m.prompt("send how many, one after another?", func(n int) tea.Msg { return Repeat{m.Request(), n} })
		return nil
	},
	"ctrl+l": func(m *Model) tea.Cmd {
		m.prompt("pipeline how many?", func(n int) tea.Msg { return Pipeline{m.Request(), n} })
		return nil
	},
	"ctrl+r": func(m *Model) tea.Cmd { return say(Editor{m.Bytes()}) },
	"ctrl+o": func(m *Model) tea.Cmd { return say(Editor{m.Bytes()}) },
}

func say(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

func (m *Model) prompt(words string, then func(int) tea.Msg) {
	m.ask = &prompt{words: words, in: field.New("10"), then: then}
}

func (m *Model) answer(k tea.KeyPressMsg) tea.Cmd {
	if k.String() != "enter" {
		m.ask.in.Update(k)
		return nil
	}
	p := m.ask
	n, err := strconv.Atoi(strings.TrimSpace(p.in.Value()))
	if err != nil || n < 1 || n > 1_000_000 {
		return say(Say{"A number from 1 to 1,000,000 is needed."})
	}
	m.ask = nil
	return say(p.then(n))
}

// Back says whether esc has something to undo here: a question.
func (m *Model) Back() bool {
	if m.ask != nil {
		m.ask = nil
		return true
	}
	if m.raw != nil {
		m.raw = nil
		return true
	}
	return false
}

// forward goes to the next part; in a field line from the name to the value
// first.
func (m *Model) forward() {
	if m.onLine() != nil && m.inName {
		m.inName = false
		return
	}
	m.down(1)
	if m.onLine() != nil {
		m.inName = true
	}
}

func (m *Model) backward() {
	if m.onLine() != nil && !m.inName {
		m.inName = true
		return
	}
	m.down(-1)
	m.inName = false
}

func (m *Model) down(by int) {
	if m.at == m.presets() {
		if next := m.preset + by; next >= 0 && next < len(Presets) {
			m.preset = next
			return
		}
	}
	m.at = (m.at + by + m.last() + 1) % (m.last() + 1)
	m.inName, m.sure = false, false
	if m.at == m.presets() {
		m.preset = 0
		if by < 0 {
			m.preset = len(Presets) - 1
		}
	}
}

// toggle switches a field line on or off, or changes the version or the coding.
func (m *Model) toggle() {
	switch l := m.onLine(); {
	case l != nil:
		l.on = !l.on
	case m.at == int(version):
		if m.proto.Value() == "HTTP/1.1" {
			m.proto.Set("HTTP/1.0")
		} else {
			m.proto.Set("HTTP/1.1")
		}
	case m.at == m.body():
		m.chunked = !m.chunked
	}
	m.sure = false
}

func (m *Model) turn(by int) {
	n := len(m.history)
	m.turned = max(0, min(n, m.turned+by))
	if m.turned > 0 {
		m.load(m.history[n-m.turned])
	}
}

// enter sends. On a preset it takes the preset; a malformed request has to be
// confirmed.
func (m *Model) enter() tea.Cmd {
	if m.at == m.presets() {
		m.load(Presets[m.preset].Make(m.base))
		return nil
	}
	if v := m.judge(); !v.ok && !m.sure {
		m.sure = true
		return say(Say{"Malformed: " + v.words + " Enter again sends it as it is."})
	}
	m.sure = false
	if m.raw != nil {
		return say(SendRaw{m.raw})
	}
	return say(Send{m.Request()})
}

// typed gives a key to the text under the cursor.
func (m *Model) typed(k tea.KeyPressMsg) {
	s := k.String()
	switch l := m.onLine(); {
	case m.at == m.presets():
		for i, p := range Presets {
			if p.Key == s {
				m.preset = i
				m.load(p.Make(m.base))
			}
		}
		return
	case m.at == int(version) && s == "space":
		m.toggle()
		return
	case l != nil && m.inName && s == "space":
		m.toggle()
		return
	case l != nil && m.inName && s == ":":
		m.inName = false
		return
	case l != nil && s == "backspace" && l.name.Value()+l.value.Value() == "":
		i := m.at - int(fields)
		m.lines = append(m.lines[:i:i], m.lines[i+1:]...)
		return
	case m.at == m.adding() && k.Text != "":
		m.lines = append(m.lines, line{on: true})
		m.inName = true
	case m.at == m.body() && s == "ctrl+j":
		m.content.Update(tea.PasteMsg{Content: "\n"})
		return
	}
	if in := m.text(); in != nil && in.Update(k) {
		m.sure, m.raw = false, nil
	}
}

// text is the text under the cursor, or nil.
func (m *Model) text() *field.Field {
	switch l := m.onLine(); {
	case l != nil && m.inName:
		return &l.name
	case l != nil:
		return &l.value
	case m.at == int(method):
		return &m.method
	case m.at == int(target):
		return &m.target
	case m.at == int(version):
		return &m.proto
	case m.at == m.body():
		return &m.content
	}
	return nil
}

// paste takes a curl command as the whole request, anything else as text.
func (m *Model) paste(p tea.PasteMsg) tea.Cmd {
	if s := strings.TrimSpace(strings.ReplaceAll(p.Content, "\r", "\n")); strings.HasPrefix(s, "curl ") {
		c, err := export.ParseCurl(s)
		if err != nil {
			return say(Say{"The curl command cannot be read: " + err.Error() + "."})
		}
		m.load(c.Request)
		words := "Taken from the curl command; it goes to this connection, whatever its URL says."
		if len(c.Notes) > 0 {
			words = "Taken from the curl command. " + c.Notes[0]
		}
		return say(Say{words})
	}
	if m.ask != nil {
		m.ask.in.Update(p)
	} else if in := m.text(); in != nil {
		in.Update(p)
		m.sure, m.raw = false, nil
	}
	return nil
}
