package composer

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/text"
)

// find returns the position of the first occurrence of words in the view. ok is false if
// there is none.
func find(m *Model, words string) (x, y int, ok bool) {
	for y, row := range rows(m) {
		if before, _, ok := strings.Cut(ansi.Strip(row), words); ok {
			return text.Width(before), y, true
		}
	}
	return 0, 0, false
}

// A click on a part of the request moves the cursor there from any other place.
func TestClickOnAPart(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 18}, {80, 30}, {200, 38}, {120, 12}} {
		m := model(size[0], size[1])
		for words, want := range map[string]part{
			"│  method ": {kind: partMethod}, "│  target ": {kind: partTarget}, "✓ Host ": {partField, 0}, "✓ Accept ": {partField, 2},
			" + field ": {kind: partNew}, "│  content ": {kind: partContent},
		} {
			seen := false
			for row := range m.parts() {
				m.goTo(row)
				x, y, ok := find(m, words)
				if !ok { // a window with few rows may show other parts
					continue
				}
				seen = true
				if key := m.Click(x+3, y); key != "" || m.part() != want || m.side {
					t.Errorf("%v, from part %d: a click on %q put the cursor on %+v and returned the key %q, want the clicked part and no key", size, row, words, m.part(), key)
				}
			}
			if !seen {
				t.Errorf("%v: the view lacks %q:\n%s", size, words, ansi.Strip(m.View()))
			}
		}
	}
}

// The first click on a preset moves the cursor there, and the second click applies the
// preset.
func TestClickOnAPreset(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 18}, {200, 38}} {
		m := model(size[0], size[1])
		if size[0] < wide {
			m.side = true
		}
		for i, p := range presets[:3] {
			m.pick = len(presets) - 1
			if size[1] < 20 {
				m.pick = (i + 1) % 3
			}
			x, y, _ := find(m, "  "+p.name)
			if key := m.Click(x+3, y); key != "" || !m.side || m.pick != i {
				t.Errorf("%v: a click on %q put the cursor on %d and returned the key %q, want the preset and no key", size, p.name, m.pick, key)
			}
			x, y, _ = find(m, "  "+p.name)
			if key := m.Click(x+3, y); key != keys.Default().Of(keys.Send).Keys[0] || m.pick != i {
				t.Errorf("%v: a second click on %q left the cursor on %d and returned the key %q, want enter", size, p.name, m.pick, key)
			}
		}
	}
}

// In a window with few rows, where the list of choices is scrolled, a click selects the
// choice in the clicked row.
func TestClickInAScrolledList(t *testing.T) {
	m := model(80, 18)
	m.side, m.pick = true, len(presets)+actionCount-1
	x, y, ok := find(m, "  "+m.actionName(halfCloseAction))
	if !ok {
		t.Fatalf("the view lacks the row to click:\n%s", ansi.Strip(m.View()))
	}
	if m.Click(x+3, y); m.pick != len(presets)+halfCloseAction {
		t.Errorf("a click selected choice %d, want %d", m.pick, len(presets)+halfCloseAction)
	}
}

// A click outside the choices and a click while linger asks a question change nothing.
func TestClickOutsideChoicesChangesNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(*Model)
		x, y int
	}{
		"the border above":    {func(*Model) {}, 20, 0},
		"the bytes":           {func(*Model) {}, 20, 20},
		"a heading":           {func(*Model) {}, 80, 1},
		"the border below":    {func(*Model) {}, 80, 29},
		"raw bytes":           {func(m *Model) { press(t, m, "ctrl+r") }, 20, 3},
		"while linger asks":   {func(m *Model) { press(t, m, "ctrl+n") }, 20, 3},
		"no room":             {func(m *Model) { m.SetSize(20, 2) }, 5, 1},
		"the blank row below": {func(*Model) {}, 20, 1},
	} {
		m := model(120, 30)
		tt.do(m)
		row, pick, side := m.row, m.pick, m.side
		if key := m.Click(tt.x, tt.y); key != "" || m.row != row || m.pick != pick || m.side != side {
			t.Errorf("%s: the click returned %q and moved the cursor to part %d, choice %d, in the presets: %t", name, key, m.row, m.pick, m.side)
		}
	}
}

