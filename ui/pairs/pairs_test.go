package pairs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/session/traffic"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
)

// TestMain sets the time zone, so that times of day do not depend on the machine.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	m.Run()
}

func th() *theme.Theme { return theme.New(true, colorprofile.TrueColor, false) }

func of(b *play.Between, w, h int) *Model {
	m := New(th())
	m.SetSize(w, h)
	m.SetFocus(true)
	m.SetNow(b.Now)
	m.Sync(b.Rec)
	return m
}

func TestRows(t *testing.T) {
	b := play.Pairs()
	for _, s := range []struct {
		w, h, chosen int
	}{{118, 16, 8}, {78, 16, 8}, {158, 16, 0}, {38, 6, 12}, {50, 3, 1}} {
		m := of(b, s.w, s.h)
		m.Go(s.chosen)
		golden.Size(t, m.Rows(), s.w, s.h)
		golden.Check(t, fmt.Sprintf("pairs-%dx%d", s.w, s.h), m.Rows())
	}
	m := of(b, 118, 16)
	golden.Tokens(t, "pairs-118x16-tokens", m.th, m.Rows())
}

// Until a program connects, the list shows how to point a program at the relay.
func TestListSaysHowToUseTheRelay(t *testing.T) {
	b := play.Watch(session.VantageRelay, "http://shop.example:8080", "127.0.0.1:8322")
	for _, size := range [][2]int{{118, 12}, {78, 12}, {38, 4}} {
		m := of(b, size[0], size[1])
		golden.Size(t, m.Rows(), size[0], size[1])
		golden.Check(t, fmt.Sprintf("pointing-%dx%d", size[0], size[1]), m.Rows())
	}
}

func TestRowsHaveExactlyTheSize(t *testing.T) {
	b := play.Pairs()
	for w := 38; w < 170; w += 7 {
		for h := range 20 {
			m := of(b, w, h)
			if w > 0 && h > 0 {
				golden.Size(t, m.Rows(), w, h)
			}
			s := NewStory(th())
			s.SetSize(w, h)
			for conn := range 13 {
				s.Show(b.Rec, conn, b.Now, nil)
				if w > 0 && h > 0 {
					golden.Size(t, s.Rows(), w, h)
				}
			}
		}
	}
}

// An index that is updated with changes equals a new index of the same record.
func TestKeptIndexEqualsAFreshIndex(t *testing.T) {
	b := play.Pairs()
	for _, query := range []string{"", "end:server", "status:200", "lost:yes", "finding:*", "how:reset", "idle:>4s", "exch:>1", "conn:3,8", "-end:server", "orders"} {
		kept, rec := New(th()), play.Watch(session.VantageRelay, "", "").Rec
		kept.SetSize(118, 16)
		kept.Filter(query)
		for i, ev := range b.Events {
			rec.Apply(ev)
			if i%3 == 0 {
				kept.Sync(rec)
			}
		}
		kept.Sync(rec)
		fresh := New(th())
		fresh.Filter(query)
		fresh.Sync(rec)
		if kept.Totals() != fresh.Totals() {
			t.Errorf("%q: the updated index has %+v, want %+v as in a new index", query, kept.Totals(), fresh.Totals())
		}
		if got, want := shown(kept), shown(fresh); got != want {
			t.Errorf("%q: the updated index is %s, want %s as in a new index", query, got, want)
		}
	}
}

func shown(m *Model) string {
	var ids []string
	for i := range m.x.length() {
		ids = append(ids, fmt.Sprint(m.x.at(i)))
	}
	return strings.Join(ids, " ")
}

func TestFilter(t *testing.T) {
	b := play.Pairs()
	for query, want := range map[string]string{
		"end:server":           "10 9 8 6 5",
		"end:client":           "4 3 1",
		"end:none":             "12 11 2",
		"end:relay":            "7",
		"how:reset":            "8 3 1",
		"lost:yes":             "8",
		"idle:>4s":             "10 9 8 5",
		"idle:<4s":             "7 6 4",
		"conn:3,8":             "8 3",
		"exch:>2":              "8",
		"status:2xx -end:none": "10 9 8 7 6 5 4 1",
		"finding:race":         "8",
		"/health":              "4",
		"client:51304":         "4",
		"end:server how:reset": "8",
		"idle:soon":            "",
		"status:502":           "",
		"-exch:1 -exch:0":      "11 8 5 1",
	} {
		m := of(b, 118, 16)
		m.Filter(query)
		if got := shown(m); got != want {
			t.Errorf("the filter %q selected %q, want %q", query, got, want)
		}
	}
	m := of(b, 118, 16)
	m.Filter("colour:red")
	if m.Unknown() != "colour" || !strings.Contains(ansi.Strip(m.Rows()[2]), "unknown key colour") {
		t.Errorf("Unknown() = %q, and the row is %q; want the key colour in both", m.Unknown(), ansi.Strip(m.Rows()[2]))
	}
}

