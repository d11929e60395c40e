package list

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
)

// screen returns the rows of a list without styles.
func screen(m *Model) string { return ansi.Strip(strings.Join(m.Rows(), "\n")) }

// The result of a long task is below the last exchange, in the longest form that fits in
// two rows, and the cursor can reach it.
func TestSummary(t *testing.T) {
	const long = "100 requests were sent, one after the other, on connection 2; 99 responses came and one request was lost"
	forms := []string{long, long[:60], "99 of 100"}
	for w, want := range map[int]string{100: long, 54: long[:30], 30: "99 of 100"} {
		m := of(play.Idle(), w, 28)
		m.ShowFindings(false)
		m.SetSummary(true, forms...)
		got := screen(m)
		all := strings.Join(strings.Fields(got), " ")
		if !strings.Contains(all, want) || !strings.Contains(got, " "+m.th.Glyphs.Error+"  ") {
			t.Errorf("width %d: the list lacks %q:\n%s", w, want, got)
		}
	}

	m := of(play.Idle(), 54, 28)
	m.SetSummary(false, "99 of 100")
	if got := screen(m); !strings.Contains(got, "\n "+m.th.Glyphs.Yes+"  99 of 100 ") {
		t.Errorf("the list does not show the summary:\n%s", got)
	}
	cursor := m.th.Glyphs.Cursor + m.th.Glyphs.Yes + "  99 of 100 "
	lit := func(step string, want bool) {
		t.Helper()
		if m.OnSummary() != want || strings.Contains(screen(m), cursor) != want {
			t.Errorf("%s: OnSummary = %t, want %t:\n%s", step, m.OnSummary(), want, screen(m))
		}
		if c, e := m.Selected(); c != 2 || e != 6 {
			t.Errorf("%s: exchange %[3]d of connection %[2]d is selected, want 6 of 2", step, c, e)
		}
	}
	lit("first", false)
	m.Move(1)
	lit("down", true)
	m.Move(1)
	lit("down again", true)
	m.Move(-1)
	lit("up", false)
	for y, row := range strings.Split(screen(m), "\n") {
		if strings.Contains(row, "99 of 100") {
			m.Click(y)
		}
	}
	lit("click", true)
	m.SetSummary(false)
	lit("removed", false)
	if m.Move(1); m.OnSummary() || strings.Contains(screen(m), "99 of 100") {
		t.Errorf("the list still shows the removed summary:\n%s", screen(m))
	}
	m.SetSize(54, leastRows-1)
	if m.SetSummary(false, "99 of 100"); strings.Contains(screen(m), "99 of 100") {
		t.Errorf("a list without room shows the foot:\n%s", screen(m))
	}
}

// The foot shows the most recent finding, unless ShowFindings(false) turns it off.
func TestFindingsAtTheFoot(t *testing.T) {
	m := of(early(), 54, 28)
	for _, on := range []bool{true, false, true} {
		if m.ShowFindings(on); strings.Contains(screen(m), "connection 2: closed 2.0 s before") != on {
			t.Errorf("after ShowFindings(%t) the list is:\n%s", on, screen(m))
		}
	}
}

// A list that is restricted to one connection shows the most recent finding of that
// connection only.
func TestNewestFindingOfOneConnection(t *testing.T) {
	for only, want := range map[int][2]int{0: {2, 0}, 1: {0, 0}, 2: {2, 0}, 3: {0, 0}} {
		m := New(th())
		m.SetSize(54, 28)
		m.Only(only)
		m.Sync(early().Rec)
		if c, e := m.NewestFinding(); c != want[0] || e != want[1] {
			t.Errorf("restricted to connection %d, NewestFinding = %d, %d; want %v", only, c, e, want)
		}
	}
	m := New(th())
	m.SetSize(54, 28)
	m.Only(2)
	m.Sync(play.Idle().Rec)
	if c, e := m.NewestFinding(); c != 2 || e != 5 {
		t.Errorf("NewestFinding = %d, %d; want 2, 5", c, e)
	}
}

// If there is room, the most recent finding shows the bytes that caused it.
func TestNewestFindingQuotesItsBytes(t *testing.T) {
	const quote = `"HTTP/1.1 200 OK\n"`
	p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n")
	for _, tt := range []struct {
		w, h int
		want bool
	}{{78, 16, true}, {38, 28, true}, {38, 12, false}} {
		m := of(p, tt.w, tt.h)
		if got := screen(m); strings.Contains(got, quote) != tt.want || !strings.Contains(got, "a line ends in LF") {
			t.Errorf("%dx%d: the finding is quoted: %t, want %t:\n%s", tt.w, tt.h, !tt.want, tt.want, got)
		}
	}
}

// The heading of a connection says what is wrong with it, if the header is about another
// connection.
func TestHeadingSaysWhatIsWrongWithTheConnection(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	for response, want := range map[string]string{
		head + "ok":          "open, idle",
		head + "ok and more": "out of step, not reusable",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5g\r\n": "framing lost, not reusable",
	} {
		p := play.New("http://h").Connect(time.Millisecond).Send(play.Request("GET", "/")).Read(response)
		p.Connect(time.Millisecond)
		if got := screen(of(p, 78, 28)); !strings.Contains(got, want) {
			t.Errorf("%q: the list lacks %q:\n%s", response, want, got)
		}
	}
}