// The hints contain only keys that work in the current state.
func TestHints(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want []keys.Action
		not  []keys.Action
	}{
		"the form":    {nil, []keys.Action{keys.Send}, nil},
		"a question":  {[]string{"ctrl+n"}, []keys.Action{keys.Send, keys.Back}, []keys.Action{keys.Older, keys.RawBytes}},
		"the presets": {[]string{"shift+tab", "shift+tab"}, []keys.Action{keys.Send, keys.NextPart, keys.Back}, []keys.Action{keys.Older, keys.RawBytes}},
		"raw bytes":   {[]string{"ctrl+r"}, []keys.Action{keys.Send, keys.RawBytes, keys.Older, keys.Editor, keys.Back}, []keys.Action{keys.Switch}},
		"typing":      {[]string{"down", "down", "'x"}, []keys.Action{keys.Send, keys.Switch}, nil},
	} {
		m := model(120, 30)
		press(t, m, tt.keys...)
		var got []keys.Action
		for _, h := range m.Hints() {
			got = append(got, h.Action)
		}
		for _, a := range tt.want {
			if !slices.Contains(got, a) {
				t.Errorf("%s: the hints are %v, want one for %v", name, got, a)
			}
		}
		for _, a := range tt.not {
			if slices.Contains(got, a) {
				t.Errorf("%s: the hints are %v, want none for %v", name, got, a)
			}
		}
	}
	space := func(m *Model) bool {
		return slices.ContainsFunc(m.Hints(), func(h keys.Hint) bool { return h.Key == "space" })
	}
	m := model(120, 30)
	if before := space(m); !before {
		t.Error("the hints do not offer space as a switch before typing")
	}
	if press(t, m, "'x"); space(m) {
		t.Error("the hints offer space as a switch after typing, although it would type a space")
	}
}

// lostRecord returns a record with one lost request.
func lostRecord(retry session.Retry) *record.Record {
	r := &record.Record{}
	raw := []byte("PUT / HTTP/1.1\r\n\r\n")
	r.Apply(session.Connected{Conn: 1})
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 1, Method: "PUT", Data: raw, Len: int64(len(raw))})
	r.Apply(&session.ExchangeDone{Conn: 1, Exchange: 1, Retry: retry})
	return r
}

// The explaining row describes the choice under the cursor.
func TestEachChoiceIsExplained(t *testing.T) {
	again := len(presets) + lostAction
	malformed := slices.IndexFunc(presets, func(p preset) bool { return p.group == groupMalformed })
	for _, tt := range []struct {
		pick       int
		rec        *record.Record
		name, want string
	}{
		{0, nil, "presets:", "the target stays"},
		{malformed, nil, "malformed:", "only after you confirm"},
		{len(presets) + slowAction, nil, "byte by byte:", "20 ms between bytes"},
		{len(presets) + resetAction, nil, "reset:", "unread data is lost"},
		{again, nil, "send again:", "only after a request was lost"},
		{again, lostRecord(session.RetrySafe), "send again:", "PUT is idempotent"},
		{again, lostRecord(session.RetryNotSafe), "send again:", "PUT may have been processed"},
	} {
		m := model(160, 40)
		if tt.rec != nil {
			m.Show(tt.rec)
		}
		m.side, m.pick = true, tt.pick
		if row := ansi.Strip(m.Row(160, 11)); !strings.Contains(row, tt.name) || !strings.Contains(row, tt.want) {
			t.Errorf("choice %d: the row must contain %q and %q, but it is %q", tt.pick, tt.name, tt.want, row)
		}
	}
	for retry, want := range map[session.Retry]string{session.RetrySafe: "send 1 again: safe, PUT", session.RetryNotSafe: "send 1 again: not safe, PUT"} {
		m := model(160, 40)
		m.Show(lostRecord(retry))
		if got := m.actionName(lostAction); got != want {
			t.Errorf("the name of the action is %q, want %q", got, want)
		}
	}
}

// The keys that move among the choices stop at the first and the last.
func TestMovingAmongChoices(t *testing.T) {
	last := len(presets) + actionCount - 1
	for _, tt := range []struct {
		keys []string
		want int
	}{{[]string{"down"}, 1}, {[]string{"up"}, 0}, {[]string{"end"}, last}, {[]string{"end", "down"}, last}, {[]string{"end", "up"}, last - 1}, {[]string{"end", "home"}, 0}} {
		m := model(120, 30)
		m.side, m.pick = true, 0
		if press(t, m, tt.keys...); m.pick != tt.want || !m.side {
			t.Errorf("after %v the cursor is on choice %d, want %d", tt.keys, m.pick, tt.want)
		}
	}
}
