package log_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linger/session"
	"linger/session/log"
	"linger/wire"
)

// masked returns a log of the events with the secrets masked.
func masked(t testing.TB, evs ...session.Event) string {
	t.Helper()
	var b bytes.Buffer
	if err := log.NewWriter(&b, log.Header{}).Write(evs...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const seededRequest = "POST /a;jsessionid=KEY1?x=1&access_token=KEY2&y=2 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer KEY3 \r\n\tKEY4\r\n" +
	"Cookie:KEY5\r\nReferer: https://user:KEY6@h/?next=%2F%3Ftoken%3DKEY7%26z\r\nX-Api-Key:  KEY8\r\nKeep-Alive: timeout=5\r\n\r\n"

const seededResponse = "HTTP/1.1 302 Found\r\nSet-Cookie: a=KEY1; Path=/\r\nLocation: https://KEY2:KEY3@h/?X-Amz-Signature=KEY4#f\r\n" +
	"Link: </a?apikey=\"KEY5 KEY6\">; rel=next\r\nTransfer-Encoding: chunked\r\n\r\n" +
	"7;token=KEY7\r\ncontent\r\n0\r\nX-Secret: KEY8\r\n\r\nHTTP/1.1 "

var seed = regexp.MustCompile(`KEY\d`)

// reads returns the events of a request and its response. The response arrives in several
// reads, which end at the offsets in cuts.
func reads(request string, response string, cuts ...int) (evs []session.Event) {
	facts, lines, _ := wire.DecodeRequest([]byte(request), 0)
	_, target, _ := strings.Cut(request, " ")
	target, _, _ = strings.Cut(target, " ")
	evs = append(evs, &session.RequestStarted{Conn: 1, Exchange: 1, Target: target, Data: []byte(request), Len: int64(len(request)), Lines: lines})
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(facts)
	from := 0
	for _, to := range append(cuts, len(response)) {
		for rest := []byte(response[from:to]); ; {
			off := d.Offset()
			n, ev := d.Feed(rest)
			ls := slices.Clone(d.Lines())
			wire.ShiftLines(ls, -off)
			if n > 0 {
				evs = append(evs, &session.Received{Conn: 1, Exchange: 1, Off: off, Len: int64(n), Data: rest[:n], Lines: ls, Reads: 1})
			}
			if rest = rest[n:]; ev == wire.EventNeedMore {
				break
			}
		}
		from = to
	}
	return evs
}

// Wherever the reads end, the log contains no secret, and its offsets stay valid.
func TestLogContainsNoSecret(t *testing.T) {
	for cut := range len(seededResponse) {
		for _, second := range []int{3, len(seededResponse)} {
			evs := reads(seededRequest, seededResponse, cut, min(cut+second, len(seededResponse)))
			text := masked(t, evs...)
			if found := seed.FindString(text); found != "" {
				t.Fatalf("cut at %d: the log contains the secret %s:\n%s", cut, found, text)
			}
			back, _ := read(t, strings.NewReader(text))
			if len(back) != len(evs) {
				t.Fatalf("cut at %d: read %d events, want %d", cut, len(back), len(evs))
			}
			for i, ev := range back {
				if got, ok := ev.(*session.Received); ok {
					want := evs[i].(*session.Received)
					if len(got.Data) != len(want.Data) || !slices.Equal(got.Lines, want.Lines) || bytes.Count(got.Data, []byte("\r")) != bytes.Count(want.Data, []byte("\r")) {
						t.Fatalf("cut at %d: read %q, want the length, lines and line ends of %q", cut, got.Data, want.Data)
					}
				}
			}
		}
	}
}

// Filler is as long as the secret that it replaces, and other text does not change.
func TestFillerHasLengthOfSecret(t *testing.T) {
	back, _ := read(t, strings.NewReader(masked(t, reads(seededRequest, seededResponse)...)))
	got := back[0].(*session.RequestStarted)
	want := "POST /a;jsessionid=****?x=1&access_token=****&y=2 HTTP/1.1\r\nHost: h\r\nAuthorization: *********** \r\n\t****\r\n" +
		"Cookie:****\r\nReferer: https://*********@h/?next=%2F%3Ftoken%3D****%26z\r\nX-Api-Key:  ****\r\nKeep-Alive: timeout=5\r\n\r\n"
	if string(got.Data) != want {
		t.Errorf("request = %q\nwant %q", got.Data, want)
	}
	if got.Target != "/a;jsessionid=****?x=1&access_token=****&y=2" {
		t.Errorf("target = %q, want its secrets masked", got.Target)
	}
}

// Bytes that contain no secret by themselves are masked if they continue a secret.
func TestBytesThatContinueSecretAreMasked(t *testing.T) {
	m := log.NewMasker()
	masked := func(data string) string {
		return string(m.Event(&session.Received{Conn: 1, Data: []byte(data), Len: int64(len(data))}).(*session.Received).Data)
	}
	for _, c := range [][2]string{
		{" folded\r\n", " folded\r\n"}, {" folded\r\n", " folded\r\n"}, {"Cookie: a\r\n", "Cookie: *\r\n"}, {" folded\r\n", " ******\r\n"},
		{"X: y\r\n", "X: y\r\n"}, {"X: y\r\n", "X: y\r\n"}, {"Cookie: ", "Cookie: "}, {"X: y\r\n", "****\r\n"},
		{"X: y\r\n", "X: y\r\n"}, {"GET /?token=", "GET /?token="}, {"X: y\r\n", "** y\r\n"}, {"X: y\r\n", "X: y\r\n"},
	} {
		if got := masked(c[0]); got != c[1] {
			t.Errorf("Event(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// Equal secrets have equal hashes within a log, and different hashes in different logs.
func TestHashesOfSecrets(t *testing.T) {
	hash := regexp.MustCompile(`"hash":"([0-9a-f]{12})"`)
	evs := func(secret string) []session.Event {
		return reads("GET / HTTP/1.1\r\nCookie: "+secret+"\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: "+secret+"\r\nX-Token: other\r\n\r\n")
	}
	one := hash.FindAllStringSubmatch(masked(t, evs("a=b")...), -1)
	if len(one) != 3 || one[0][1] != one[1][1] || one[1][1] == one[2][1] {
		t.Errorf("hashes = %v, want two equal ones and a third", one)
	}
	if two := hash.FindAllStringSubmatch(masked(t, evs("a=b")...), -1); two[0][1] == one[0][1] {
		t.Error("two logs have the same hash for a secret, want different hashes")
	}
}

func TestSecretsAreKeptIfHeaderSaysSo(t *testing.T) {
	evs := reads(seededRequest, seededResponse)
	text := written(t, evs...).String()
	if n := len(seed.FindAllString(text, -1)); n < 16 || !strings.Contains(text, `"secrets":"kept"`) {
		t.Errorf("the log contains %d secrets, want 16 and \"secrets\":\"kept\":\n%s", n, text)
	}
	if !strings.Contains(masked(t), `"secrets":"masked"`) {
		t.Error("the header of a masked log lacks \"secrets\":\"masked\"")
	}
}

// Masking must not change the event itself, because other receivers share it.
func TestMaskingDoesNotChangeEvent(t *testing.T) {
	evs := reads(seededRequest, seededResponse)
	masked(t, evs...)
	if string(evs[0].(*session.RequestStarted).Data) != seededRequest {
		t.Error("masking changed the bytes of the original event")
	}
}

func TestSecretsInTextsAreMasked(t *testing.T) {
	text := masked(t, session.DialFailed{Text: "The proxy http://u:KEY1@p refuses."}, session.Declined{Why: "?token=KEY2"},
		session.Found{Finding: wire.Finding{Detail: "x?secret=KEY3"}}, session.Marked{Text: "password=KEY4"})
	if found := seed.FindString(text); found != "" {
		t.Errorf("the log contains the secret %s:\n%s", found, text)
	}
}
