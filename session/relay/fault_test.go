package relay

import (
	"io"
	"strings"
	"testing"
	"time"
)

const (
	get    = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	answer = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello"
)

func TestFaultsAreReadAndWritten(t *testing.T) {
	var f Faults
	for _, s := range []string{"latency=50ms", "bandwidth=1000", "close-idle=4s", "close-after=3", "reset-before-response", "cut-content=0", "drop-connection-header", "hold-fin=20ms", "one-in=10"} {
		if err := f.Set(s); err != nil {
			t.Error(err)
		}
	}
	if got, want := f.String(), "latency=50ms, bandwidth=1000, close-idle=4s, close-after=3, reset-before-response, cut-content=0, drop-connection-header, hold-fin=20ms, one-in=10"; got != want {
		t.Errorf("String() = %s\nwant %s", got, want)
	}
	if got := len(FaultNames()); got != 9 || FaultNames()[7][0] != "hold-fin=20ms" {
		t.Errorf("FaultNames() = %q, want 9 faults with hold-fin=20ms as the eighth", FaultNames())
	}
	if got := new(Faults).String(); got != "" {
		t.Errorf("String() without a fault = %q, want an empty string", got)
	}
	for s, want := range map[string]string{
		"latency":                  "fault latency needs a value, such as latency=50ms",
		"latency=5":                "fault latency=5: not a duration; write, for example, latency=50ms",
		"close-after=0":            "fault close-after=0: not a positive number; write, for example, close-after=3",
		"bandwidth=x":              "fault bandwidth=x: not a positive number; write, for example, bandwidth=10000",
		"cut-content=-1":           "fault cut-content=-1: not a number of bytes; write, for example, cut-content=100",
		"reset-before-response=on": "fault reset-before-response takes no value",
		"slow":                     `unknown fault "slow"; the faults are latency, bandwidth, close-idle, close-after, reset-before-response, cut-content, drop-connection-header, hold-fin, one-in`,
	} {
		if err := f.Set(s); err == nil || err.Error() != want {
			t.Errorf("Set(%q) = %v\nwant %s", s, err, want)
		}
	}
}

// With one-in=2, every second connection has the fault, and the others do not.
func TestOneInAppliesFaultsToSomeConnections(t *testing.T) {
	b := setup(t, "reset-before-response", "one-in=2")
	for id := 1; id <= 2; id++ {
		c, s := b.connect(t)
		send(t, c, get)
		gets(t, s, get)
		send(t, s, answer)
		if id == 2 {
			ends(t, c, "RST")
			continue
		}
		gets(t, c, answer)
		c.Close()
		ends(t, s, "FIN")
		s.Close()
	}
	b.wants(t, 1, "open, established, client FIN, server FIN, done")
}

func TestLatencyDelaysBothDirections(t *testing.T) {
	b := setup(t, "latency=20ms")
	c, s := b.connect(t)
	start := time.Now()
	send(t, c, get)
	gets(t, s, get)
	there := time.Since(start)
	send(t, s, answer)
	gets(t, c, answer)
	if back := time.Since(start) - there; there < 20*time.Millisecond || back < 20*time.Millisecond {
		t.Errorf("bytes took %v to the server and %v to the client, want at least 20 ms each", there, back)
	}
	s.Close()
	ends(t, c, "FIN")
	c.Close()
	b.wants(t, 1, "open, established, fault: latency=20ms, server FIN, client FIN, done")
}

func TestBandwidthLimitsTheRate(t *testing.T) {
	b := setup(t, "bandwidth=100000")
	c, s := b.connect(t)
	start := time.Now()
	send(t, s, strings.Repeat("x", 7000))
	gets(t, c, strings.Repeat("x", 7000))
	if took := time.Since(start); took < 50*time.Millisecond {
		t.Errorf("7,000 bytes took %v, want at least 50 ms at 100,000 bytes/s", took)
	}
}

// The relay closes a pair after the idle time of close-idle. If the machine is too busy
// for the request to arrive within that time, the test repeats with a longer one.
func TestCloseIdleClosesBothSides(t *testing.T) {
	idle := 20 * time.Millisecond
	for !closesIdle(t, idle) {
		if idle *= 4; idle > time.Minute {
			t.Fatal("the relay closed the pair before the request arrived, even with an idle time of a minute")
		}
	}
}

