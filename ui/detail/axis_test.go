package detail

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session/clients"
	"linger/ui/internal/play"
)

// hinted returns a Play with one exchange, whose response has the given field lines.
func hinted(fields ...string) *play.Play {
	return one(asked("GET", "/"), answered(append([]string{"HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive"}, fields...)...))
}

// If the server closes later than it advertises, the axis ends at that close and shows
// the hint as a mark.
func TestClientsScaleEndsWhereTheServerCloses(t *testing.T) {
	p := play.New("https://shop.example").Connect(ms)
	exchange := func() *play.Play {
		return p.Send(asked("GET", "/")).Wait(ms).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	}
	exchange().Wait(6020 * ms).ServerClosed()
	p.Connect(ms)
	exchange()
	for w, want := range map[int][]string{
		62: {"0 1 2 3 4 5 6.02 s", "advertised │ ○ server closes", "idle less than 4 s", "past the hint, or in its last second"},
		42: {"6.02 s", "│", "○ server closes"},
	} {
		wantIn(t, fmt.Sprint(w), said(showing(p, 2, 2, Clients, w, 60)), want...)
	}
	m := showing(p, 2, 2, Clients, 62, 60)
	for row := range strings.SplitSeq(ansi.Strip(m.View()), "\n") {
		if strings.HasPrefix(row, " Firefox") && !strings.Contains(row, "╍ ") {
			t.Errorf("the label of 5 s touches the mark of the close: %q", row)
		}
	}
}

// At any width, the labels of the axis on the Clients tab are complete numbers with gaps
// between them, and the limits beside the axis are complete.
func TestClientsAxisNeverCutsANumber(t *testing.T) {
	versions := map[string]string{} // to recognize the row that lists versions, which is not a row of the axis
	for _, c := range clients.All() {
		versions[c.Name+" "] = c.Version
	}
	for _, hint := range []string{"", "1", "2", "5", "7", "30", "75", "3600", "86401", "2147483647"} {
		p, end := hinted(), 300
		if hint != "" {
			p = hinted("Keep-Alive: timeout=" + hint)
			end, _ = strconv.Atoi(hint)
		}
		step := int(niceStep(time.Duration(end)*time.Second) / time.Second)
		for w := 20; w <= 240; w++ {
			rows := strings.Split(ansi.Strip(showing(p, 1, 1, Clients, w, 60).View()), "\n")
			for i, r := range rows {
				words := strings.Fields(strings.SplitN(r, "limit", 2)[0])
				if i+1 < len(rows) && strings.Contains(rows[i+1], "├") && strings.Contains(rows[i+1], "┤") && strings.Contains(rows[i+1], "─") && strings.Contains(r, "limit") {
					scaleOf(t, fmt.Sprintf("%s at %d", hint, w), words, end, step)
				}
				for name, limit := range map[string]string{"curl ": "118 s", "Chrome ": "300 s"} {
					if strings.HasPrefix(strings.TrimSpace(r), name) && !strings.Contains(r, "curl and") && !strings.Contains(r, name+versions[name]) && !strings.Contains(r, " "+limit) {
						t.Fatalf("hint %s, width %d: the row of a client lacks its limit: %q", hint, w, r)
					}
				}
			}
		}
	}
}

func scaleOf(t *testing.T, what string, words []string, end, step int) {
	t.Helper()
	if n := len(words); n < 2 || words[n-1] != "s" || words[n-2] != strconv.Itoa(end) {
		t.Fatalf("%s: the scale does not end at %d s: %q", what, end, words)
	}
	for _, w := range words[:len(words)-1] {
		if n, err := strconv.Atoi(w); err != nil || n%step != 0 && n != end {
			t.Fatalf("%s: label %q is neither the end of the scale nor a multiple of its step: %q", what, w, words)
		}
	}
}

// If linger saw the server close, the Clients tab marks the times of those closes, and
// does not only show the hint.
func TestClientsMarksTheMeasuredCloses(t *testing.T) {
	clients := func(timeout string, idle ...time.Duration) string {
		p := closes(timeout, idle...).Connect(ms)
		answer := answered("HTTP/1.1 200 OK", "Content-Length: 0")
		if timeout != "" {
			answer = answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout="+timeout)
		}
		p.Wait(ms).Send(asked("GET", "/")).Wait(ms).Read(answer)
		n := len(idle) + 1
		return ansi.Strip(showing(p, n, n, Clients, 100, 60).View())
	}
	early := clients("5", 1999*ms)
	wantIn(t, "early", early, "○                    │ advertised", "after 1.999 s idle, seen once", "idle less than 1.99 s")
	wantNot(t, "early", early, "server closes")
	wantIn(t, "range", clients("5", 2600*ms, 4*time.Second), "○─────────○      │ advertised", "after 2.600 to 4.000 s idle, seen 2 times")
	wantIn(t, "on time", clients("5", 5003*ms), "│○ server closes", "idle less than 4 s", "after 5.003 s idle, seen once")
	wantIn(t, "not seen yet", clients("5"), "│ server closes")
	unadvertised := clients("", 2600*ms)
	wantIn(t, "no hint", unadvertised, "the closes show the server's limit", "after 2.600 s idle, seen once", "idle less than 2.59 s", "╍")
	wantNot(t, "no hint", unadvertised, "is unknown")
}

// The labels of the axis of closes on the Why tab are also complete, with gaps between
// them.
func TestAxisOfClosesNeverCutsANumber(t *testing.T) {
	for _, idle := range [][]time.Duration{{2600 * ms, 4700 * ms}, {98 * time.Second, 103 * time.Second}, {900 * time.Second, 3601 * time.Second}} {
		p := closes("5", idle...).Connect(40 * ms)
		p.Wait(ms).Send(asked("GET", "/")).Wait(40 * ms).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
		for w := 20; w <= 240; w++ {
			rows := strings.Split(ansi.Strip(showing(p, 3, 3, Why, w, 90).View()), "\n")
			for i, r := range rows[1:] {
				if !strings.HasPrefix(strings.TrimSpace(r), "├") {
					continue
				}
				for n, word := range strings.Fields(rows[i]) {
					if _, err := strconv.Atoi(word); (err == nil) != (n%2 == 0) || err != nil && word != "s" {
						t.Fatalf("closes after %v, width %d: a label of the axis is cut: %q", idle, w, rows[i])
					}
				}
			}
		}
	}
}

// The parsers that read the content are not the clients in the rows above, so the page
// lists their names.
func TestParsersAreListedByName(t *testing.T) {
	p := hinted("Keep-Alive: timeout=5")
	wantIn(t, "wide", said(showing(p, 1, 1, Clients, 118, 60)), "all read no content: net/http, fasthttp, llhttp, h11 and curl")
	wantIn(t, "narrow", said(showing(p, 1, 1, Clients, 62, 60)), "curl and 4 others read no content")
}

func TestTimeoutZeroIsATimeout(t *testing.T) {
	screen := said(showing(hinted("Keep-Alive: timeout=0"), 1, 1, Clients, 118, 60))
	wantNot(t, "timeout=0", screen, "No timeout advertised")
	wantIn(t, "timeout=0", screen, "timeout=0: clients that read it")
}
