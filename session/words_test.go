package session

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/wire"
)

func TestNames(t *testing.T) {
	for how, want := range map[How]string{HowFIN: "FIN", HowReset: "RST", HowCloseNotify: "close_notify", HowTimeout: "timeout"} {
		if got := how.Name(); got != want {
			t.Errorf("%s: Name() = %s, want %s", how, got, want)
		}
	}
	for phase, want := range map[DialPhase]string{DialResolving: "looking up h:80", DialProxy: "waiting for the proxy h:80", DialHandshake: "TLS handshake with h:80", DialConnecting: "connecting to h:80"} {
		if got := (DialStep{Phase: phase, Address: "h:80"}).String(); got != want {
			t.Errorf("%s: String() = %q, want %q", phase, got, want)
		}
	}
	for v, want := range map[Vantage]bool{VantageClient: false, VantageRelay: true, VantageCapture: true} {
		if v.Watches() != want {
			t.Errorf("%s: Watches() = %t, want %t", v, !want, want)
		}
	}
	if got := (Connected{Passed: []string{"[::1]:80", "[::2]:80"}, PassedFor: 250 * time.Millisecond}).PassedOver(); got != "[::1]:80, [::2]:80 did not connect; this took 250 ms" {
		t.Errorf("PassedOver() = %q; want both addresses and 250 ms", got)
	}
	if got := (Connected{}).PassedOver(); got != "" {
		t.Errorf("PassedOver() = %q without failed addresses, want an empty string", got)
	}
}

func TestDataLen(t *testing.T) {
	for _, c := range []struct {
		ev   Event
		want int
	}{{&Received{Data: []byte("abc")}, 3}, {&RequestStarted{Data: []byte("ab")}, 2}, {&RequestData{Data: []byte("a")}, 1}, {Ended{}, 0}} {
		if got := DataLen(c.ev); got != c.want {
			t.Errorf("DataLen(%T) = %d, want %d", c.ev, got, c.want)
		}
	}
}

// An end is silent only if all sent bytes had been acknowledged.
func TestSilentEnd(t *testing.T) {
	e := Ending{By: ByNetwork, How: HowTimeout, Delivery: Delivery{Known: true}}
	if !e.Silent() {
		t.Error("Silent is false although all bytes were acknowledged, want true")
	}
	e.Delivery.Unanswered = 1
	if e.Silent() {
		t.Error("Silent is true although bytes were not acknowledged, want false")
	}
}

func TestRulesOfFindings(t *testing.T) {
	for _, r := range Rules() {
		if got, ok := Lookup(r.Code); !ok || got.Text != r.Text || SeverityOf(r.Code) != r.Severity {
			t.Errorf("Lookup(%q) = %+v, %t; want the rule in Rules", r.Code, got, ok)
		}
	}
	if _, ok := Lookup("nonsense"); ok || SeverityOf("nonsense") != wire.SeverityNote {
		t.Error("an unknown code has a rule or a severity above note, want neither")
	}
	plain := TextOf(wire.Finding{Code: CodePathLost})
	if got := TextOf(wire.Finding{Code: CodePathLost, Detail: "/?token=abc"}); plain == "" || got != plain+": /?token=****" {
		t.Errorf("TextOf = %q with a detail, %q without; want the detail appended, with its secret masked", got, plain)
	}
}

func TestReasonOf(t *testing.T) {
	_, _, target := ParseTarget("ftp://h/")
	nested := Because(errors.New("not a curl command"), "%w", target)
	for err, want := range map[error]string{
		target: `"ftp://h/": the scheme is ftp, not http or https`, nested: `"ftp://h/": the scheme is ftp, not http or https`,
		ErrUserinfo: "a URL with a password in it", errors.New("other"): "other",
	} {
		if got := ReasonOf(err).Error(); got != want {
			t.Errorf("ReasonOf(%v) = %q, want %q", err, got, want)
		}
	}
	if !errors.Is(nested, ErrTarget) || !strings.HasPrefix(target.Error(), ErrTarget.Error()+": ") {
		t.Errorf("the errors are %v and %v; want ErrTarget in the first, and the kind at the beginning of the second", nested, target)
	}
}

func TestParseTarget(t *testing.T) {
	for s, want := range map[string]string{
		"http://h/a b": "%20", "http://h:99999": "port 99999", "http://": "no host", "http://h:http": "port", "http://[::1": "missing",
	} {
		if to, _, err := ParseTarget(s); !errors.Is(err, ErrTarget) || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseTarget(%q) = %+v, %v; want ErrTarget with %q", s, to, err, want)
		}
	}
	for s, want := range map[string]string{"8080": "{false localhost 8080 }", ":8080": "{false localhost 8080 }", "/run/x.sock": "{false localhost 80 /run/x.sock}", "https:/h": "{true h 443 }", "[::1]": "{false ::1 80 }"} {
		if to, _, err := ParseTarget(s); err != nil || fmt.Sprint(to) != want && fmt.Sprintf("{%v %s %s %s}", to.TLS, to.Host, to.Port, to.Unix) != want {
			t.Errorf("ParseTarget(%q) = %+v, %v; want %s", s, to, err, want)
		}
	}
}

func TestMaskedTexts(t *testing.T) {
	if got, masked := Masked("http://u:p@h/?token=a"); !masked || got != "http://****@h/?token=****" || WithoutSecrets("/?a=1") != "/?a=1" {
		t.Errorf("Masked = %q, %t; want both secrets masked, and other text unchanged", got, masked)
	}
	for kind, want := range map[wire.Kind]bool{wire.KindContent: true, wire.KindChunkData: true, wire.KindTunnel: true, wire.KindFieldLine: false} {
		if IsContent(kind) != want {
			t.Errorf("IsContent(%v) = %t, want %t", kind, !want, want)
		}
	}
	for r, want := range map[rune]bool{'\u202e': true, '\n': true, '\u2028': true, 'a': false, 'ü': false} {
		if Invisible(r) != want {
			t.Errorf("Invisible(%q) = %t, want %t", r, !want, want)
		}
	}
}
