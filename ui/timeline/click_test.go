package timeline

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
)

// A click on the number of an exchange selects that exchange.
func TestClickOnANumberSelectsTheExchange(t *testing.T) {
	r, now := usual()
	number := regexp.MustCompile(`\d+`)
	for _, size := range [][2]int{{120, 30}, {80, 18}, {200, 40}, {120, 60}} {
		m := model(r, now, size[0], size[1])
		clicked := map[int]bool{}
		for y, row := range rows(m) {
			row = ansi.Strip(row)
			if !strings.HasPrefix(row, "│ exchange ") {
				continue
			}
			for _, at := range number.FindAllStringIndex(row, -1) {
				id, _ := strconv.Atoi(row[at[0]:at[1]])
				if id == 0 || id > len(r.Exchanges) {
					continue
				}
				clicked[id] = true
				if got := m.ExchangeAt(text.Width(row[:at[0]])-1, y-1); got != id {
					t.Errorf("%v: a click on the number %d selected %d:\n%s", size, id, got, row)
				}
			}
		}
		if !clicked[6] || size[1] > 18 && len(clicked) != 6 {
			t.Errorf("%v: the view shows the numbers %v, want 6 and, if there is room, all:\n%s", size, clicked, ansi.Strip(m.View()))
		}
	}
}

// A click in any lane of a connection selects the exchange nearest in time.
func TestClickInALaneSelectsTheNearestExchange(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	s.exchange(2*time.Second, "GET", "/a")
	s.exchange(8*time.Second, "GET", "/b")
	m := model(&s.rec, 10*time.Second, 120, 24)
	y := strings.Index(ansi.Strip(m.View()), "│ idle")
	y = strings.Count(ansi.Strip(m.View())[:y], "\n") - 1
	cell := func(at time.Duration) int { return axisAt + int(at/m.sc.cell) }
	for _, tt := range []struct{ x, want int }{
		{0, 1}, {cell(time.Second), 1}, {cell(4 * time.Second), 1}, {cell(6 * time.Second), 2}, {cell(8 * time.Second), 2}, {117, 2},
	} {
		for lane := range int(laneCount) {
			if got := m.ExchangeAt(tt.x, y-lane); got != tt.want {
				t.Errorf("a click on cell %d, %d rows above the idle lane, selected exchange %d, want %d", tt.x, lane, got, tt.want)
			}
		}
	}
}

// A click on a lane of a pipeline selects its request.
func TestClickOnALaneOfAPipelineSelectsItsRequest(t *testing.T) {
	s, now := piped()
	for _, h := range []int{10, 18, 30} {
		m := model(&s.rec, now, 100, h)
		lanes := 0
		for y, row := range rows(m) {
			want := 0
			if f := strings.Fields(strings.Trim(ansi.Strip(row), "│▸ ")); len(f) > 2 && f[1] == "GET" {
				want, _ = strconv.Atoi(f[0])
				lanes++
			}
			if got := m.ExchangeAt(20, y-1); got != want {
				t.Errorf("%d rows: a click in row %d selected %d, want %d:\n%s", h, y, got, want, ansi.Strip(row))
			}
		}
		if lanes == 0 {
			t.Errorf("%d rows: the view shows no lane:\n%s", h, ansi.Strip(m.View()))
		}
	}
}

// A click where the pane draws no exchange selects none.
func TestClickOutsideExchangesSelectsNone(t *testing.T) {
	r, now := usual()
	unused := &tale{}
	unused.connect(0, nil, ms)
	for name, tt := range map[string]struct {
		rec        *record.Record
		w, h, x, y int
	}{
		"left of the pane":         {r, 120, 30, -1, 3},
		"above the pane":           {r, 120, 30, 20, -1},
		"the right border":         {r, 120, 30, 118, 3},
		"the bottom border":        {r, 120, 30, 20, 28},
		"the magnified exchange":   {r, 120, 30, 20, 27},
		"the blank row at the top": {r, 120, 30, 20, 0},
		"a pane without room":      {r, 3, 2, 0, 0},
		"no connection":            {&record.Record{}, 120, 30, 20, 3},
		"no exchange":              {&unused.rec, 120, 30, 20, 3},
	} {
		if got := model(tt.rec, now, tt.w, tt.h).ExchangeAt(tt.x, tt.y); got != 0 {
			t.Errorf("a click on %s selected exchange %d, want none", name, got)
		}
	}
}

// Without exchanges, Step selects nothing.
func TestStepInAnEmptyRecordSelectsNothing(t *testing.T) {
	m := model(&record.Record{}, 0, 100, 20)
	if m.Step(1); m.Selected() != 0 || !m.Following() {
		t.Errorf("Step in an empty record selected %d, following %t; want 0, following", m.Selected(), m.Following())
	}
	s := &tale{}
	s.connect(0, nil, ms)
	for range 3 {
		s.exchange(time.Second, "GET", "/")
		s.close(2*time.Second, session.ByServer, session.HowFIN)
		s.connect(2*time.Second, nil, ms)
	}
	m = model(&s.rec, 3*time.Second, 100, 20)
	m.Show(&s.rec, 0)
	if m.Step(-1); m.Selected() != 3 || !m.Following() {
		t.Errorf("Step selected %d, following %t; want the newest and following", m.Selected(), m.Following())
	}
}
