package composer

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/wire"
)

// allKeys lists the keys with a function in the composer, and a few that only type text.
var allKeys = []string{"enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "backspace", "delete", "space",
	"ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+d", "ctrl+t", "ctrl+p", "ctrl+n", "ctrl+l", "ctrl+r", "ctrl+j",
	"a", ":", "1", "e", "d", "l", "\\", "x", "6", "ä", "你"}

var pastes = []string{"curl http://h/ -d a=1", "GET / HTTP/1.1\nHost: h\n\n", "X-A: 1\n", "\x1b[31m\xff", `a\r\nb`, "\n"}

// Whatever keys are pressed, the pane keeps its size, the cursor stays in a part of the
// form, and no command sends an empty request.
func FuzzKeys(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, uint8(80), uint8(18))
	f.Add([]byte{22, 23, 24, 255, 22, 254}, uint8(120), uint8(30))
	f.Fuzz(func(t *testing.T, presses []byte, w, h uint8) {
		w, h = max(1, w), max(1, h)
		m := model(int(w), int(h))
		if len(presses) > 60 {
			presses = presses[:60]
		}
		for _, b := range presses {
			var c session.Command
			switch i := int(b); {
			case i >= 256-len(pastes):
				c, _ = m.Update(tea.PasteMsg{Content: pastes[i-256+len(pastes)]})
			case i == 200:
				m.Escape()
			case i == 201:
				m.edited(editorResult{id: m.editing, text: pastes[1] + pastes[2]})
			case i == 202:
				if r, ok := m.Next(); ok {
					r.Method = "HEAD"
					m.SetNext(r)
				}
			default:
				c = press(t, m, allKeys[i%len(allKeys)])
			}
			if s, ok := c.(session.Send); ok && len(wire.AppendRequest(nil, s.Request)) == 0 {
				t.Fatal("a Send command has an empty request")
			}
			if m.row < 0 || m.row >= m.parts() {
				t.Fatalf("the cursor is in row %d of %d", m.row, m.parts())
			}
		}
		golden.Size(t, rows(m), int(w), int(h))
		golden.Size(t, []string{m.Row(max(12, int(w)), 11)}, max(12, int(w)), 1)
	})
}
