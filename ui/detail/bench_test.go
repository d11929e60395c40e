package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// BenchmarkView builds, lays out and renders each tab from scratch.
func BenchmarkView(b *testing.B) {
	p := idle()
	for _, tab := range ofExchange {
		b.Run(tab.String(), func(b *testing.B) {
			m := showing(p, 2, 6, tab, 76, 46)
			b.ReportAllocs()
			for b.Loop() {
				m.view, m.frame.text = nil, ""
				m.Refresh()
				m.View()
			}
		})
	}
}

// BenchmarkTick draws a tab while only the countdown changes.
func BenchmarkTick(b *testing.B) {
	p := idle()
	m := showing(p, 2, 6, Why, 76, 46)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.SetNow(p.Now + time.Duration(i)*time.Microsecond)
		m.Refresh()
		m.View()
	}
}

// BenchmarkScroll scrolls through the bytes of a body of 47,000 chunks.
func BenchmarkScroll(b *testing.B) {
	body := strings.Repeat("10\r\n0123456789abcdef\r\n", 47_000)
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")+body+"0\r\n\r\n")
	for _, mode := range []mode{asText, asHex} {
		b.Run(modeNames[mode], func(b *testing.B) {
			m := showing(p, 1, 1, Wire, 118, 46)
			m.scene.mode = mode
			if w, ok := m.current().(*wireRows); ok {
				for i := range w.list {
					if w.list[i].kind == runFolded {
						m.open(w.list[i].off)
					}
				}
			}
			m.Refresh()
			m.View()
			b.ReportAllocs()
			for b.Loop() {
				m.Update(PageDown{})
				m.Refresh()
				m.View()
			}
		})
	}
}

// BenchmarkBody lays out and draws 0.8 MB of text, and 1 MB of JSON.
func BenchmarkBody(b *testing.B) {
	for name, body := range map[string]string{
		"text": strings.Repeat("a line of text of average length\n", 23_000),
		"json": "[" + strings.Repeat(`{"id":1,"name":"somebody","tags":["a","b"]},`, 23_000) + "0]",
	} {
		b.Run(name, func(b *testing.B) {
			p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", fmt.Sprintf("Content-Length: %d", len(body)))+body)
			m := showing(p, 1, 1, Body, 76, 46)
			b.ReportAllocs()
			for b.Loop() {
				m.view, m.frame.text = nil, ""
				m.Refresh()
				m.View()
			}
		})
	}
}

// BenchmarkLong draws a connection of 100,000 exchanges from scratch.
func BenchmarkLong(b *testing.B) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	for range 100_000 {
		p.Send("GET / HTTP/1.1\r\n\r\n").Read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		p.Events = nil
	}
	for _, tab := range ofConnection {
		b.Run(tab.String(), func(b *testing.B) {
			m := showing(p, 1, 0, tab, 76, 46)
			b.ReportAllocs()
			for b.Loop() {
				p.Rec.Applied++
				m.Refresh()
				m.View()
			}
		})
	}
}
