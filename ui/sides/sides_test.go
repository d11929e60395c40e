package sides

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"linger/session/learned"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
)

func th() *theme.Theme { return theme.New(true, colorprofile.TrueColor, false) }

// learn returns what linger learns from the events of a session.
func learn(b *play.Between) *learned.Summary {
	var f learned.Fold
	for _, ev := range b.Events {
		f.Apply(ev)
	}
	s := f.Summary()
	return &s
}

func model(s *learned.Summary, w, h int) *Model {
	m := New(th())
	m.SetSize(w, h)
	m.Show(s, "pair")
	return m
}

func TestCard(t *testing.T) {
	for name, s := range map[string]*learned.Summary{"nothing": {}, "pairs": learn(play.Pairs())} {
		for _, size := range [][2]int{{118, 42}, {78, 17}, {38, 12}} {
			m := model(s, size[0], size[1])
			golden.Size(t, m.Rows(), size[0], size[1])
			golden.Check(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.Rows())
		}
	}
	m := model(learn(play.Pairs()), 78, 17)
	golden.Tokens(t, "pairs-78x17-tokens", m.th, m.Rows())
}

func TestRowsHaveExactlyTheSize(t *testing.T) {
	s := learn(play.Pairs())
	for w := 4; w < 170; w += 7 {
		for h := range 40 {
			m := model(s, w, h)
			golden.Size(t, m.Rows(), w, h)
			m.Move(3)
			m.Page(1)
			golden.Size(t, m.Rows(), w, h)
		}
	}
}

// Each statement leads to the connections that it is based on.
func TestEvidence(t *testing.T) {
	m := model(learn(play.Pairs()), 118, 20)
	found := map[string]string{}
	for range 30 {
		conns, exchange := m.Evidence()
		at := m.rows[m.selected()]
		found[at.label+": "+at.words] = fmt.Sprint(conns, exchange)
		m.Move(1)
	}
	for statement, want := range map[string]string{
		"idle limit: closes after 5.00 s, without Connection: close": "[5 8 9] 0",
		"announced: by Connection: close, max or HTTP/1.0":           "[6] 0",
		"8: POST /orders, 200 µs after the FIN":                      "[8] 10",
	} {
		if got := found[statement]; got != want {
			t.Errorf("the statement %q leads to %q, want %q", statement, got, want)
		}
	}
	if conns, _ := model(&learned.Summary{}, 78, 17).Evidence(); conns != nil {
		t.Errorf("a row without evidence leads to %v, want nil", conns)
	}
}

// While the card grows, the selected statement stays selected.
func TestSelectionStaysWhileTheCardGrows(t *testing.T) {
	b := play.Pairs()
	m := model(learn(b), 118, 20)
	m.Move(1)
	before := m.rows[m.selected()].label
	b.Open(20).Exchange(20, "GET", "/").Closes(20)
	m.Show(learn(b), "pair")
	if after := m.rows[m.selected()].label; after != before || !strings.Contains(m.Text(), "12 pairs") {
		t.Errorf("the selection moved from %q to %q; the card is\n%s", before, after, m.Text())
	}
}

func TestHistogramCountsEveryReuse(t *testing.T) {
	s := &learned.Summary{}
	for i, n := range map[int]int32{0: 5, 7: 1, 20: 2, 599: 3} {
		s.ReusedAfter[i] = n
	}
	sum := 0
	for _, n := range reused(&s.ReusedAfter, time.Minute, 40) {
		sum += n
	}
	if sum != 11 {
		t.Errorf("the histogram counts %d reuses, want 11", sum)
	}
}