func TestNextProblemWrapsAround(t *testing.T) {
	m := of(play.Pairs(), 118, 16)
	var went []int
	for range 5 {
		m.NextProblem()
		went = append(went, m.Selected())
	}
	if got := fmt.Sprint(went); got != "[8 3 1 8 3]" {
		t.Errorf("NextProblem selected %s, want [8 3 1 8 3]", got)
	}
}

// New connections appear at the top. If the newest connections are visible, the rows move
// down; otherwise, the visible rows stay in place.
func TestNewConnections(t *testing.T) {
	b := play.Pairs()
	m := of(b, 118, 8)
	m.Go(11)
	b.Open(13).Wait(time.Second)
	m.Sync(b.Rec)
	if first := ansi.Strip(m.Rows()[2]); !strings.Contains(first, " 13 ") || m.Selected() != 11 {
		t.Errorf("after new connections, %d is selected and the first row is %q; want 11 selected and 13 in the first row", m.Selected(), first)
	}
	m.Go(3)
	before := ansi.Strip(m.Rows()[3])
	b.Open(14)
	m.Sync(b.Rec)
	if after := ansi.Strip(m.Rows()[3]); after != before || m.Selected() != 3 {
		t.Errorf("a new connection replaced the row %q by %q, want no change", before, after)
	}
	m.Move(-1000)
	b.Open(15)
	m.Sync(b.Rec)
	if first := ansi.Strip(m.Rows()[2]); !strings.Contains(first, " 15 ") || m.Selected() != 0 {
		t.Errorf("after a move to the first row, the top row is %q, want the newest connection", first)
	}
}

func TestMoving(t *testing.T) {
	m := of(play.Pairs(), 118, 8)
	for _, s := range []struct {
		do   func()
		want int
	}{
		{func() { m.Move(1) }, 12}, {func() { m.Move(-1) }, 0}, {func() { m.Page(1) }, 8}, {func() { m.Move(1000) }, 1}, {func() { m.Move(1) }, 1},
		{func() { m.Page(-1) }, 6}, {func() { m.Move(-1000) }, 0}, {func() { m.Click(2) }, 12}, {func() { m.Scroll(3) }, 9}, {func() { m.Click(1) }, 0},
	} {
		if s.do(); m.Selected() != s.want {
			t.Errorf("connection %d is selected, want %d", m.Selected(), s.want)
		}
	}
}

func TestStories(t *testing.T) {
	b := play.Pairs()
	for _, conn := range []int{1, 2, 3, 4, 5, 7, 8, 10, 11} {
		s := NewStory(th())
		s.SetSize(118, 9)
		s.SetFocus(true)
		s.Show(b.Rec, conn, b.Now, nil)
		golden.Size(t, s.Rows(), 118, 9)
		golden.Check(t, fmt.Sprintf("story-%d-118x9", conn), append([]string{s.Title("pair"), s.Fact()}, s.Rows()...))
	}
	s := NewStory(th())
	s.SetSize(78, 12)
	s.Show(b.Rec, 8, b.Now, nil)
	golden.Check(t, "story-8-78x12", s.Rows())
	golden.Tokens(t, "story-8-78x12-tokens", s.th, s.Rows())
}

func TestStoryFollowsTheNewestExchange(t *testing.T) {
	b := play.Pairs()
	s := NewStory(th())
	s.SetSize(118, 9)
	s.Show(b.Rec, 12, b.Now, nil)
	b.Exchange(12, "GET", "/more")
	last := b.Rec.Conn(12).Last().ID
	if s.Exchange() != last {
		t.Errorf("exchange %d is selected, want the newest, %d", s.Exchange(), last)
	}
	s.Move(-1)
	first := s.Exchange()
	b.Exchange(12, "GET", "/yet-more")
	if s.Exchange() != first || first == last {
		t.Errorf("a new exchange moved the selection from %d to %d, want no change", first, s.Exchange())
	}
	s.Page(1)
	if s.Exchange() != b.Rec.Conn(12).Last().ID {
		t.Error("after Page(1), the newest exchange is not selected")
	}
}

