package detail

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/theme"
)

// The pane never shows an old view if a new view would differ: the stamp of a view
// contains everything that the view depends on.
func TestKeptViewEqualsAFreshView(t *testing.T) {
	for _, sc := range scenes {
		events := sc.play().Events
		conn, exchange := sc.conn, sc.exchange
		list := ofExchange
		if exchange == 0 {
			list = ofConnection
		}
		for _, tab := range list {
			rec := &record.Record{}
			kept := at(rec, conn, exchange, tab, 0)
			for i, ev := range events {
				rec.Apply(ev)
				now := play.TimeOf(ev)
				if exchange > 0 && rec.Exchange(exchange) == nil {
					continue // the list has no row to select yet
				}
				kept.Show(rec, conn, exchange)
				kept.choose(tab)
				kept.SetNow(now)
				want := at(rec, conn, exchange, tab, now).View()
				before := kept.View() // drawn without a Refresh after the event
				kept.Refresh()
				for _, got := range []string{before, kept.View()} {
					if got != want {
						t.Fatalf("%s, %v after event %d (%T): the kept view is\n%s\nwant the fresh view\n%s", sc.name, tab, i, ev, ansi.Strip(got), ansi.Strip(want))
					}
				}
			}
		}
	}
}

// at returns a new pane that shows the given tab at the time now.
func at(rec *record.Record, conn, exchange int, tab Tab, now time.Duration) *Model {
	m := New(dark)
	m.SetSize(78, 40)
	m.Show(rec, conn, exchange)
	m.chosen = [2]Tab{tab, tab}
	m.SetNow(now)
	return m
}

// Each input of the pane changes the view that was drawn before, also without a Refresh.
func TestEveryInputChangesTheKeptView(t *testing.T) {
	unused := func() *play.Play { return play.New("http://h").Connect(ms) }
	secret := func() *play.Play { return hinted("Set-Cookie: id=1") }
	chunked := func() *play.Play {
		return one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")+strings.Repeat("1\r\na\r\n", 9)+"0\r\n\r\n")
	}
	for _, in := range []struct {
		name           string
		play           func() *play.Play
		conn, exchange int
		tab            Tab
		change         func(*Model)
	}{
		{"SetNext", racing, 1, 2, Why, func(m *Model) { m.SetNext("POST", "/x") }},
		{"SetSilent", racing, 1, 2, Why, func(m *Model) { m.SetSilent(true) }},
		{"SetGuide", unused, 1, 0, Life, func(m *Model) { m.SetGuide(true) }},
		{"SetTaught", unused, 1, 0, Life, func(m *Model) { m.SetTaught(true) }},
		{"SetComing", racing, 1, 2, Why, func(m *Model) { m.SetComing(Coming{At: m.scene.now, What: "GET /"}) }},
		{"SetProofs", secret, 1, 1, Wire, func(m *Model) { m.SetProofs(Proofs{{Conn: 1, Sent: true}}) }},
		{"SetNow", racing, 1, 2, Why, func(m *Model) { m.SetNow(0) }},
		{"the width", secret, 1, 1, Why, func(m *Model) { m.SetSize(60, 40) }},
		{"the height", secret, 1, 1, Why, func(m *Model) { m.SetSize(78, 15) }},
		{"SetTheme", secret, 1, 1, Why, func(m *Model) { m.SetTheme(theme.New(false, colorprofile.ANSI, true)) }},
		{"ShowSecrets", secret, 1, 1, Response, func(m *Model) { m.ShowSecrets(true) }},
		{"Show", racing, 1, 2, Why, func(m *Model) { m.Show(m.scene.rec, 1, 1) }},
		{"Shut", unused, 1, 0, Life, func(m *Model) { m.Shut(Why) }},
		{"Aside", secret, 1, 1, Why, func(m *Model) { m.Aside(NewTab(dark, Timing)) }},
		{"Down", secret, 1, 1, Wire, func(m *Model) { m.Update(Down{}) }},
		{"a tab", secret, 1, 1, Wire, func(m *Model) { m.Update(Findings) }},
		{"ToggleSecrets", secret, 1, 1, Wire, func(m *Model) { m.Update(ToggleSecrets{}) }},
		{"ToggleHex", secret, 1, 1, Wire, func(m *Model) { m.Update(ToggleHex{}) }},
		{"expanding", chunked, 1, 1, Wire, func(m *Model) {
			w := m.current().(*wireRows)
			m.open(w.list[slices.IndexFunc(w.list, func(r run) bool { return r.kind == runFolded })].off)
		}},
		{"an event", unused, 1, 0, Life, func(m *Model) { m.scene.rec.Apply(session.Closed{Conn: 1}) }},
	} {
		p := in.play()
		kept := showing(p, in.conn, in.exchange, in.tab, 78, 40)
		kept.Refresh()
		old := kept.View()
		in.change(kept)
		fresh := showing(p, in.conn, in.exchange, in.tab, 78, 40)
		in.change(fresh)
		want := fresh.View()
		if want == old {
			t.Errorf("%s does not change the view", in.name)
		}
		if got := kept.View(); got != want {
			t.Errorf("%s: the kept view is\n%s\nwant the fresh view\n%s", in.name, ansi.Strip(got), ansi.Strip(want))
		}
		if kept.Refresh(); kept.View() != want {
			t.Errorf("%s: the kept view differs after a Refresh", in.name)
		}
	}
}

// A long pipeline has many exchanges before the first response. The findings of all of
// them are counted.
func TestFindingsOfALongPipelineAreCounted(t *testing.T) {
	const requests = 3 * recent
	p := play.New("http://h").Connect(ms)
	for range requests {
		p.Send(asked("GET", "/"))
	}
	kept := showing(p, 1, 0, Life, 78, 40)
	kept.Refresh()
	p.Read(strings.Repeat("HTTP/1.1 204 No Content\nA: b\r\n\r\n", requests))
	wantIn(t, "kept", said(kept), "Findings 192")
	wantIn(t, "fresh", said(showing(p, 1, 0, Life, 78, 40)), "Findings 192")
}
