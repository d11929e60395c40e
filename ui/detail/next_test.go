package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWhatWouldBeSentIsNamed(t *testing.T) {
	m := showing(racing(), 1, 2, Why, 78, 40)
	wantIn(t, "the request on screen", said(m), "GET may be repeated")
	m.SetNext("POST", "/pay")
	wantIn(t, "the next request", said(m), "POST may take effect twice", "POST /pay")
	m = showing(closed(), 2, 0, Life, 78, 40)
	m.SetNext("POST", "/pay")
	wantIn(t, "at the end", said(m), "reconnect and send POST /pay")
}

func TestAGatewaySpeaksOfAnotherConnection(t *testing.T) {
	for status, want := range map[string]string{"502 Bad Gateway": "got no valid response", "504 Gateway Timeout": "got no response"} {
		p := one(asked("GET", "/"), answered("HTTP/1.1 "+status, "Content-Length: 0"))
		wantIn(t, status, said(showing(p, 1, 1, Why, 78, 60)), "means here", want)
	}
	p := one(asked("GET", "/"), answered("HTTP/1.1 503 Busy", "Content-Length: 0"))
	wantNot(t, "503", said(showing(p, 1, 1, Why, 78, 60)), "means here")
}

func TestTabsThatDoNotFitAreCutVisibly(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	for w := 20; w < 80; w++ {
		m := showing(p, 1, 1, Why, w, 12)
		for range ofExchange {
			row, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
			exact(t, row, m.View(), w, 12)
			if all := strings.Contains(row, "Why") && strings.Contains(row, "Findings"); all == strings.Contains(row, "…") {
				t.Errorf("width %d, %v: %q", w, m.Tab(), row)
			}
			if !strings.Contains(row, m.Tab().String()) {
				t.Errorf("width %d: %v is not in %q", w, m.Tab(), row)
			}
			m.Update(NextTab{})
		}
	}
}
