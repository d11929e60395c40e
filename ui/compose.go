package ui

import (
	"os"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/export"
	"linger/ui/box"
	"linger/ui/edit"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/wire"
)

// composing is the composer in the place of the panes.
type composing struct{ *edit.Model }

func (m *Model) compose() { m.over = composing{edit.New(m.next, m.history)} }

func (c composing) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	return c.Update(k), true
}

func (c composing) paste(_ *Model, p tea.PasteMsg) tea.Cmd { return c.Update(p) }

// composed takes what the composer asks for.
func (m *Model) composed(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case edit.Send:
		m.next, m.over = msg.Request, nil
		m.send()
	case edit.SendRaw:
		m.over = nil
		m.opt.Engine.Do(session.SendRaw{Data: msg.Data, Reconnect: true})
	case edit.Repeat:
		m.next, m.over = msg.Request, nil
		m.opt.Engine.Do(session.Repeat{Request: session.Framed(msg.Request), N: msg.N})
	case edit.Pipeline:
		m.next, m.over = msg.Request, nil
		m.opt.Engine.Do(m.pipelineOf(msg.N))
	case edit.Editor:
		return editor(msg.Data)
	case editedMsg:
		m.edited(msg)
	case edit.Say:
		m.say(msg.Words)
	}
	return nil
}

type editedMsg struct {
	data []byte
	err  error
}

// editor opens $VISUAL or $EDITOR on the exact bytes. The idle clock of the
// server runs on meanwhile.
func editor(data []byte) tea.Cmd {
	f, err := os.CreateTemp("", "linger-*.http")
	if err != nil {
		return func() tea.Msg { return editedMsg{nil, err} }
	}
	name := f.Name()
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return func() tea.Msg { return editedMsg{nil, err} }
	}
	args := strings.Fields(chosenEditor())
	cmd := exec.Command(args[0], append(args[1:], name)...)
	return tea.ExecProcess(cmd, func(err error) tea.Msg {
		defer os.Remove(name)
		if err != nil {
			return editedMsg{nil, err}
		}
		b, err := os.ReadFile(name)
		return editedMsg{b, err}
	})
}

func chosenEditor() string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if s := strings.TrimSpace(os.Getenv(name)); s != "" {
			return s
		}
	}
	return "vi"
}

// edited takes the bytes that came out of the editor: as a request where that
// says the same bytes, else to be sent exactly as they are.
func (m *Model) edited(msg editedMsg) {
	c, ok := m.over.(composing)
	switch {
	case msg.err != nil:
		m.say("The editor failed: " + msg.err.Error() + ".")
	case ok:
		r, same := export.MessageOf(msg.data)
		c.SetRaw(msg.data, r, same)
		if !same {
			m.say("These bytes go out exactly as they are; esc goes back to the fields.")
		}
	}
}

func (c composing) draw(m *Model, rows []string) {
	c.ShowSecrets(m.detail.Secrets())
	body := m.plan.Body
	left := body.W
	if body.W >= 100 {
		left = body.W - 44
	}
	boxed := box.Box{Title: "Next request", Fact: c.Fact(), Focus: true}.Draw(m.th, left, body.H, c.Rows(m.th, left-2, body.H-2))
	for i, row := range boxed {
		rows[body.Y+i] = row
	}
	if left < body.W {
		w := body.W - left
		for i, row := range (box.Box{Title: "Presets"}).Draw(m.th, w, body.H, c.PresetRows(m.th, w-2, body.H-2)) {
			rows[body.Y+i] += row
		}
	}
	if m.plan.Next >= 0 {
		x, _ := layout.Bar(m.w)
		hint, room := c.Hint(), m.w-x-1
		in := c.Prompt(m.th, 10)
		if in != "" {
			room -= 11
			in += " "
		}
		rows[m.plan.Next] = " " + m.th.Muted.Render(text.Pad("editing", x-1)) + in + m.th.Text.Render(m.th.Fit(hint, room)) + " "
	}
}

func (c composing) hints(keys.State) []keys.Hint { return keys.Composer() }

// remember keeps what was sent for the composer's history.
func (m *Model) remember(r wire.RequestMessage) {
	if n := len(m.history); n > 0 && string(wire.AppendRequest(nil, m.history[n-1])) == string(wire.AppendRequest(nil, r)) {
		return
	}
	m.history = append(m.history, r)
	if len(m.history) > maxHistory {
		m.history = m.history[1:]
	}
}

const maxHistory = 100
