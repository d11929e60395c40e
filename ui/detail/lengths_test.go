package detail

import (
	"testing"
	"time"

	"linger/ui/internal/play"
)

const practised = "Connection: keep-alive\r\nKeep-Alive: timeout=5, max=99\r\n"

// linger cannot distinguish a Content-Length that is too large from a server that stopped
// early, so the page names both causes.
func TestIncompleteContentHasTwoPossibleCauses(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\n"+practised+"Content-Length: 500\r\n\r\nabc").Wait(time.Second).ServerClosed()
	const candidate = "Content-Length announces 500 bytes; 3 came before the close: the length is too large, or the server stopped early."
	wantIn(t, "why", said(showing(p, 1, 1, Why, 78, 20)), "✗ The connection ended inside this message", candidate, "not checked")
	wantIn(t, "ended", endedPage(p), candidate, "timeout=5, max=99 (response 1), not in force: the response is incomplete")
}

// If the extra bytes continue the content, the page Why says that the length is wrong.
func TestExtraContentMeansWrongLength(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\n"+practised+"Content-Length: 10\r\n\r\nThe quick brown fox jumps ov")
	wantIn(t, "why", said(showing(p, 1, 1, Why, 78, 20)), "Content-Length: 10 is 18 too small. The rest of the content follows")
}

// Each scenario of a practice server has its own idle timeout, so linger compares only
// ends of the same scenario.
func TestIdleTimesOfDifferentScenariosAreNotCompared(t *testing.T) {
	play2 := func(label, first, second string) string {
		p := play.Labelled("http://h", label)
		for _, target := range []string{first, second} {
			p.Connect(ms).Exchange("GET", target, ms, "HTTP/1.1 200 OK\r\n"+practised+"Content-Length: 0\r\n\r\n").Wait(5 * time.Second).ServerClosed()
		}
		return said(showing(p, 2, 0, Life, 100, 60))
	}
	wantIn(t, "same scenario", play2("the practice server", "/a", "/a"), "2 of 2 connections whose last request was GET /a ended this way")
	wantNot(t, "other scenario", play2("the practice server", "/a", "/b"), "ended this way")
	wantIn(t, "any server", play2("", "/a", "/b"), "2 of 2 connections ended this way: after 5.000 s, 5.000 s.")
}
