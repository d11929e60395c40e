package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
	"linger/ui/words"
)

// The candidates for a lost first request depend on the time until the close, on TLS and
// on the HTTP version. There are none for a reused connection, or for one that was closed
// while idle.
func TestCandidatesFitTheCircumstances(t *testing.T) {
	cut := func(target, request string, after time.Duration) *play.Play {
		return play.New(target).Connect(ms).Send(request).Wait(after).ServerClosed()
	}
	get := play.Request("GET", "/")
	for name, c := range map[string]struct {
		play *play.Play
		want string
	}{
		"at once":           {cut("http://h", get, ms), "PROXY protocol expected, TLS expected on this port, this request refused, worker crashed, connection limit reached"},
		"at once, reset":    {play.New("http://h").Connect(ms).Send(get).Wait(ms).ServerReset(), "PROXY protocol expected, TLS expected on this port, this request refused, worker crashed, connection limit reached"},
		"over TLS":          {cut("https://h", get, ms), "this request refused, worker crashed, connection limit reached"},
		"after 30 s":        {cut("http://h", get, 30*time.Second), "a time limit ran out, this request refused, worker crashed"},
		"HTTP/1.0":          {cut("http://h", "GET / HTTP/1.0\r\n\r\n", ms), "HTTP/1.0 refused, PROXY protocol expected, TLS expected on this port, this request refused, worker crashed, connection limit reached"},
		"reused":            {quiet(ms).Send(get).Wait(ms).ServerClosed(), ""},
		"idle":              {quiet(ms).ServerClosed(), ""},
		"inside a response": {play.New("http://h").Connect(ms).Send(get).Read("HTTP/1.1 200 OK\r\n").ServerClosed(), ""},
	} {
		var causes []string
		for _, one := range words.Candidates(c.play.Rec.Conns[0]) {
			causes = append(causes, one.Cause)
			if one.Key == "" || one.Test == "" || one.Typed == "" {
				t.Errorf("%s: the candidate %+v lacks a key, a test or a command", name, one)
			}
		}
		if got := strings.Join(causes, ", "); got != c.want {
			t.Errorf("%s: candidates = %s; want %s", name, got, c.want)
		}
	}
}
