package ui

import (
	"strings"
	"testing"
	"time"

	"linger/session/record"
	"linger/ui/internal/effort"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// A server may send a field value of one megabyte, or 100,000 fields. The screen must
// still respond quickly. The bound is generous: an algorithm with quadratic time took
// minutes.
func TestScreenRespondsQuicklyToHugeMessages(t *testing.T) {
	const bound, long = 5 * time.Second, 1_000_000
	ok := "\r\nContent-Length: 2\r\n\r\nok"
	for name, response := range map[string]string{
		"a field value":           "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("v", long) + ok,
		"a value without letters": "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("\xff\x1b", long/2) + ok,
		"a reason phrase":         "HTTP/1.1 200 " + strings.Repeat("r ", long/2) + ok,
		"a Location elsewhere":    "HTTP/1.1 302 Go\r\nLocation: http://x/" + strings.Repeat("l", long) + ok,
		"a Location here":         "HTTP/1.1 302 Go\r\nLocation: /" + strings.Repeat("l", long) + ok,
		"a hint":                  "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, " + strings.Repeat("x=1,", long/4) + ok,
		"fields":                  "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 100_000) + ok[2:],
	} {
		p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Exchange("GET", "/x", ms, response)
		m, _ := shown(p, 120, 40, func(o *Options) { o.JSON = func(*record.Record, int, bool) []byte { return []byte("{}") } })
		step := func(what string, do func()) {
			if took := effort.Of(do); took > bound {
				t.Errorf("%s: %s took %v, want at most %v", name, what, took, bound)
			}
		}
		e := m.desk().selected()
		step("copying", func() {
			m.desk().asCurl(e)
			m.desk().bytesOf(&e.Response)
			m.desk().asJSON(e)
			m.desk().sentence()
			m.desk().detail().Copy()
		})
		for _, keys := range []string{"", "=", "t", "e", "b", "y", "L"} {
			step("showing "+keys, func() {
				if keys != "" {
					press(m, keys)
				}
				golden.Size(t, screen(m), 120, 40)
				m.Update(tickMsg{})
				golden.Size(t, screen(m), 120, 40)
				press(m, "esc")
			})
		}
		step("filtering", func() { m.desk().list.Filter("finding:x"); m.desk().list.Filter("") })
	}
}
