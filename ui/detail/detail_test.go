package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/text"
	"linger/ui/theme"
)

var dark = theme.New(true, colorprofile.TrueColor, false)

// showing returns a pane that shows tab t of an exchange of p, or of a connection if
// exchange is 0.
func showing(p *play.Play, conn, exchange int, t Tab, w, h int) *Model {
	m := New(dark)
	m.Show(p.Rec, conn, exchange)
	m.SetNow(p.Now)
	m.SetSize(w, h)
	m.choose(t)
	return m
}

var scenes = []struct {
	name           string
	play           func() *play.Play
	conn, exchange int
}{
	{"idle", idle, 2, 6},
	{"race", racing, 1, 2},
	{"ended", closed, 2, 0},
	{"cut", cut, 1, 1},
	{"lost", lostRequest, 1, 1},
	{"smuggled", smuggled, 1, 1},
	{"until-close", untilClose, 1, 1},
	{"bare-lf", idle, 2, 5},
	{"open", idle, 2, 0},
}

func TestGoldens(t *testing.T) {
	sizes := []struct{ w, h int }{{62, 30}, {78, 16}, {118, 26}}
	for _, sc := range scenes {
		p := sc.play()
		list := ofExchange
		if sc.exchange == 0 {
			list = ofConnection
		}
		for _, tab := range list {
			var b strings.Builder
			for _, size := range sizes {
				m := showing(p, sc.conn, sc.exchange, tab, size.w, size.h)
				fmt.Fprintf(&b, "%s  %s\n%s\n\n", m.Title(), m.Facts(), framed(ansi.Strip(m.View()), size.w))
			}
			name := sc.name + "-" + strings.ToLower(tab.String())
			golden.Check(t, name, strings.Split(strings.TrimSpace(b.String()), "\n"))
			golden.Tokens(t, name+"-tokens", dark, strings.Split(showing(p, sc.conn, sc.exchange, tab, 62, 40).View(), "\n"))
		}
	}
}

func framed(s string, w int) string {
	edge := "+" + strings.Repeat("-", w) + "+"
	return edge + "\n|" + strings.ReplaceAll(s, "\n", "|\n|") + "|\n" + edge
}

func TestViewHasExactlyItsSize(t *testing.T) {
	for _, sc := range scenes {
		p := sc.play()
		m := showing(p, sc.conn, sc.exchange, Why, 20, 6)
		for range m.tabs() {
			for w := 20; w <= 240; w += 31 {
				for h := 6; h <= 70; h += 13 {
					m.SetSize(w, h)
					exact(t, fmt.Sprintf("%s, %v", sc.name, m.Tab()), m.View(), w, h)
				}
			}
			for w := 1; w < 20; w += 3 {
				m.SetSize(w, 3)
				exact(t, fmt.Sprintf("%s, %v", sc.name, m.Tab()), m.View(), w, 3)
			}
			m.SetSize(62, 30)
			for range 3 {
				m.Update(Down{})
				m.Update(ToggleHex{})
				m.Update(PageDown{})
				exact(t, fmt.Sprintf("%s, %v, moved", sc.name, m.Tab()), m.View(), 62, 30)
			}
			m.Update(NextTab{})
		}
	}
}

func exact(t *testing.T, what, view string, w, h int) {
	t.Helper()
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		t.Fatalf("%s at %dx%d: the view has %d rows", what, w, h, len(lines))
	}
	for i, l := range lines {
		if n := text.Width(l); n != w {
			t.Fatalf("%s at %dx%d: row %d has %d cells: %q", what, w, h, i, n, ansi.Strip(l))
		}
	}
}

func TestPaneWithoutSizeHasNoRows(t *testing.T) {
	m := New(dark)
	if m.View() != "" {
		t.Error("a pane without a size returned rows")
	}
	m.SetSize(40, 10)
	exact(t, "nothing to show", m.View(), 40, 10)
	m.Update(Down{})
	m.Update(Enter{})
	m.Update(NextFinding{})
}

// Goldens of the pages that explain log messages of other programs, on screens of 120x40
// and 80x24.
func TestGoldensOfEnds(t *testing.T) {
	const post = "POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"
	const half = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx"
	begun := func() *play.Play { return play.New("http://10.0.3.7:3000").Connect(1900 * time.Microsecond) }
	again := func() *play.Play {
		return begun().Exchange("GET", "/orders", 3*time.Millisecond, play.Hint("timeout=5"))
	}
	for _, sc := range []struct {
		name     string
		play     *play.Play
		exchange int
		tab      Tab
	}{
		{"late-request", again().Wait(5003 * time.Millisecond).Send(post).Wait(400 * time.Microsecond).ServerReset(), 0, Life},
		{"reset-in-response", again().Send(play.Request("GET", "/")).Wait(3 * time.Millisecond).Read(half).Wait(1204 * time.Millisecond).ServerReset(), 0, Life},
		{"first-cut", begun().Send(play.Request("GET", "/")).Wait(800 * time.Microsecond).ServerClosed(), 0, Life},
		{"stalled", begun().Send(play.Request("GET", "/")).Wait(3 * time.Millisecond).Read(half).Wait(4 * time.Second), 1, Why},
		{"left-over", begun().Exchange("GET", "/report", 3*time.Millisecond, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n6\r\n there\r\n0\r\n\r\n"), 1, Wire},
	} {
		var b strings.Builder
		for _, size := range [][2]int{{62, 30}, {78, 16}} {
			m := showing(sc.play, 1, sc.exchange, sc.tab, size[0], size[1])
			fmt.Fprintf(&b, "%s\n\n", framed(ansi.Strip(m.View()), size[0]))
		}
		golden.Check(t, "page-"+sc.name, strings.Split(strings.TrimSpace(b.String()), "\n"))
	}
}
