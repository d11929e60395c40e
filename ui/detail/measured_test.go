package detail

import (
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
)

// closes returns a Play with connections that a server closed after the given idle times.
// The round-trip time is 40 ms. timeout is the timeout of the hint in seconds, or "" for
// no hint.
func closes(timeout string, idle ...time.Duration) *play.Play {
	p := play.New("http://h")
	for _, d := range idle {
		p.Connect(40 * ms)
		answer := answered("HTTP/1.1 200 OK", "Content-Length: 0")
		if timeout != "" {
			answer = answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout="+timeout)
		}
		p.Wait(ms).Send(asked("GET", "/")).Wait(40 * ms).Read(answer).Wait(d).ServerClosed()
	}
	return p
}

// The advice for the idle limit of a client depends on all closes that linger has seen,
// not only on the last one, and not on a hint that the closes contradict.
func TestAdviceFollowsTheMeasuredRange(t *testing.T) {
	s := time.Second
	for _, tt := range []struct {
		name, timeout string
		idle          []time.Duration
		want          string
		not           string
	}{
		{"early", "5", []time.Duration{2600 * ms, 3 * s, 4 * s}, "Seen 3 times, after 2.600 to 4.000 s: keep client idle limits below 2.56 s, earliest close less a round trip.", "Stay below"},
		{"the last on time", "5", []time.Duration{2600 * ms, 5001 * ms}, "below 2.56 s, earliest close less a round trip", "reuse was safe"},
		{"the last late", "5", []time.Duration{2600 * ms, 8 * s}, "below 2.56 s, earliest close less a round trip", "reuse was safe"},
		{"no hint", "", []time.Duration{3 * s, 2600 * ms}, "No timeout advertised. Seen 2 times, after 2.600 to 3.000 s: keep client idle limits below 2.56 s", "only a measurement"},
		{"always on time", "5", []time.Duration{5003 * ms, 5003 * ms}, "The hint held. Clients should stop at 4 s: the last second of a hint is not safe.", "Seen"},
		{"once early", "5", []time.Duration{2600 * ms}, "Stay below 2.6 s.", "Seen"},
		{"a probe saw more", "5", []time.Duration{4 * s}, "Seen 6 times, after 2.000 to 4.000 s: keep client idle limits below 1.96 s", "Stay below"},
	} {
		p := closes(tt.timeout, tt.idle...)
		if tt.name == "a probe saw more" {
			p.Tell(session.Measured{Target: "http://h", Low: 2 * s, High: 3 * s, Closes: 5})
		}
		screen := said(showing(p, len(tt.idle), 0, Life, 78, 40))
		wantIn(t, tt.name, screen, tt.want)
		wantNot(t, tt.name, screen, tt.not)
		if len(tt.idle) > 1 && tt.idle[0] != tt.idle[1] {
			wantNot(t, tt.name, screen, "or a range?")
		}
	}
}

// On the tabs Why and Clients, the race zone begins at the same time as in the bar at the
// top.
func TestWhyUsesTheMeasuredRange(t *testing.T) {
	p := closes("5", 2600*ms, 4700*ms).Connect(40 * ms)
	p.Wait(ms).Send(asked("GET", "/")).Wait(40 * ms).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Wait(2 * time.Second)
	m := showing(p, 3, 3, Why, 78, 60)
	safe := said(m)
	wantIn(t, "safe", safe, "a hint; the server has closed after 2.600 s", "below 2.56 s: earliest close less a round trip")
	wantNot(t, "safe", safe, "If you send now")
	m.SetNow(p.Now + 570*ms)
	race := said(m)
	wantIn(t, "race", race, "If you send now", "This server has closed after 2.600 s. Request and FIN may cross", "reuse it for less than 2.56 s: closed after 2.600 s")
	wantNot(t, "race", race, "3.9 s")
	m.choose(Clients)
	wantIn(t, "clients", said(m), "idle less than 2.56 s", "after 2.600 to 4.700 s idle, seen 2 times")
}

// The page shows the measurements of a probe as soon as they are recorded.
func TestWhyShowsMeasurementsOfAProbe(t *testing.T) {
	p := racing()
	p.Now -= 2 * time.Second
	m := showing(p, 1, 2, Why, 78, 60)
	wantNot(t, "before", said(m), "Measured on this server", "If you send now")
	p.Tell(session.Measured{Target: "https://shop.example", Low: 2600 * ms, High: 4700 * ms, Closes: 5})
	wantIn(t, "after", said(m), "Measured on this server", "5 idle closes", "2.600 to 4.700 s", "If you send now")
}
