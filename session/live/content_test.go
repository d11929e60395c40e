package live_test

import (
	"io"
	"strings"
	"testing"

	"linger/session"
	"linger/wire"
)

// shrinking returns the content of a file that is shorter than its stated size.
func shrinking(size int64) *io.SectionReader {
	return io.NewSectionReader(strings.NewReader(strings.Repeat("x", int(size/2))), 0, size)
}

func TestUnreadableContentEndsConnection(t *testing.T) {
	tell(t, func(s *story) {
		const size = 8 << 20
		m := s.post("")
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Content-Length", Value: "8388608"})
		s.session.Do(session.Send{Request: m, Content: shrinking(size), Reconnect: true})
		s.accept()
		go func() { _, _ = io.Copy(io.Discard, s.server) }()
		started := want[*session.RequestStarted](s, "the request begins")
		if started.Len < size || len(started.Data) > 2<<20 {
			t.Errorf("the event has %d bytes of a request of %d bytes, want at most 2 MiB of at least %d", len(started.Data), started.Len, size)
		}
		evs := until[session.Closed](s, "the end")
		equal(s, "reason", of[session.Declined](s, evs, 1, "declined requests")[0].Why, "The content of the request cannot be read: the file is now shorter than when sending began")
		c := evs[len(evs)-1].(session.Closed)
		equal(s, "end", endOf(c), "client fin, sending of 1, lost [1], content-not-read")
		if sent := of[*session.RequestSent](s, evs, 1, "requests sent in part")[0]; sent.Len >= started.Len || sent.Len < size/4 {
			t.Errorf("linger sent %d of %d bytes, want at least %d, but not all", sent.Len, started.Len, size/4)
		}
	})
}
