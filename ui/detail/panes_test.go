package detail

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
	"linger/ui/text"
	"linger/ui/theme"
)

// beside returns the detail pane for the session [idle], with separate panes for Wire,
// Timing and Findings.
func beside(exchange int) (m *Model, panes map[Tab]*Model) {
	p := idle()
	m = showing(p, 2, exchange, Why, 78, 30)
	panes = map[Tab]*Model{}
	for _, t := range []Tab{Wire, Timing, Findings} {
		one := NewTab(dark, t)
		one.SetSize(62, 20)
		one.SetNow(p.Now)
		one.Show(p.Rec, 2, exchange)
		panes[t] = one
	}
	m.Aside(panes[Wire], panes[Timing], panes[Findings])
	return m, panes
}

// The detail pane does not offer a tab that has its own pane.
func TestTabsWithTheirOwnPaneAreNotOffered(t *testing.T) {
	m, panes := beside(6)
	for _, tab := range ofExchange {
		if m.Has(tab) == (panes[tab] != nil) {
			t.Errorf("%v: Has = %t, want false only for tabs with their own pane", tab, m.Has(tab))
		}
	}
	names, _, _ := strings.Cut(shownBy(m), "\n")
	wantIn(t, "the row of tabs", names, "1 Why", "5 Body")
	wantNot(t, "the row of tabs", names, "Wire", "Timing", "Findings")
	m.Update(Wire)
	m.Update(NextTab{})
	m.Update(PrevTab{})
	m.Update(PrevTab{})
	if m.Tab() != Body {
		t.Errorf("the tab before the first one is %v, want the last available tab", m.Tab())
	}

	m = showing(idle(), 2, 6, Wire, 78, 30)
	if m.Aside(panes[Wire]); m.Tab() != Why {
		t.Errorf("the pane shows the tab %v, which now has its own pane; want Why", m.Tab())
	}
	if m.Aside(); !m.Has(Wire) {
		t.Error("the Wire tab is not available although it no longer has its own pane")
	}
}

// Enter on a row that leads to bytes shows them in the pane that has the Wire tab.
func TestBytesAreShownInTheirPane(t *testing.T) {
	m, panes := beside(6)
	for range 30 {
		if m.Update(Down{}); strings.Contains(cursorRow(m), "Keep-Alive: timeout") {
			break
		}
	}
	if got := m.Enters(); got != "show the bytes" {
		t.Errorf("Enters = %q, want %q", got, "show the bytes")
	}
	m.Update(Enter{})
	if m.Tab() != Why {
		t.Errorf("enter changed the tab to %v, want no change", m.Tab())
	}
	wantIn(t, "the cursor of the pane", cursorRow(panes[Wire]), "Keep-Alive: timeout=5, max=97")
}

// A pane with a single tab has the digit and the name of the tab as its title, and no row
// of tabs.
func TestPaneWithASingleTab(t *testing.T) {
	for _, tt := range []struct {
		tab         Tab
		exchange    int
		title, fact string
	}{
		{Wire, 6, "6 Wire  exchange 6", "both directions"},
		{Wire, 0, "6 Wire  connection 2", "both directions"},
		{Timing, 6, "7 Timing  exchange 6", "in all"},
		{Findings, 5, "8 Findings  exchange 5", "1 warning"},
		{Timing, 0, "7 Timing  connection 2", ""},
	} {
		_, panes := beside(tt.exchange)
		m := panes[tt.tab]
		if m.Title() != tt.title || !strings.Contains(m.Facts(), tt.fact) || tt.fact == "" && m.Facts() != "" {
			t.Errorf("Title and Facts are %q and %q, want %q and %q", m.Title(), m.Facts(), tt.title, tt.fact)
		}
		if first, _, _ := strings.Cut(shownBy(m), "\n"); strings.Contains(first, "Why") {
			t.Errorf("the first row is a row of tabs: %q", first)
		}
		if m.Update(Why); m.Tab() != tt.tab {
			t.Errorf("%v: the pane selected another tab: %v", tt.tab, m.Tab())
		}
	}
}

