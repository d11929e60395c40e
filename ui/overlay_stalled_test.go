package ui

import (
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// stalling returns a session in which part of a response has arrived, and then nothing
// for d.
func stalling(d time.Duration) *play.Play {
	return play.Idle().Send(play.Request("GET", "/greeting")).Wait(3 * time.Millisecond).
		Read("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx").Wait(d)
}

// While a response is arriving, enter pipelines the next request. If the response has
// stalled, linger asks first.
func TestEnterAsksIfTheResponseHasStalled(t *testing.T) {
	m, e := shown(stalling(900*time.Millisecond), 120, 40)
	press(m, "enter")
	if _, ok := e.did[0].(session.Send); !ok || m.desk().top() != nil {
		t.Fatalf("enter while the response arrives gave %+v, want a request and no question", e.did)
	}
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(stalling(3800*time.Millisecond), size[0], size[1])
		press(m, "enter")
		golden.Size(t, screen(m), size[0], size[1])
		press(m, "esc")
		if len(e.did) != 0 || m.desk().top() != nil {
			t.Fatalf("esc gave the commands %+v, want none and the question closed", e.did)
		}
		press(m, "enter", "y")
		if _, ok := e.did[0].(session.Send); !ok || len(e.did) != 1 {
			t.Errorf("y gave the commands %+v, want one request", e.did)
		}
		press(m, "enter", "R")
		if _, ok := e.did[1].(session.Reconnect); !ok || len(e.did) != 3 {
			t.Errorf("R gave the commands %+v in total, want a Reconnect and another request", e.did)
		}
	}
}
