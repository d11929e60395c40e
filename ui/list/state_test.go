package list

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"

	"github.com/charmbracelet/x/ansi"
)

// In a narrow list the heading has the short form of the state, and does not cut it.
func TestStateOfANarrowHeading(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
	m := of(p, 44, 8)
	m.SetNow(p.Now, Head{p.Rec.Newest(), "✗", "out of step, not reusable", "out of step", m.th.Race})
	if got := ansi.Strip(strings.Join(m.Rows(), "\n")); !strings.Contains(got, "connection 1  ✗ out of step ") || !strings.Contains(got, "up 0.") {
		t.Errorf("the short form of the state is missing or cut:\n%s", got)
	}
}

// The row of a marked exchange has a mark.
func TestMarks(t *testing.T) {
	m := of(play.Idle(), 54, 28)
	m.Refresh()
	for _, marks := range [][]int{{2, 4}, {4}, nil} {
		m.SetMarks(marks)
		m.Refresh()
		var got []int
		for _, row := range strings.Split(screen(m), "\n") {
			for id := range 7 {
				if strings.HasPrefix(row[1:], fmt.Sprintf(" m %d ", id)) {
					got = append(got, id)
				}
			}
		}
		if !slices.Equal(got, marks) {
			t.Errorf("marks are on the rows %v, want %v:\n%s", got, marks, screen(m))
		}
	}
}

// The border says whether the list follows, or else which exchange is selected.
func TestFact(t *testing.T) {
	for _, tt := range []struct {
		do   func(*Model)
		want string
	}{
		{func(*Model) {}, "following"},
		{func(m *Model) { m.Go(2, 5) }, "5 of 6"},
		{func(m *Model) { m.Go(2, 0) }, "G to follow"},
		{func(m *Model) { m.Only(2) }, "following"},
		{func(m *Model) { m.Only(2); m.Go(2, 5) }, "3 of 4"},
		{func(m *Model) { m.Filter("status:200") }, "status:200: 6 of 6"},
		{func(m *Model) { m.Filter("status:200"); m.Filter("") }, "following"},
	} {
		m := of(play.Idle(), 54, 28)
		if tt.do(m); m.Fact() != tt.want {
			t.Errorf("Fact = %q, want %q", m.Fact(), tt.want)
		}
	}
	if got := of(play.New("http://h"), 54, 28).Fact(); got != "" {
		t.Errorf("without exchanges Fact = %q, want an empty string", got)
	}
}

// An exchange that the user is reading stays selected when its connection ends.
func TestEndReplacesTheSelectionUnlessTheUserReads(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*Model)
		want int // exchange 0 is the heading of the connection, which shows the end
	}{
		{"usual", func(*Model) {}, 0},
		{"reading", func(m *Model) { m.SetReading(true) }, 6},
		{"lasting", func(m *Model) { m.SetLasting(true) }, 6},
		{"turned on and off", func(m *Model) { m.SetReading(true); m.SetLasting(true); m.SetReading(false); m.SetLasting(false) }, 0},
	} {
		p := play.Idle()
		m := of(p, 54, 28)
		tt.set(m)
		m.Sync(p.ClosedOnTime().Rec)
		if c, e := m.Selected(); c != 2 || e != tt.want || !m.Following() {
			t.Errorf("%s: connection %d and exchange %d are selected, following %t; want exchange %[5]d of connection 2, following", tt.name, c, e, m.Following(), tt.want)
		}
	}
}

// However the view is scrolled, the cursor is visible. It does not move while its row is
// visible.
func TestScroll(t *testing.T) {
	for h := 6; h < 16; h++ {
		m := of(play.Idle(), 54, h)
		m.ShowFindings(false)
		for _, step := range []struct {
			by    int
			top   string
			moves bool
		}{{-100, "connection 1 ", true}, {0, "connection 1 ", false}, {100, "", true}, {1, "", false}} {
			before := m.chosen
			m.Scroll(step.by)
			got := screen(m)
			if !strings.Contains(got, m.th.Glyphs.Cursor) || !strings.Contains(got, step.top) {
				t.Errorf("%d rows, Scroll(%d): the cursor or the first row is not visible:\n%s", h, step.by, got)
			}
			if step.top == "" && !strings.Contains(got, " 6  ") {
				t.Errorf("%d rows, Scroll(%d): the last exchange is not visible:\n%s", h, step.by, got)
			}
			if !step.moves && m.chosen != before {
				t.Errorf("%d rows, Scroll(%d) moved the cursor from %v to %v", h, step.by, before, m.chosen)
			}
		}
	}
}

// Scroll moves the view by exactly the given number of rows, in both directions, until it
// reaches an end.
func TestScrollMovesTheView(t *testing.T) {
	for _, h := range []int{6, 12, 28} {
		m := New(th())
		m.SetSize(54, h)
		r := &record.Record{}
		for _, ev := range busy(100, 30) {
			r.Apply(ev)
		}
		m.Sync(r)
		m.ShowFindings(false)
		m.First()
		end := len(m.x.rows) - m.visible()
		for _, by := range []int{3, 1, -1, -3} {
			for range end + 1 {
				want := max(0, min(m.top+by, end))
				if m.Scroll(by); m.top != want {
					t.Fatalf("%d rows, Scroll(%d): the view begins at row %d, want %d", h, by, m.top, want)
				}
				if m.Sync(r); m.top != want {
					t.Fatalf("%d rows, Scroll(%d): after an event the view begins at row %d, want %d", h, by, m.top, want)
				}
			}
		}
	}
}