// The pane does not offer closed tabs. If the selected tab is closed, the pane shows Wire
// instead.
func TestShutClosesTabs(t *testing.T) {
	m := showing(idle(), 2, 6, Why, 78, 30)
	m.Shut(Why, Clients, Findings)
	if m.Tab() != Wire || m.Has(Why) || m.Has(Clients) || m.Has(Findings) || !m.Has(Wire) || !m.Has(Timing) {
		t.Errorf("the pane shows %v and has the tabs %v; want Wire, without Why, Clients and Findings", m.Tab(), m.tabs())
	}
	if m.Update(Why); m.Tab() != Wire {
		t.Errorf("the pane shows the closed tab %v, want Wire", m.Tab())
	}
	m.Shut()
	if m.Update(Why); m.Tab() != Why {
		t.Errorf("the pane shows %v, want the tab that is open again", m.Tab())
	}
}

// TabAt finds the tab at every cell of its name.
func TestTabAt(t *testing.T) {
	for _, w := range []int{40, 62, 78, 118} {
		for _, exchange := range []int{6, 0} {
			m := showing(idle(), 2, exchange, Timing, w, 30)
			names, _, _ := strings.Cut(shownBy(m), "\n")
			before, _, ok := strings.Cut(names, "7")
			x := text.Width(before)
			if got, found := m.TabAt(x); !ok || !found || got != Timing {
				t.Errorf("width %d: TabAt(%d) in %q = %v, %t; want Timing, true", w, x, names, got, found)
			}
			var seen []Tab
			for x := range w {
				if tab, ok := m.TabAt(x); ok && !slices.Contains(seen, tab) {
					seen = append(seen, tab)
				}
			}
			if !slices.Equal(seen, m.tabs()) {
				t.Errorf("width %d: TabAt found %v, want %v", w, seen, m.tabs())
			}
			for _, x := range []int{-1, 0, w, w + 50} {
				if tab, ok := m.TabAt(x); ok {
					t.Errorf("width %d: TabAt found %v at cell %d, want no tab", w, tab, x)
				}
			}
		}
	}
	m := New(dark)
	m.SetSize(78, 30)
	if tab, ok := m.TabAt(3); ok {
		t.Errorf("without a connection TabAt found %v, want no tab", tab)
	}
}

// A student can mark a row of bytes, and the row then has a mark.
func TestStudentCanMarkBytes(t *testing.T) {
	m := showing(idle(), 2, 6, Wire, 78, 40)
	if sent, off, ok := m.Byte(); ok {
		t.Errorf("without a selected row Byte returned sent %t, offset %d; want ok false", sent, off)
	}
	var proofs Proofs
	for i, words := range []string{"GET /chunked", "Keep-Alive: timeout"} {
		for range 40 {
			if strings.Contains(cursorRow(m), words) {
				break
			}
			m.Update(Down{})
		}
		sent, off, ok := m.Byte()
		if !ok || sent != (i == 0) {
			t.Fatalf("Byte on the row %s: sent %t, offset %d, ok %t; want sent %t and ok", words, sent, off, ok, i == 0)
		}
		proofs[i] = Proof{Conn: 2, Sent: sent, Off: off}
		other := showing(idle(), 2, 6, Why, 78, 40)
		if other.ShowByte(sent, off); other.Tab() != Wire || !strings.Contains(cursorRow(other), words) {
			t.Errorf("ShowByte of %s put the cursor on %q of %v, want that row of Wire", words, cursorRow(other), other.Tab())
		}
	}
	fresh := showing(idle(), 2, 6, Wire, 78, 40)
	plain := shownBy(fresh)
	fresh.SetProofs(proofs)
	before, after := strings.Split(plain, "\n"), strings.Split(shownBy(fresh), "\n")
	for i := range before {
		proof := strings.Contains(before[i], "GET /chunked HTTP/1.1") || strings.Contains(before[i], "Keep-Alive: timeout=5")
		if (before[i] != after[i]) != proof {
			t.Errorf("SetProofs changed the row %q to %q, want a mark: %t", before[i], after[i], proof)
		}
	}
	page := showing(idle(), 2, 6, Why, 78, 40)
	page.Update(Down{})
	if _, _, ok := page.Byte(); ok {
		t.Error("Byte returned a byte on a page without bytes")
	}
}

