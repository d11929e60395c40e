package relay

import (
	"bytes"
	"sync"

	"linger/wire"
)

// A verdict states what to do after the bytes from a filter have been passed on.
type verdict int

const (
	pass      verdict = iota
	closeBoth         // end both sides with a FIN
	resetBoth         // end both sides with an RST
)

// A filter applies faults that depend on messages to one pair. It decodes both directions
// of the pair. Bytes that it cannot decode pass unchanged.
type filter struct {
	faults Faults

	mu       sync.Mutex
	requests *wire.RequestDecoder
	dec      *wire.Decoder
	head     []byte // received part of a header section, which waits until the section is complete
	inBody   bool   // true if the header section of the final response is complete
	content  int64  // number of bytes of content of the current response so far
	begun    int    // number of requests
	done     int    // number of final responses
	raw      bool   // true if framing is lost or the connection is a tunnel, so that all bytes pass
}

func newFilter(f Faults) *filter {
	var limits wire.Limits
	return &filter{faults: f, requests: wire.NewRequestDecoder(limits), dec: wire.NewDecoder(limits)}
}

// idle reports whether every request is complete and has its final response.
func (f *filter) idle() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, under := f.requests.Under()
	return !under && f.begun == f.done
}

// request decodes p, bytes from the client.
func (f *filter) request(p []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for more := !f.raw; more; {
		n, ev := f.requests.Feed(p)
		p = p[n:]
		if ev == wire.EventFinalHead {
			f.begun++
			f.dec.Expect(f.requests.Request())
		}
		f.raw = f.raw || ev == wire.EventFramingLost
		more = ev != wire.EventNeedMore && !f.raw
	}
}

// response decodes p, bytes from the server. It returns the bytes to send to the client
// in place of p, and what to do after that.
func (f *filter) response(p []byte) (out []byte, v verdict) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.faults.ResetBeforeResponse {
		return nil, resetBoth
	}
	for len(p) > 0 && !f.raw && v == pass {
		n, ev := f.dec.Feed(p)
		var part []byte
		part, v = f.fed(p[:n], ev)
		out = append(out, part...)
		p = p[n:]
		if ev == wire.EventNeedMore {
			break
		}
	}
	if f.raw && v == pass {
		out = append(append(out, f.head...), p...)
		f.head = nil
	}
	return out, v
}

// fed handles p, the bytes that the decoder has just read, and ev, the resulting event.
// It returns the bytes to send to the client in place of p, and what to do after that.
func (f *filter) fed(p []byte, ev wire.Event) ([]byte, verdict) {
	switch ev {
	case wire.EventInterimHead, wire.EventFinalHead:
		return f.headEnd(p, ev), pass
	case wire.EventFramingLost:
		f.raw = true
		return p, pass
	case wire.EventMessageEnd:
		f.inBody, f.done = false, f.done+1
	}
	if f.faults.DropConnectionHeader && !f.inBody && ev == wire.EventNeedMore {
		f.head = append(f.head, p...)
		return nil, pass
	}
	if keep, cut := f.cut(p); cut {
		return keep, closeBoth
	}
	if ev == wire.EventMessageEnd && f.faults.CloseAfter > 0 && f.done >= f.faults.CloseAfter {
		return p, closeBoth
	}
	return p, pass
}

// headEnd returns the header section to send to the client. p is the last part of the
// received header section.
func (f *filter) headEnd(p []byte, ev wire.Event) []byte {
	head := append(f.head, p...)
	f.head, f.content, f.inBody = nil, 0, ev == wire.EventFinalHead
	f.raw = f.dec.Facts().Persistence() == wire.ReasonTunnel && (f.inBody || f.dec.Facts().Status == 101)
	if f.faults.DropConnectionHeader {
		return withoutConnection(head)
	}
	return head
}

// cut reports whether the content in p exceeds the limit of the cut-content fault. If so,
// keep is the part of p before the limit.
func (f *filter) cut(p []byte) (keep []byte, cut bool) {
	if !f.faults.cuts {
		return nil, false
	}
	for _, e := range f.dec.Content() {
		if room := f.faults.CutContent - f.content; int64(e.Len) > room {
			return p[:e.Off+int(room)], true
		}
		f.content += int64(e.Len)
	}
	return nil, false
}

// withoutConnection returns a header section without its Connection field lines.
func withoutConnection(head []byte) []byte {
	var out []byte
	dropping := false
	for line := range bytes.Lines(head) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		continues := line[0] == ' ' || line[0] == '\t'
		dropping = continues && dropping || !continues && bytes.EqualFold(bytes.TrimSpace(name), []byte("Connection"))
		if !dropping {
			out = append(out, line...)
		}
	}
	return out
}