// A click outside the rows and a move in an empty list change nothing.
func TestClicksAndMovesWithoutATargetChangeNothing(t *testing.T) {
	m := of(play.Idle(), 54, 28)
	for _, y := range []int{0, 1, 27, 40, -1} { // the column headings, a blank row, and rows below the last
		m.Click(y)
		if c, e := m.Selected(); c != 2 || e != 6 || !m.Following() {
			t.Errorf("a click in row %d selected connection %d, exchange %d; want no change", y, c, e)
		}
	}
	empty := New(th())
	empty.SetSize(54, 28)
	empty.Move(1)
	empty.Last()
	if c, e := empty.Selected(); c != 0 || e != 0 || !empty.Following() {
		t.Errorf("an empty list selected connection %d, exchange %d; want 0, 0", c, e)
	}
	if c, e := empty.NewestFinding(); c != 0 || e != 0 {
		t.Errorf("NewestFinding of an empty list = %d, %d; want 0, 0", c, e)
	}
	empty.SetSize(0, 28)
	if got := empty.Rows(); got != nil {
		t.Errorf("a list without width has %d rows, want none", len(got))
	}
}

// The text that says what comes next in a replay is below the last row.
func TestComing(t *testing.T) {
	m := of(play.Idle(), 54, 28)
	m.SetComing("3 more exchanges follow")
	rows := strings.Split(screen(m), "\n")
	i := slices.IndexFunc(rows, func(r string) bool { return strings.HasPrefix(r, "   3 more exchanges follow ") })
	if i < 2 || !strings.Contains(rows[i-2], " 6  ") || strings.TrimSpace(rows[i-1]) != "" {
		t.Errorf("the text is in row %d, want it below the last exchange:\n%s", i, strings.Join(rows, "\n"))
	}
	m.SetComing("")
	if strings.Contains(screen(m), "follow") {
		t.Errorf("the list still shows the removed text:\n%s", screen(m))
	}
}

// A filter without a match shows the key that removes or edits it.
func TestNoMatch(t *testing.T) {
	for busy, want := range map[bool]string{false: "no match; esc shows all", true: "no match; / edits the filter"} {
		m := of(play.Idle(), 54, 28)
		m.SetBusy(busy)
		m.Filter("status:500")
		if !strings.Contains(screen(m), want+" ") || m.Query() != "status:500" {
			t.Errorf("busy %t, filter %q: the list lacks %q:\n%s", busy, m.Query(), want, screen(m))
		}
	}
}

// The row below the heading shows the number of requests that wait for the connection.
func TestWaitingRequests(t *testing.T) {
	for n, want := range map[int]string{
		0: "   no exchange yet ", 1: "   1 request waiting for the connection ", 1234: "   1,234 requests waiting for the connection ",
	} {
		p := play.New("http://h").Tell(session.Dialing{Conn: 1}).Tell(session.Waiting{Conn: 1, Requests: n})
		if got := screen(of(p, 54, 28)); !strings.Contains(got, "\n"+want) {
			t.Errorf("%d waiting requests: the list lacks %q:\n%s", n, want, got)
		}
	}
	p := play.New("http://h").Tell(session.Dialing{Conn: 1}).Tell(session.DialFailed{Conn: 1, Kind: session.DialTimeout})
	if got := screen(of(p, 54, 28)); !strings.Contains(got, "   no exchange ") || !strings.Contains(got, "✗ "+string(session.DialTimeout)) {
		t.Errorf("the list does not show an attempt without exchanges:\n%s", got)
	}
}

func TestSetZone(t *testing.T) {
	p := play.New("http://h").Tell(session.Started{Target: "http://h", Wall: time.Date(2026, 11, 29, 12, 4, 2, 0, time.UTC)})
	p.Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
	for _, tt := range []struct {
		zone, want string
		shown      bool
	}{{"utc", "UTC · following", true}, {"off", "following", false}} {
		m := of(p, 78, 16)
		if m.SetZone(tt.zone); m.Fact() != tt.want || strings.Contains(screen(m), "12:04:02.0") != tt.shown {
			t.Errorf("zone %s: Fact = %q, want %q; clock times are wanted: %t\n%s", tt.zone, m.Fact(), tt.want, tt.shown, screen(m))
		}
	}
	m := of(p, 78, 16)
	if m.SetZone("local"); !strings.HasPrefix(m.Fact(), "local ") {
		t.Errorf("zone local: Fact = %q, want it to begin with local", m.Fact())
	}
}

func TestMatching(t *testing.T) {
	es := early().Send(play.Request("GET", "/pay")).Rec.Exchanges
	for query, want := range map[string]string{
		"": "[1 2 3 4 5 6 7 8]", "status:none": "[8]", "-status:none conn:2": "[3 4 5 6]", "method:head": "[2]", "status:404": "[]", "reason:HTTP/1.1 conn:3": "[7]",
	} {
		got := []int{}
		for _, e := range Matching(es, query) {
			got = append(got, e.ID)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("Matching(%q) = %v, want %s", query, got, want)
		}
	}
}