// NextFinding visits one finding after another, and Found reports when all have been
// visited.
func TestFound(t *testing.T) {
	m := showing(smuggled(), 1, 1, Why, 118, 40)
	stops := len(m.stops())
	for i := range stops {
		if m.Found() {
			t.Fatalf("Found is true after %d of %d findings", i, stops)
		}
		m.Update(NextFinding{})
	}
	if stops < 2 || !m.Found() {
		t.Errorf("after %d findings Found = %t, want true after at least 2", stops, m.Found())
	}
	none := showing(idle(), 2, 6, Why, 118, 40)
	if none.Update(NextFinding{}); !none.Found() || none.Tab() != Why {
		t.Errorf("without findings: Found = %t and the tab is %v, want true and Why", none.Found(), none.Tab())
	}
}

// The wheel scrolls the page. A cursor that leaves the screen is removed.
func TestScrollMovesThePage(t *testing.T) {
	m := showing(idle(), 2, 6, Wire, 78, 12)
	m.Update(Down{})
	if cursorRow(m) == "" {
		t.Fatal("Down did not show a cursor")
	}
	before := strings.Split(shownBy(m), "\n")
	m.Scroll(3)
	if after := strings.Split(shownBy(m), "\n"); !slices.Equal(after[4:9], before[7:12]) {
		t.Errorf("the rows after scrolling are %q, want %q", after[4:9], before[7:12])
	}
	m.Scroll(100)
	if !m.AtEnd() || cursorRow(m) != "" || m.Enters() != "" {
		t.Errorf("after scrolling to the end, AtEnd = %t and the cursor is on %q; want true and no cursor", m.AtEnd(), cursorRow(m))
	}
	if m.Scroll(-100); m.AtEnd() {
		t.Error("AtEnd is true after scrolling up")
	}
}

// Text returns a tab without styles and secrets, and in the requested width.
func TestText(t *testing.T) {
	p := one(asked("GET", "/", "Authorization: Bearer topsecret"), answered("HTTP/1.1 200 OK", "Content-Length: 5")+"hello")
	for _, tab := range ofExchange {
		for _, w := range []int{60, 100} {
			got := Text(dark, tab, p.Rec, 1, 1, w, false, nil)
			if strings.TrimSpace(got) == "" || strings.Contains(got, "\x1b") || strings.Contains(got, "topsecret") {
				t.Errorf("%v, width %d: Text returned styles, a secret or nothing: %q", tab, w, got)
			}
			for l := range strings.SplitSeq(got, "\n") {
				if text.Width(l) > w {
					t.Errorf("%v: a row is %d cells wide, want at most %d: %q", tab, text.Width(l), w, l)
				}
			}
		}
	}
	wantIn(t, "with secrets", Text(dark, Request, p.Rec, 1, 1, 80, true, nil), "Bearer topsecret")
}

