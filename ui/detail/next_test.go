package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestPageNamesTheNextRequest(t *testing.T) {
	m := showing(racing(), 1, 2, Why, 78, 40)
	wantIn(t, "the request on screen", said(m), "GET may be repeated")
	m.SetNext("POST", "/pay")
	wantIn(t, "the next request", said(m), "POST may take effect twice", "POST /pay")
	m = showing(closed(), 2, 0, Life, 78, 40)
	m.SetNext("POST", "/pay")
	wantIn(t, "at the end", said(m), "reconnect and send POST /pay")
}

func TestGatewayStatusIsAboutAnotherConnection(t *testing.T) {
	for status, want := range map[string]string{"502 Bad Gateway": "got no valid response", "504 Gateway Timeout": "got no response"} {
		p := one(asked("GET", "/"), answered("HTTP/1.1 "+status, "Content-Length: 0"))
		wantIn(t, status, said(showing(p, 1, 1, Why, 78, 60)), "means here", want)
	}
	p := one(asked("GET", "/"), answered("HTTP/1.1 503 Busy", "Content-Length: 0"))
	wantNot(t, "503", said(showing(p, 1, 1, Why, 78, 60)), "means here")
}

func TestEveryWidthShowsAllTabs(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	for w := 30; w < 100; w++ {
		m := showing(p, 1, 1, Why, w, 12)
		for range ofExchange {
			row, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
			exact(t, row, m.View(), w, 12)
			for _, digit := range "12345678" {
				if !strings.ContainsRune(row, digit) {
					t.Errorf("width %d: the digit %c is missing in %q", w, digit, row)
				}
			}
			if !strings.Contains(row, tabs[m.Tab()].short) && !strings.Contains(row, m.Tab().String()) {
				t.Errorf("width %d: the name of %v is missing in %q", w, m.Tab(), row)
			}
			m.Update(NextTab{})
		}
	}
}

func TestTabsAreShortenedToFit(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	for w, want := range map[int]string{
		78: " 1 Why  2 Clients  3 Request  4 Response  5 Body  6 Wire  7 Timing  8 Findings",
		77: " 1 Why 2 Clients 3 Request 4 Response 5 Body 6 Wire 7 Timing 8 Findings",
		62: " 1 Why 2 Clients 3 Req 4 Resp 5 Body 6 Wire 7 Time 8 Findings",
		58: " 1 Why 2 Clients 3 Req 4 Resp 5 Body 6 Wire 7 Time 8 Find",
		56: " 1Why 2Clients 3Req 4Resp 5Body 6Wire 7Time 8Find",
		38: " 1Why 2 3 4 5 6 7 8",
	} {
		row, _, _ := strings.Cut(ansi.Strip(showing(p, 1, 1, Why, w, 12).View()), "\n")
		if got := strings.TrimRight(row, " "); got != want {
			t.Errorf("width %d: the row of tabs is %q, want %q", w, got, want)
		}
	}
}
