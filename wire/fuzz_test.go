package wire

import (
	"strings"
	"testing"
)

// FuzzDecode checks conditions that hold for any bytes: there is no panic, lines and
// parts tile the bytes, decisions agree with their explanations, the outcome does not
// depend on the segmentation, and the content is the same as the oracle's.
func FuzzDecode(f *testing.F) {
	for _, x := range loadFixtures(f) {
		if len(x.bytes) < 4<<10 {
			f.Add(x.bytes, methods(x.requests), uint16(7), x.open)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, methods string, cut uint16, open bool) {
		x := fixture{bytes: raw, open: open, resumes: cut%3 == 0}
		if cut%5 == 0 {
			x.limits = Limits{Head: 100, Lines: 5, ChunkLine: 40, Interim: 3}
		}
		for _, m := range strings.Fields(methods) {
			x.requests = append(x.requests, Request{Method: m, Version: Version{1, 1}})
		}
		if len(raw) > 8<<10 || len(x.requests) > 8 {
			return
		}
		whole := decode(x, raw, nil)
		checkOutcome(t, x, whole, raw)
		checkOracle(t, x, whole)
		if len(raw) > 0 {
			at := int(cut) % len(raw)
			same(t, "cut once", whole, decode(x, raw, []int{at}))
		}
		checkCuts(t, x, whole, raw, 2)
	})
}

func methods(rs []Request) string {
	var ms []string
	for _, r := range rs {
		ms = append(ms, r.Method)
	}
	return strings.Join(ms, " ")
}

// FuzzRequest checks the same conditions for requests, and that DecodeRequests reads back
// the output of AppendRequest.
func FuzzRequest(f *testing.F) {
	f.Add("GET", "/", "HTTP/1.1", "Host", "x", []byte("hello"), true)
	f.Add("POST", "*", "HTTP/1.0", "Content-Length", "5", []byte("hello"), false)
	f.Fuzz(func(t *testing.T, method, target, proto, name, value string, content []byte, chunked bool) {
		m := RequestMessage{Method: method, Target: target, Proto: proto, Content: content, Chunked: chunked,
			Fields: []HeaderField{{Name: name, Value: value}}}
		raw := AppendRequest(nil, m)
		at := int64(0)
		for r := range DecodeRequests(raw, 0) {
			used := int64(0)
			for _, l := range r.Lines {
				if l.Off != at {
					t.Fatalf("line %+v begins at %d, want %d", l, l.Off, at)
				}
				checkParts(t, l, raw)
				at, used = l.End(), used+l.Len
			}
			if used != int64(r.Used) {
				t.Fatalf("Used = %d, but the lines of the request have %d bytes", r.Used, used)
			}
		}
		if at != int64(len(raw)) {
			t.Fatalf("the lines end at %d, want %d", at, len(raw))
		}
	})
}
