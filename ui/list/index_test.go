package list

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// If several connections are open at the same time, each exchange is below the heading of
// its own connection.
func TestExchangesOfSeveralConnections(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Started{Target: "http://h"})
	for id := 1; id <= 3; id++ {
		r.Apply(session.Dialing{Conn: id})
		r.Apply(session.Connected{Conn: id})
	}
	m := New(th())
	m.SetSize(60, 20)
	at := 0
	ask := func(conn int) {
		at++
		r.Apply(&session.RequestStarted{Conn: conn, Exchange: at, Method: "GET", Target: "/" + strconv.Itoa(conn)})
		m.Sync(r)
	}
	for _, conn := range []int{1, 2, 2, 1, 3, 2} {
		ask(conn)
	}
	var got []row
	for _, r := range m.x.rows {
		if r.ex > 0 {
			got = append(got, r)
		}
	}
	if want := []row{{1, 1}, {1, 4}, {2, 2}, {2, 3}, {2, 6}, {3, 5}}; !slices.Equal(got, want) {
		t.Errorf("the rows are %v, want %v", got, want)
	}
	for _, want := range got {
		if m.Go(int(want.conn), int(want.ex)); m.chosen != want {
			t.Errorf("after Go the cursor is on %v, want %v", m.chosen, want)
		}
	}
	m.SetNow(0, Head{Conn: r.Conn(3), Sign: "●", Words: "at the top", Style: m.th.OK})
	for sign, words := range map[string]string{"connection 1": "sending", "connection 3": "at the top"} {
		if screen := ansi.Strip(strings.Join(m.Rows(), "\n")); !regexp.MustCompile(sign + ` +● ` + words).MatchString(screen) {
			t.Errorf("the row of %s does not say %s:\n%s", sign, words, screen)
		}
	}
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: at + 5, Method: "GET", Target: "/last"})
	m.Sync(r)
	if n := m.x.shown; n != 7 {
		t.Errorf("the list shows %d exchanges after skipped numbers, want 7", n)
	}
	if m.Filter("conn:2"); m.x.shown != 3 || m.x.rows[0] != (row{2, blank}) {
		t.Errorf("the filter conn:2 selected the rows %v, want connection 2 with 3 exchanges", m.x.rows)
	}
}

// A list that is restricted to one connection shows no other connection, even if
// exchanges of several connections alternate.
func TestOnlyOneConnection(t *testing.T) {
	r := &record.Record{}
	m := New(th())
	m.SetSize(60, 20)
	m.Only(2)
	for i := range 300 {
		conn := 1 + i%3
		r.Apply(&session.RequestStarted{At: time.Duration(i), Conn: conn, Exchange: i + 1, Method: "GET", Target: "/"})
		r.Apply(&session.ExchangeDone{At: time.Duration(i), Conn: conn, Exchange: i + 1, Facts: wire.Facts{Status: 200, Complete: true}})
		if i%7 == 0 || i == 299 {
			m.Sync(r)
		}
	}
	if n := len(m.x.rows); n != 102 || m.x.total != 100 {
		t.Errorf("the list has %d rows of %d exchanges, want 102 of 100", n, m.x.total)
	}
	for _, row := range m.x.rows {
		if row.conn != 2 {
			t.Fatalf("the list has a row of connection %d, want only the selected connection", row.conn)
		}
	}
	if conn, ex := m.Selected(); conn != 2 || ex != 299 {
		t.Errorf("selected is exchange %d of connection %d, want 299 of 2", ex, conn)
	}
	m.Only(0)
	if m.x.total != 300 {
		t.Errorf("the list has %d exchanges, want 300", m.x.total)
	}
}
