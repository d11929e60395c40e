package logwords_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/logwords"
)

func in(how session.How, kind session.MomentKind) session.Ending {
	phase := session.PhaseResponse
	if kind == session.MomentSending {
		phase = session.PhaseRequest
	}
	return session.Ending{By: session.ByServer, How: how, Phase: phase, Moment: session.Moment{Kind: kind, Exchange: 1, N: 300, Of: 512}}
}

func with(e session.Ending, change func(*session.Ending)) session.Ending {
	change(&e)
	return e
}

// said returns the words of one program, "nothing" if it logs nothing, or "no row" if Of
// returns no row for it.
func said(t *testing.T, e *session.Ending, program string) string {
	t.Helper()
	for _, w := range logwords.Of(e) {
		switch {
		case w.Program != program:
		case w.Quiet():
			return "nothing"
		default:
			return strings.Join(w.Texts, " or ")
		}
	}
	return "no row"
}

func TestOf(t *testing.T) {
	fin, rst := session.HowFIN, session.HowReset
	for name, c := range map[string]struct {
		e    session.Ending
		want map[string]string
	}{
		"no byte, FIN": {in(fin, session.MomentNoByte), map[string]string{
			"Node": "socket hang up", "Go": "EOF", "curl": "(52) Empty reply from server", "HAProxy": "termination state SH--",
			"nginx":        "upstream prematurely closed connection while reading response header from upstream",
			"HttpClient 5": "NoHttpResponseException: … failed to respond"}},
		"no byte, RST": {in(rst, session.MomentNoByte), map[string]string{
			"Node": "read ECONNRESET", "curl": "(56) Recv failure: Connection reset by peer"}},
		"no byte, FIN, on a connection used before": {with(in(fin, session.MomentNoByte), func(e *session.Ending) { e.Answered = 8 }), map[string]string{
			"Node": "socket hang up or read ECONNRESET", "Go": "EOF or connection reset by peer", "HAProxy": "termination state SH--"}},
		"in the header section, FIN": {in(fin, session.MomentHeadBytes), map[string]string{"Node": "socket hang up", "curl": "nothing"}},
		"in the header section, RST": {in(rst, session.MomentHeadBytes), map[string]string{"curl": "(56) Recv failure: Connection reset by peer"}},
		"in content, FIN": {in(fin, session.MomentInLength), map[string]string{
			"curl": "(18) transfer closed with 212 bytes remaining to read", "Python": "IncompleteRead(300 bytes read, 212 more expected)", "Java": "nothing"}},
		"in chunks, FIN": {in(fin, session.MomentInChunks), map[string]string{"Go": "unexpected EOF"}},
		"in content, RST": {in(rst, session.MomentInOpen), map[string]string{
			"nginx": "recv() failed (104: Connection reset by peer) while reading upstream", "HAProxy": "termination state SD--"}},
		"while sending": {in(rst, session.MomentSending), map[string]string{"Node": "write EPIPE"}},
		"TCP gave up": {with(in(session.HowTimeout, session.MomentNoByte), func(e *session.Ending) { e.By = session.ByNetwork }), map[string]string{
			"Node": "read ETIMEDOUT"}},
		"idle":             {session.Ending{By: session.ByServer, How: fin, Phase: session.PhaseIdle, Idle: time.Second}, map[string]string{"curl": "no row"}},
		"by linger":        {with(in(fin, session.MomentNoByte), func(e *session.Ending) { e.By = session.ByClient }), map[string]string{"curl": "no row"}},
		"ends content":     {in(fin, session.MomentEndsContent), map[string]string{"curl": "no row"}},
		"another protocol": {with(in(fin, session.MomentNoByte), func(e *session.Ending) { e.Instead = "\"SSH-2.0-x\": this port speaks SSH, not HTTP" }), map[string]string{"curl": "no row"}},
		"cut, no length":   {in(fin, session.MomentInOpen), map[string]string{"curl": "no row"}},
		"after close": {with(in(fin, session.MomentAfterClose), func(e *session.Ending) {
			e.Lost, e.Notice = []int{2}, session.Notice{Kind: session.NoticeResponseClose, Of: 1}
		}), map[string]string{"curl": "no row"}},
	} {
		for program, want := range c.want {
			if got := said(t, &c.e, program); got != want {
				t.Errorf("%s: words of %s = %q, want %q", name, program, got, want)
			}
		}
	}
}

// A proxy that has already forwarded the header section cannot change the status.
// Otherwise it sends 502, or 504 after a timeout.
func TestStatus(t *testing.T) {
	for want, e := range map[int]session.Ending{
		502: in(session.HowFIN, session.MomentNoByte),
		0:   in(session.HowFIN, session.MomentInLength),
		504: in(session.HowTimeout, session.MomentNoByte),
	} {
		for _, w := range logwords.Of(&e) {
			if proxy := w.Program == "nginx" || w.Program == "HAProxy"; proxy && w.Status != want || !proxy && w.Status != 0 {
				t.Errorf("status of %s = %d, want %d for a proxy and 0 otherwise", w.Program, w.Status, want)
			}
		}
	}
}

// Each row has the version with which it was measured, or its source. If a caller changes
// the returned slice, the table does not change.
func TestEachRowHasVersionOrSource(t *testing.T) {
	kinds := []session.MomentKind{session.MomentNoByte, session.MomentHeadBytes, session.MomentInLength, session.MomentInChunks, session.MomentSending}
	for _, kind := range kinds {
		for _, how := range []session.How{session.HowFIN, session.HowReset, session.HowTimeout} {
			e := in(how, kind)
			words := logwords.Of(&e)
			if len(words) != 9 {
				t.Errorf("%s %s: Of returned %d programs, want 9", kind, how, len(words))
			}
			for _, w := range words {
				if (w.Version == "") == (w.Source == "") {
					t.Errorf("%s %s: %s has version %q and source %q, want exactly one of them", kind, how, w.Program, w.Version, w.Source)
				}
			}
		}
	}
	e := in(session.HowFIN, session.MomentNoByte)
	logwords.Of(&e)[0].Texts[0] = "changed"
	if got := logwords.Of(&e)[0].Texts[0]; got == "changed" {
		t.Error("a caller changed the table")
	}
}
