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
		equal(s, "the first", want[session.Dialing](s, "a connection").Target, "http://server.example")
		s.accept()
		s.reads()
		s.answers(hello)
		want[*session.ExchangeDone](s, "an exchange")
		other := memconn.Listen(latency)
		defer other.Close()
		there := session.Target{Host: "other.example", Port: "8080"}
		s.session.Do(session.Retarget{Target: there, Dialer: over(other)})
		s.session.Do(session.Send{Request: there.Request("GET", "/x"), Reconnect: true})
		c := want[session.Closed](s, "the old one")
		equal(s, "by", c.By, session.ByClient)
		equal(s, "motive", c.Motive, session.MotiveRetarget)
		equal(s, "target", c.Ending.Target, "http://other.example:8080")
		d := want[session.Dialing](s, "the new one")
		equal(s, "target", d.Target, "http://other.example:8080")
		equal(s, "number", d.Conn, 2)
		s.server.Close()
		s.server = nil
		old := s.door
		s.door = other
		defer func() { s.door = old }()
		s.accept()
		equal(s, "asks there", strings.Contains(s.reads(), "Host: other.example:8080"), true)
		s.answers(goodbye)
		want[*session.ExchangeDone](s, "an exchange there")
		s.session.Do(session.Reconnect{})
		equal(s, "again", want[session.Dialing](s, "it stays there").Target, "http://other.example:8080")
	})
}

// A request that waits for a connection to one target is not sent to another.
func TestRetargetSendsNothingMeantForTheOther(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(goodbye)
		s.send("/secret") // waits for the server's close
		synctest.Wait()
		there := session.Target{Host: "other.example", Port: "80"}
		s.session.Do(session.Retarget{Target: there})
		want[session.Declined](s, "it was for the other one")
		equal(s, "the other", want[session.Dialing](s, "the new one").Target, there.String())
		s.accept()
		want[session.Connected](s, "the new one")
		time.Sleep(time.Second)
		s.session.Close()
		for _, ev := range until[session.Ended](s, "the end") {
			if _, ok := ev.(*session.RequestStarted); ok {
				t.Error("it was sent there")
			}
		}
	})
}

func TestRetargetWhileConnecting(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/")
		want[session.Dialing](s, "under way")
		s.session.Do(session.Retarget{Target: session.Target{Host: "other.example", Port: "80"}})
		equal(s, "given up", want[session.DialFailed](s, "the first").Conn, 1)
		want[session.Declined](s, "its request")
		equal(s, "the other", want[session.Dialing](s, "the new one").Target, "http://other.example")
	})
}
