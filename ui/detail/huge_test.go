package detail

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"linger/ui/internal/effort"
	"linger/ui/internal/play"
)

// huge holds functions that return an exchange with about n bytes in one element, or in
// many small elements of the same kind.
var huge = []struct {
	name string
	play func(n int) *play.Play
}{
	{"a value without spaces", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("a", n)) }},
	{"a value of words", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("so ", n/3)) }},
	{"a value of spaces", func(n int) *play.Play { return oneField("X-Long: a" + strings.Repeat(" ", n) + "b") }},
	{"a value of hyphens", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("a-", n/2)) }},
	{"a secret", func(n int) *play.Play { return oneField("Set-Cookie: a=" + strings.Repeat("b", n)) }},
	{"a name", func(n int) *play.Play { return oneField(strings.Repeat("N", n) + ": 1") }},
	{"wide letters", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("漢", n/3)) }},
	{"combining marks", func(n int) *play.Play { return oneField("X-Long: e" + strings.Repeat("\u0301", n/2)) }},
	{"letters with marks", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("e\u0301\u0323", n/5)) }},
	{"controls", func(n int) *play.Play { return oneField("X-Long: " + strings.Repeat("\x1b", n)) }},
	{"many fields", func(n int) *play.Play {
		return oneField(strings.TrimSuffix(strings.Repeat("X-A: abc\r\n", n/10), "\r\n"))
	}},
	{"many folded lines", func(n int) *play.Play {
		return oneField("X-Fold: a" + strings.Repeat("\r\n b", n/4))
	}},
	{"many folded secrets", func(n int) *play.Play {
		return oneField("Set-Cookie: a" + strings.Repeat("\r\n b", n/4))
	}},
	{"many odd lines", func(n int) *play.Play {
		return oneField(strings.TrimSuffix(strings.Repeat("odd line\r\n", n/10), "\r\n"))
	}},
	{"many lines that end with LF", func(n int) *play.Play { return oneField(strings.Repeat("A: b\n", n/5) + "B: c") }},
	{"many nominated fields", func(n int) *play.Play { return oneField("Connection: keep-alive" + strings.Repeat(", x", n/3)) }},
	{"many parameters of the hint", func(n int) *play.Play {
		return oneField("Connection: keep-alive\r\nKeep-Alive: timeout=5" + strings.Repeat(", a=b", n/5))
	}},
	{"one parameter of the hint", func(n int) *play.Play {
		return oneField("Connection: keep-alive\r\nKeep-Alive: timeout=" + strings.Repeat("9", n))
	}},
	{"one unknown parameter", func(n int) *play.Play {
		return oneField("Connection: keep-alive\r\nKeep-Alive: timeout=5, a=" + strings.Repeat("9", n))
	}},
	{"many transfer codings", func(n int) *play.Play {
		return oneField("Transfer-Encoding: " + strings.Repeat("x, ", n/3) + "chunked")
	}},
	{"one transfer coding", func(n int) *play.Play { return oneField("Transfer-Encoding: " + strings.Repeat("x", n)) }},
	{"many lengths", func(n int) *play.Play { return oneField("Content-Length: " + strings.Repeat("0,", n/2) + "0") }},
	{"digits of a length", func(n int) *play.Play { return oneField("Content-Length: " + strings.Repeat("1", n)) }},
	{"many content codings", func(n int) *play.Play {
		return oneField("Content-Encoding: " + strings.Repeat("x,", n/2) + "gzip\r\nContent-Length: 3")
	}},
	{"a reason phrase", func(n int) *play.Play {
		return getting("HTTP/1.1 200 " + strings.Repeat("O", n) + "\r\nContent-Length: 3\r\n\r\nabc")
	}},
	{"a wide reason phrase", func(n int) *play.Play {
		return getting("HTTP/1.1 200 " + strings.Repeat("漢", n/3) + "\r\nContent-Length: 3\r\n\r\nabc")
	}},
	{"a reason phrase that is not UTF-8", func(n int) *play.Play {
		return getting("HTTP/1.1 200 " + strings.Repeat("\xe9", n) + "\r\nContent-Length: 3\r\n\r\nabc")
	}},
	{"invalid status-line", func(n int) *play.Play { return getting("HTTP/1.x" + strings.Repeat("y", n) + "\r\n\r\n") }},
	{"many empty lines", func(n int) *play.Play {
		return getting(strings.Repeat("\r\n", n/2) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	}},
	{"chunk extensions", func(n int) *play.Play {
		return chunks("3;a="+strings.Repeat("x", 12_000)+"\r\nabc\r\n", n/12_000)
	}},
	{"small chunks", func(n int) *play.Play { return chunks("1\r\nz\r\n", n/6) }},
	{"a trailer field", func(n int) *play.Play {
		return getting(answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\nX-Long: " + strings.Repeat("t", n) + "\r\n\r\n")
	}},
	{"many trailer fields", func(n int) *play.Play {
		return getting(answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n" + strings.Repeat("X-T: abc\r\n", n/10) + "\r\n")
	}},
	{"text without spaces", func(n int) *play.Play { return body(strings.Repeat("a", n)) }},
	{"wide text", func(n int) *play.Play { return body(strings.Repeat("漢", n/3)) }},
	{"text of combining marks", func(n int) *play.Play { return body(strings.Repeat("\u0301", n/2)) }},
	{"a JSON string", func(n int) *play.Play { return body(`{"a":"` + strings.Repeat("s", n) + `"}`) }},
	{"a wide JSON string", func(n int) *play.Play { return body(`{"a":"` + strings.Repeat("漢", n/3) + `"}`) }},
	{"a JSON name", func(n int) *play.Play { return body(`{"` + strings.Repeat("s", n) + `":1}`) }},
	{"a JSON number", func(n int) *play.Play { return body(`[` + strings.Repeat("1", n) + `]`) }},
	{"deep JSON", func(n int) *play.Play { return body(strings.Repeat("[", n/2) + strings.Repeat("]", n/2)) }},
	{"JSON with spaces", func(n int) *play.Play { return body("[1," + strings.Repeat(" ", n) + "2]") }},
	{"unsolicited data", func(n int) *play.Play {
		return getting(answered("HTTP/1.1 200 OK", "Content-Length: 0") + strings.Repeat("u", n))
	}},
	{"a request target", func(n int) *play.Play {
		return one(asked("GET", "/"+strings.Repeat("t", n)), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	}},
	{"a method", func(n int) *play.Play {
		return one(asked(strings.Repeat("M", n), "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	}},
	{"the method of a lost request", func(n int) *play.Play {
		return one(asked(strings.Repeat("M", n), "/")).ServerClosed()
	}},
	{"a request field", func(n int) *play.Play {
		return one(asked("GET", "/", "X-Long: "+strings.Repeat("f", n)), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	}},
	{"request content", func(n int) *play.Play {
		return one(asked("POST", "/", fmt.Sprintf("Content-Length: %d", n))+strings.Repeat("c", n), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	}},
}

func oneField(line string) *play.Play {
	return getting("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n" + line + "\r\n\r\nabc")
}

func getting(raw string) *play.Play { return one(asked("GET", "/"), raw) }

func body(content string) *play.Play {
	return getting(answered("HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(content))) + content)
}

func chunks(chunk string, n int) *play.Play {
	return getting(answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + strings.Repeat(chunk, n) + "0\r\n\r\n")
}

// The time to lay out, draw and copy a tab grows at most linearly with the length of the
// longest element on it.
func TestHugeMessagesTakeLinearTime(t *testing.T) {
	const n = 30_000
	for _, hg := range huge {
		little, much := hg.play(n), hg.play(8*n)
		for ex := range 2 {
			for _, tab := range [][]Tab{ofConnection, ofExchange}[ex] {
				grows(t, hg.name+", "+tab.String(), little, much, ex, tab)
			}
		}
	}
}

// grows fails the test if a step in a tab takes more than 32 times as long for eight
// times as many bytes. It compares the fastest of several runs, and ignores times below 5
// ms, which depend too much on the machine.
func grows(t *testing.T, what string, little, much *play.Play, ex int, tab Tab) {
	t.Helper()
	a, b := steps(little, ex, tab), steps(much, ex, tab)
	for range 20 {
		if tooSlow(a, b) < 0 {
			return
		}
		for i, d := range steps(little, ex, tab) {
			a[i] = min(a[i], d)
		}
		for i, d := range steps(much, ex, tab) {
			b[i] = min(b[i], d)
		}
	}
	t.Errorf("%s: the steps took %v, and %v for eight times as many bytes; step %d grows too fast", what, a, b, tooSlow(a, b))
}

// tooSlow returns the index of the first step that takes too long, or -1.
func tooSlow(a, b [5]time.Duration) int {
	for i := range a {
		if b[i] > 32*max(a[i], 5*time.Millisecond) {
			return i
		}
	}
	return -1
}

// steps measures the processor times of opening a tab, drawing it again, moving in it and
// copying it.
func steps(p *play.Play, ex int, tab Tab) (took [5]time.Duration) {
	m := showing(p, 1, ex, tab, 62, 30)
	frame := func() { m.Refresh(); m.View(); m.Title(); m.Facts(); m.Below() }
	for i, step := range []func(){frame, frame, func() { m.Update(Down{}); frame() }, func() { m.Update(Bottom{}); frame() }, func() { m.Copy() }} {
		took[i] = effort.Of(step)
	}
	return took
}

// While a huge element is on the screen, a key and a frame cost no more than with a small
// element, because nothing is laid out again.
func TestHugeMessagesAreLaidOutOnce(t *testing.T) {
	for _, hg := range huge {
		p := hg.play(200_000)
		for _, tab := range []Tab{Why, Clients, Request, Response, Body, Wire} {
			m := showing(p, 1, 1, tab, 62, 30)
			m.Refresh()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for range 5 {
				m.Update(Down{})
				m.Refresh()
				m.View()
			}
			runtime.ReadMemStats(&after)
			if kB := (after.TotalAlloc - before.TotalAlloc) / 1000; kB > 600 {
				t.Errorf("%s, tab %v: five frames allocated %d kB", hg.name, tab, kB)
			}
		}
	}
}

// BenchmarkHuge opens the Response tab with one megabyte of each kind of element.
func BenchmarkHuge(b *testing.B) {
	for _, hg := range huge {
		b.Run(hg.name, func(b *testing.B) {
			m := showing(hg.play(1_000_000), 1, 1, Response, 62, 30)
			b.ReportAllocs()
			for b.Loop() {
				m.view, m.frame.text = nil, ""
				m.Refresh()
				m.View()
			}
		})
	}
}