// If Findings is selected and the next connection has no findings, the pane shows how
// that connection ended.
func TestEndIsShownInsteadOfEmptyFindings(t *testing.T) {
	p := play.New("https://shop.example").Connect(ms).Read("extra").Wait(time.Second).ServerClosed()
	p.Connect(ms).Wait(time.Second).ServerClosed()
	m := showing(p, 1, 0, Findings, 78, 30)
	if m.Tab() != Findings {
		t.Fatalf("the pane shows %v, want Findings", m.Tab())
	}
	m.Show(p.Rec, 2, 0)
	if m.Tab() != Life {
		t.Errorf("the pane shows %v of a connection without findings, want Life", m.Tab())
	}
	if m.choose(Findings); m.Tab() != Findings {
		t.Error("the Findings tab cannot be selected for a connection without findings")
	}
	if m.Show(p.Rec, 1, 0); m.Tab() != Findings {
		t.Errorf("the pane shows %v of a connection with findings, want Findings", m.Tab())
	}
}

// Shown and Secrets return the values that were set.
func TestShown(t *testing.T) {
	m := showing(idle(), 2, 6, Why, 78, 30)
	for _, want := range [][2]int{{2, 6}, {2, 0}, {1, 0}} {
		m.Show(m.scene.rec, want[0], want[1])
		if c, e := m.Shown(); c != want[0] || e != want[1] {
			t.Errorf("Shown = %d, %d; want %v", c, e, want)
		}
	}
	if m.Show(m.scene.rec, 0, 5); m.scene.conn == nil || m.scene.conn.ID != 2 {
		t.Error("Show did not find the connection of an exchange")
	}
	if c, e := New(dark).Shown(); c != 0 || e != 0 {
		t.Errorf("Shown of an empty pane = %d, %d; want 0, 0", c, e)
	}
	for _, on := range []bool{true, false} {
		m.ShowSecrets(on)
		if m.Secrets() != on {
			t.Errorf("Secrets = %t, want %t", m.Secrets(), on)
		}
		if m.Update(ToggleSecrets{}); m.Secrets() == on {
			t.Error("ToggleSecrets did not change Secrets")
		}
	}
}

func TestSetTheme(t *testing.T) {
	m := showing(idle(), 2, 6, Why, 78, 30)
	if !strings.Contains(m.View(), "38;2;") {
		t.Fatal("the view has no colours before SetTheme")
	}
	if m.SetTheme(theme.New(true, colorprofile.ASCII, false)); strings.Contains(m.View(), "38;2;") || ansi.Strip(m.View()) == "" {
		t.Errorf("the view has colours after SetTheme without colours:\n%s", m.View())
	}
}

// The title names the state of the connection or the result of the exchange.
func TestTitles(t *testing.T) {
	failed := play.New("http://h").Tell(session.Dialing{Conn: 1})
	connecting := play.New("http://h").Tell(session.Dialing{Conn: 1})
	failed.Tell(session.DialFailed{Conn: 1, Kind: session.DialRefused})
	for _, tt := range []struct {
		play     *play.Play
		conn, ex int
		want     string
	}{
		{connecting, 1, 0, "connection 1  connecting"},
		{failed, 1, 0, "connection 1  failed"},
		{idle(), 2, 0, "connection 2  open"},
		{closed(), 2, 0, "connection 2  ended"},
		{idle(), 9, 0, "not connected"},
		{lostRequest(), 1, 1, "→ no response"},
		{one(asked("GET", "/"), "HTTP/1.1 200 O"), 1, 1, "GET / → receiving"},
		{one(asked("GET", "/")), 1, 1, "GET / → awaiting"},
		{one(asked("GET", "/"), answered("HTTP/1.1 103 Early Hints")), 1, 1, "GET / → awaiting, 103 so far"},
		{one(asked("GET", "/"), answered("HTTP/1.1 299 ", "Content-Length: 0")), 1, 1, "GET / → 299"},
		{one(asked("GET", "/"), answered("HTTP/1.1 404 ", "Content-Length: 0")), 1, 1, "GET / → 404 Not Found"},
	} {
		if got := showing(tt.play, tt.conn, tt.ex, Why, 78, 30).Title(); !strings.HasSuffix(got, tt.want) {
			t.Errorf("the title is %q, want %q", got, tt.want)
		}
	}
}
