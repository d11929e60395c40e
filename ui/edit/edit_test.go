package edit

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/theme"
	"linger/wire"
)

var base = wire.RequestMessage{Method: "GET", Target: "/chunked", Proto: "HTTP/1.1", Fields: []wire.HeaderField{
	{Name: "Host", Value: "127.0.0.1:8321"}, {Name: "User-Agent", Value: "linger/0.1.0"}, {Name: "Accept", Value: "*/*"}, {Name: "Connection", Value: "keep-alive"},
}}

func th() *theme.Theme { return theme.New(true, colorprofile.TrueColor, false) }

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "home": {Code: tea.KeyHome},
	"backspace": {Code: tea.KeyBackspace}, "space": {Code: tea.KeySpace, Text: " "},
}

func keyOf(s string) tea.KeyPressMsg {
	if k, ok := named[s]; ok {
		return k
	}
	if rest, ok := strings.CutPrefix(s, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(s)[0], Text: s}
}

// press gives keys to the composer and returns what the last one asked for.
func press(m *Model, ks ...string) (last tea.Msg) {
	for _, k := range ks {
		last = nil
		if cmd := m.Update(keyOf(k)); cmd != nil {
			last = cmd()
		}
	}
	return last
}

func TestTypingChangesTheRequest(t *testing.T) {
	m := New(base, nil)
	press(m, "ctrl+u", "/", "x", "up", "ctrl+w", "P", "U", "T")
	press(m, "down", "down", "space")
	if r := m.Request(); r.Method != "PUT" || r.Target != "/x" || r.Proto != "HTTP/1.0" {
		t.Errorf("%+v", r)
	}
	press(m, "down", "ctrl+t") // Host is left out
	press(m, "down", "down", "down", "down", "X", "-", "A", ":", "1", "2")
	press(m, "down", "down", "h", "i", "ctrl+j", "!")
	r := m.Request()
	if got := fmt.Sprint(r.Fields); got != "[{User-Agent linger/0.1.0} {Accept */*} {Connection keep-alive} {X-A 12}]" {
		t.Error(got)
	}
	if string(r.Content) != "hi\n!" {
		t.Errorf("%q", r.Content)
	}
	if !strings.Contains(string(m.Bytes()), "Content-Length: 4\r\n\r\nhi\n!") {
		t.Errorf("nothing frames the content: %q", m.Bytes())
	}
}

func TestEnterSends(t *testing.T) {
	m := New(base, nil)
	if got, ok := press(m, "enter").(Send); !ok || got.Request.Target != "/chunked" {
		t.Errorf("%+v", got)
	}
	if got, ok := press(m, "ctrl+n", "backspace", "backspace", "7", "enter").(Repeat); !ok || got.N != 7 {
		t.Errorf("%+v", got)
	}
	if got, ok := press(m, "ctrl+l", "enter").(Pipeline); !ok || got.N != 10 {
		t.Errorf("%+v", got)
	}
	if got, ok := press(m, "ctrl+l", "x", "enter").(Say); !ok {
		t.Errorf("%+v", got)
	}
}

func TestPresets(t *testing.T) {
	for i, p := range Presets {
		m := New(base, nil)
		m.at = m.presets()
		press(m, p.Key)
		v := m.judge()
		if v.ok == p.Malformed {
			t.Errorf("%s: %+v", p.Name, v)
		}
		if string(m.Bytes()) != string(wire.AppendRequest(nil, session.Framed(p.Make(base)))) {
			t.Errorf("%s: %q", p.Name, m.Bytes())
		}
		msg := press(m, "up", "enter")
		if i == 0 {
			msg = press(m, "enter")
		}
		_, sent := msg.(Send)
		if p.Malformed && sent {
			t.Errorf("%s went out unconfirmed", p.Name)
		}
	}
}

func TestMalformedIsConfirmed(t *testing.T) {
	m := New(Presets[9].Make(base), nil)
	if got, ok := press(m, "enter").(Say); !ok || !strings.Contains(got.Words, "Enter again") {
		t.Errorf("%+v", got)
	}
	if _, ok := press(m, "enter").(Send); !ok {
		t.Error("not sent when confirmed")
	}
	press(m, "enter", "x")
	if _, ok := press(m, "enter").(Send); ok {
		t.Error("sent without confirming what was changed since")
	}
}

func TestPasteCurl(t *testing.T) {
	m := New(base, nil)
	cmd := m.Update(tea.PasteMsg{Content: "curl -X DELETE http://127.0.0.1:8321/x \\\r  -H 'X-A: 1'\r"})
	if cmd == nil {
		t.Fatal("nothing said")
	}
	if r := m.Request(); r.Method != "DELETE" || r.Target != "/x" {
		t.Errorf("%+v: %+v", cmd(), r)
	}
	m.Update(tea.PasteMsg{Content: "?q=\x1b[2J"})
	if r := m.Request(); r.Target != "/x?q=\x1b[2J" {
		t.Errorf("%q", r.Target)
	}
	for _, row := range m.Rows(th(), 74, 28) {
		if strings.Contains(ansi.Strip(row), "\x1b") {
			t.Errorf("%q", row)
		}
	}
}

func TestHistory(t *testing.T) {
	one, two := base, base
	one.Target, two.Target = "/1", "/2"
	m := New(base, []wire.RequestMessage{one, two})
	press(m, "ctrl+p")
	if m.Request().Target != "/2" || m.Fact() != "2 of 2 in history" {
		t.Error(m.Request().Target, m.Fact())
	}
	press(m, "ctrl+p", "ctrl+p")
	if m.Request().Target != "/1" {
		t.Error(m.Request().Target)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	r := base
	r.Fields = append(r.Fields[:4:4], wire.HeaderField{Name: "Authorization", Value: "Bearer s3cret"})
	m := New(r, nil)
	look := func() string { return ansi.Strip(strings.Join(m.Rows(th(), 74, 30), "\n")) }
	if s := look(); strings.Contains(s, "s3cret") || strings.Count(s, "**** (13 bytes)") != 2 {
		t.Error(s)
	}
	m.ShowSecrets(true)
	if s := look(); strings.Count(s, "s3cret") != 2 {
		t.Error(s)
	}
}

func TestSizesAndGoldens(t *testing.T) {
	m := New(base, nil)
	for _, at := range []int{0, 2, 6, m.adding(), m.body(), m.presets()} {
		m.at = at
		for w := 38; w < 120; w += 3 {
			for h := 1; h < 50; h += 3 {
				golden.Size(t, m.Rows(th(), w, h), w, h)
				golden.Size(t, m.PresetRows(th(), w, h), w, h)
			}
		}
	}
	m.at = 6
	for _, s := range [][2]int{{38, 20}, {74, 28}, {154, 38}} {
		golden.Check(t, fmt.Sprintf("composer-%dx%d", s[0], s[1]), m.Rows(th(), s[0], s[1]))
	}
	golden.Check(t, "presets-42x28", m.PresetRows(th(), 42, 28))
}