// For every idle time, the rows are exactly as wide as the pane and the time is readable.
func TestLongIdleTimes(t *testing.T) {
	for wait, want := range map[time.Duration][2]string{
		95 * time.Second:          {"95.0 s", "95.0 s"},
		815003 * time.Millisecond: {"815 s", "815 s"},
		90 * time.Minute:          {"5,400 s", "5,400 s"},
		50 * 24 * time.Hour:       {"1,200 h", "1,200 h"},
	} {
		b := play.Watch(session.VantageRelay, "http://h", "127.0.0.1:8322")
		b.Open(1).Exchange(1, "GET", "/").Wait(wait).FIN(1, traffic.Server).FIN(1, traffic.Client).Done(1)
		b.Open(2).Exchange(2, "GET", "/").Wait(wait)
		for w := 38; w < 170; w += 3 {
			m := of(b, w, 8)
			golden.Size(t, m.Rows(), w, 8)
			if w < 100 {
				continue
			}
			rows := ansi.Strip(strings.Join(m.Rows(), "\n"))
			for _, words := range want {
				if !strings.Contains(rows, " "+words+" ") {
					t.Fatalf("the list lacks %q after %s:\n%s", words, wait, rows)
				}
			}
		}
	}
}

// A connection that linger no longer follows counts neither as open nor as ended.
func TestConnectionsThatAreNotFollowedAreCounted(t *testing.T) {
	m, rec := New(th()), play.Watch(session.VantageCapture, "", "").Rec
	m.SetSize(118, 16)
	for id := 1; id <= 3; id++ {
		rec.Apply(session.Connected{Conn: id})
	}
	m.Sync(rec)
	rec.Apply(session.Unfollowed{Conn: 1})
	rec.Apply(session.Closed{Conn: 2, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Lost: []int{}}})
	m.Sync(rec)
	if got := m.Totals(); got.Open != 1 || got.Ended != 1 || got.Unfollowed != 1 {
		t.Errorf("the counts are %+v, want 1 open, 1 ended and 1 not followed", got)
	}
	if s := strings.Join(m.Rows(), "\n"); !strings.Contains(s, "1 open, 1 ended, 1 not followed") {
		t.Errorf("the list does not say how many connections were not followed:\n%s", s)
	}
}

// The last row of the list shows how many connections the record has dropped.
func TestDroppedConnectionsAreCounted(t *testing.T) {
	const n = record.KeepConnections + 3
	kept, rec := New(th()), play.Watch(session.VantageRelay, "", "").Rec
	kept.SetSize(118, 16)
	for i := range n {
		rec.Apply(session.Connected{Conn: i + 1})
		rec.Apply(session.Closed{Conn: i + 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Lost: []int{}}})
		if i%1000 == 0 {
			kept.Sync(rec)
		}
	}
	kept.Sync(rec)
	fresh := New(th())
	fresh.SetSize(118, 16)
	fresh.Sync(rec)
	if kept.Totals() != fresh.Totals() || kept.Totals().Ended != n || kept.Totals().Open != 0 {
		t.Errorf("the counts are %+v, want %+v as in a new list", kept.Totals(), fresh.Totals())
	}
	kept.Move(1 << 20)
	if kept.x.length() != record.KeepConnections || kept.Selected() != 4 {
		t.Errorf("the list has %d rows and selects connection %d, want %d rows and connection 4", kept.x.length(), kept.Selected(), record.KeepConnections)
	}
	kept.Scroll(n)
	if rows := kept.Rows(); !strings.Contains(rows[len(rows)-1], "3 older pairs discarded to limit memory") {
		t.Errorf("no row shows the number of dropped connections:\n%s", strings.Join(rows, "\n"))
	}
}

// The story shows bytes that were not captured, and TCP keepalive probes, in
// chronological order.
func TestStoryOfGaps(t *testing.T) {
	b := play.Gaps()
	s := NewStory(th())
	for _, size := range [][2]int{{118, 12}, {78, 12}} {
		s.SetSize(size[0], size[1])
		s.Show(b.Rec, 1, b.Now, nil)
		golden.Size(t, s.Rows(), size[0], size[1])
		golden.Check(t, fmt.Sprintf("story-gaps-%dx%d", size[0], size[1]), s.Rows())
	}
}
