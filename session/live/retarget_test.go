package live_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
)

// Retarget closes the connection. All later connections go to the new target.
func TestRetarget(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/")
		equal(s, "target", want[session.Dialing](s, "linger dials").Target, "http://server.example")
		s.accept()
		s.reads()
		s.answers(hello)
		want[*session.ExchangeDone](s, "the end of the exchange")
		other := memconn.Listen(latency)
		defer other.Close()
		there := session.Target{Host: "other.example", Port: "8080"}
		s.session.Do(session.Retarget{Target: there, Dialer: over(other)})
		s.session.Do(session.Send{Request: there.Request("GET", "/x"), Reconnect: true})
		c := want[session.Closed](s, "the end of the old connection")
		equal(s, "closed by", c.By, session.ByClient)
		equal(s, "motive", c.Motive, session.MotiveRetarget)
		equal(s, "target", c.Ending.Target, "http://other.example:8080")
		d := want[session.Dialing](s, "dialing the new target")
		equal(s, "target", d.Target, "http://other.example:8080")
		equal(s, "connection", d.Conn, 2)
		s.server.Close()
		s.server = nil
		old := s.door
		s.door = other
		defer func() { s.door = old }()
		s.accept()
		equal(s, "the request goes to the new target", strings.Contains(s.reads(), "Host: other.example:8080"), true)
		s.answers(goodbye)
		want[*session.ExchangeDone](s, "an exchange with the new target")
		s.session.Do(session.Reconnect{})
		equal(s, "target", want[session.Dialing](s, "dialing the same target again").Target, "http://other.example:8080")
	})
}

// A request that waits for a connection to one target is not sent to another.
func TestRetargetDropsWaitingRequests(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(goodbye)
		s.send("/secret") // waits until the server closes
		synctest.Wait()
		there := session.Target{Host: "other.example", Port: "80"}
		s.session.Do(session.Retarget{Target: there})
		want[session.Declined](s, "the request for the old target is declined")
		equal(s, "target", want[session.Dialing](s, "dialing the new target").Target, there.String())
		s.accept()
		want[session.Connected](s, "connected to the new target")
		time.Sleep(time.Second)
		s.session.Close()
		for _, ev := range until[session.Ended](s, "the end") {
			if _, ok := ev.(*session.RequestStarted); ok {
				t.Error("the request was sent to the new target")
			}
		}
	})
}

func TestRetargetWhileConnecting(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/")
		want[session.Dialing](s, "dialing begins")
		s.session.Do(session.Retarget{Target: session.Target{Host: "other.example", Port: "80"}})
		equal(s, "connection", want[session.DialFailed](s, "the first dialing fails").Conn, 1)
		want[session.Declined](s, "the waiting request is declined")
		equal(s, "target", want[session.Dialing](s, "dialing the new target").Target, "http://other.example")
	})
}