// closesIdle makes one exchange and checks that the relay then closes both sides. It
// returns false if the relay closed the pair before the request arrived.
func closesIdle(t *testing.T, idle time.Duration) bool {
	t.Helper()
	fault := "close-idle=" + idle.String()
	b := setup(t, fault)
	c, s := b.connect(t)
	_, _ = io.WriteString(c, get)
	if _, err := io.ReadFull(s, make([]byte, len(get))); err != nil {
		return false
	}
	time.AfterFunc(3*idle, func() { send(t, s, answer) }) // the time of a slow response is not idle time
	gets(t, c, answer)
	ends(t, c, "FIN")
	ends(t, s, "FIN")
	c.Close()
	s.Close()
	if got, want := b.events(1), "open, established, fault: "+fault+", server FIN by relay, "; !strings.HasPrefix(got, want) {
		t.Errorf("events: %s\nwant them to begin with: %s", got, want)
	}
	return true
}

func TestCloseAfterClosesBothSides(t *testing.T) {
	b := setup(t, "close-after=2")
	c, s := b.connect(t)
	for range 2 {
		send(t, c, get)
		gets(t, s, get)
		send(t, s, answer)
		gets(t, c, answer)
	}
	ends(t, c, "FIN")
	ends(t, s, "FIN")
}

func TestResetBeforeResponseResetsTheClient(t *testing.T) {
	b := setup(t, "reset-before-response")
	c, s := b.connect(t)
	send(t, c, get)
	gets(t, s, get)
	send(t, s, answer)
	ends(t, c, "RST")
	b.wants(t, 1, "open, established, fault: reset-before-response, server RST by relay, done")
}

func TestCutContentClosesInsideTheContent(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"length":  {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"},
		"chunked": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nl"},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, "cut-content=3")
			client, s := b.connect(t)
			send(t, client, get)
			gets(t, s, get)
			send(t, s, c.answer)
			gets(t, client, c.want)
			ends(t, client, "FIN")
			ends(t, s, "FIN")
		})
	}
}

func TestDropConnectionHeaderRemovesTheField(t *testing.T) {
	b := setup(t, "drop-connection-header")
	c, s := b.connect(t)
	for range 2 {
		send(t, c, get)
		gets(t, s, get)
		for _, part := range []string{"HTTP/1.1 103 Early Hints\r\nConnection: x\r\n\r\n", answer[:20], answer[20:40], answer[40:]} {
			send(t, s, part)
		}
		gets(t, c, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
	}
}

func TestFilterPassesUndecodableBytes(t *testing.T) {
	b := setup(t, "drop-connection-header")
	c, s := b.connect(t)
	send(t, c, "\x16\x03\x01\x00\x05hello")
	gets(t, s, "\x16\x03\x01\x00\x05hello")
	send(t, s, "SSH-2.0-OpenSSH\r\nConnection: x\r\n")
	gets(t, c, "SSH-2.0-OpenSSH\r\nConnection: x\r\n")
}

func TestTunnelPassesUnchanged(t *testing.T) {
	b := setup(t, "drop-connection-header", "cut-content=0", "close-after=1")
	c, s := b.connect(t)
	upgrade := "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
	send(t, c, upgrade)
	gets(t, s, upgrade)
	send(t, s, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nbytes")
	gets(t, c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nbytes")
	send(t, s, "Connection: more\r\n")
	gets(t, c, "Connection: more\r\n")
}

// A request that the client sends while the relay delays the FIN is always lost.
func TestHoldFINLosesTheNextRequest(t *testing.T) {
	for range 10 {
		b := setup(t, "hold-fin=1h") // the reset ends the delay
		c, s := b.connect(t)
		send(t, c, get)
		gets(t, s, get)
		send(t, s, answer)
		s.Close()
		gets(t, c, answer)
		send(t, c, get) // the client has not received the FIN
		ends(t, c, "RST")
		if got, want := b.events(1), "open, established, fault: hold-fin=1h0m0s, server FIN, server RST, done"; got != want {
			t.Fatalf("events: %s\nwant: %s", got, want)
		}
	}
}
