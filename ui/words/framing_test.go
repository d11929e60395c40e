package words_test

import (
	"testing"

	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/words"
)

func TestFramingAndIncomplete(t *testing.T) {
	for _, tt := range []struct{ response, framing, incomplete string }{
		{play.Head("HTTP/1.1 200 OK", "Content-Length: 2") + "ok", "length 2", ""},
		{play.Head("HTTP/1.1 200 OK", "Content-Length: 5") + "ok", "length 5", "2 of 5"},
		{play.Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "2\r\nok\r\n0\r\n\r\n", "chunked 1", ""},
		{play.Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "2\r\nok\r\n", "chunked 1", "2 bytes, incomplete"},
		{play.Head("HTTP/1.1 204 No Content"), "no body", ""},
		{"HTTP/1.1 200 OK\r\nConte", "", "incomplete"},
	} {
		var r record.Record
		p := play.New("http://h").Connect(1).Exchange("GET", "/", 1, tt.response)
		p.ServerClosed()
		for _, ev := range p.Events {
			r.Apply(ev)
		}
		e := r.Exchange(1)
		if got := words.Framing(e); got != tt.framing {
			t.Errorf("Framing of %q = %q, want %q", tt.response, got, tt.framing)
		}
		if got := words.Incomplete(e); !e.Facts().Complete && got != tt.incomplete {
			t.Errorf("Incomplete of %q = %q, want %q", tt.response, got, tt.incomplete)
		}
	}
}
