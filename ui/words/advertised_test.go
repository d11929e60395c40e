package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/words"
)

const hint5 = "Keep-Alive: timeout=5, max=99\r\n"

func newest(fields string) *play.Play {
	return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\n"+fields+"\r\n")
}

// Advertised names a hint even if it is not in force, and says why it is not.
func TestAdvertisedNamesAHintThatIsNotInForce(t *testing.T) {
	const alive, empty = "Connection: keep-alive\r\n", "Content-Length: 0\r\n"
	for want, p := range map[string]*play.Play{
		"timeout=5 (response 1)": newest(alive + hint5 + empty),
		"timeout=5, max=99 (response 1), not in force: no Connection: keep-alive":  newest(hint5 + empty),
		"timeout=5, max=99 (response 1), not in force: the response is incomplete": newest(alive + hint5 + "Content-Length: 9\r\n").ServerClosed(),
		"max only, no timeout (response 1)":                                        newest(alive + "Keep-Alive: max=9\r\n" + empty),
		"nothing":                                                                  newest(empty),
	} {
		if got := words.Advertised(p.Rec.Newest()); got != want {
			t.Errorf("Advertised = %q, want %q", got, want)
		}
	}
}

// While linger is receiving a response, its hint does not count as ignored.
func TestHintIsNotIgnoredBeforeItsResponseEnds(t *testing.T) {
	p := newest("Connection: keep-alive\r\n" + hint5 + "Content-Length: 9\r\n")
	if _, of := p.Rec.Newest().IgnoredHint(); of != 0 {
		t.Errorf("IgnoredHint before the end is from response %d, want none", of)
	}
	if h, of := p.ServerClosed().Rec.Newest().IgnoredHint(); of != 1 || h.Max != 99 {
		t.Errorf("IgnoredHint after the end = %v from response %d, want max 99 from response 1", h, of)
	}
}

// The title of an end does not say "as advertised" if the connection was out of step,
// even if the server kept its hint.
func TestTitleSaysOutOfStepInsteadOfAsAdvertised(t *testing.T) {
	title := func(p *play.Play) string { return words.Title(&p.Rec.Newest().Close.Ending, 80) }
	fields := "Connection: keep-alive\r\n" + hint5 + "Content-Length: 2\r\n"
	one := func(body string) *play.Play {
		return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\n"+fields+"\r\n"+body).Wait(5 * time.Second).ServerClosed()
	}
	if got := title(one("hi")); got != "The server closed the idle connection, as advertised" {
		t.Errorf("Title in step = %q, want it to say that the close was as advertised", got)
	}
	if got := title(one("hi there")); got != "The server closed the connection, which was out of step" {
		t.Errorf("Title out of step = %q, want it to say that the connection was out of step", got)
	}
}

// When returns a time for every end.
func TestWhenReturnsATime(t *testing.T) {
	age := func(e *session.Ending) { e.Age = 2812 * ms }
	for _, e := range []*session.Ending{
		during(at(session.MomentAfterLostIn), motive(session.MotiveFraming), age), during(at(session.MomentInHead), age),
		during(at(session.MomentInLength, of(3, 9)), age), during(at(session.MomentInOpen), age), during(at(session.MomentSending), age),
	} {
		if got := words.When(e); !strings.Contains(got, "2.812 s after connecting") {
			t.Errorf("When of %s = %q, want the age of the connection", e.Moment.Kind, got)
		}
	}
	c := &record.Connection{State: record.Ended, Close: session.Closed{Ending: *hinted(5 * time.Second)}}
	if got := words.When(&c.Close.Ending); got != "5.000 s after the last byte of exchange 4" {
		t.Errorf("When of an idle close = %q, want the idle time of exchange 4", got)
	}
}
