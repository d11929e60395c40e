package observe_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// The cause of bytes left over is reported when they arrive, and again if later bytes
// show another cause. Each cause is reported once.
func TestDiagnosesOfBytesLeftOver(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n6"))
	w.Received(2*ms, []byte("\r\n there\r\n"))
	w.Received(3*ms, []byte("0\r\n\r\n"))
	w.finds("1ms: found 0: unsolicited-bytes", "1ms: found 0: bytes-unrecognised", "2ms: found 0: left-over-chunks")
}

// Bytes left over that arrive one at a time are not copied again for each of them.
func TestBytesLeftOverArriveOneAtATime(t *testing.T) {
	c := observe.New(func(session.Event) {}).Open(0, 1, observe.Options{})
	c.Received(0, []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20_000 {
		c.Received(ms, []byte("x"))
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 100<<20 {
		t.Errorf("20,000 bytes took %d MiB", n>>20)
	}
}

// A valid message gets no diagnosis, whatever came before it.
func TestDiagnosesAreOfOneMessage(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\r\n0\r\n\r\n"))
	w.finds("1ms: found 1: bare-lf", "1ms: found 1: chunk-size-wrong")
	w.sends(0, get)
	w.Received(2*ms, []byte(hello))
	w.finds()
}

// The observer continues with a capture after bytes that belong to no message. The result
// does not depend on the segmentation.
func TestACaptureIsResumed(t *testing.T) {
	const raw = "HTTP/1.1 304 Not Modified\r\n\r\nlorem HTTP/1.1 ipsum" + hello + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n" + hello
	wantFound := []wire.Code{wire.CodeUnsolicited, wire.CodeLeftContent, wire.CodeResumed, wire.CodeChunkSize, wire.CodeLastChunkMissing, wire.CodeResumed}
	wantBytes := []int64{29, int64(len(hello)), 54, int64(len(hello))}
	for _, n := range []int{len(raw), 1, 7} {
		var found []wire.Code
		var bytes []int64
		o := observe.New(func(ev session.Event) {
			switch ev := ev.(type) {
			case session.Found:
				found = append(found, ev.Finding.Code)
			case *session.ExchangeDone:
				bytes = append(bytes, ev.WireBytes)
			}
		})
		c := o.Open(0, 1, observe.Options{Assume: []observe.Request{*request(get)}})
		for at := 0; at < len(raw); at += n {
			c.Received(0, []byte(raw[at:min(at+n, len(raw))]))
		}
		c.Leave(0, true)
		slices.Sort(found)
		if slices.Sort(wantFound); !slices.Equal(found, wantFound) || n == len(raw) && !slices.Equal(bytes, wantBytes) {
			t.Errorf("by %d: found %v, want %v; exchanges of %v bytes, want %v", n, found, wantFound, bytes, wantBytes)
		}
	}
}

// finds compares the findings since its last call.
func (w *watched) finds(want ...string) {
	w.t.Helper()
	w.log = slices.DeleteFunc(w.log, func(s string) bool { return !strings.Contains(s, ": found ") })
	w.sees(want...)
}

// A request that is sent while a response is stalled gets a finding. If a Content-Length
// is too large, the finding belongs to its response.
func TestALengthTooLarge(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx"))
	w.sends(999*ms, get) // the request may be pipelined
	w.sends(2*time.Second, get)
	w.Received(2001*ms, []byte(hello))
	w.finds("2s: found 3: sent-during-response", "2.001s: found 1: out-of-step", "2.001s: found 1: content-length-long")
}

// Content that consists of chunks is reported if nothing else is wrong.
func TestChunksInContent(t *testing.T) {
	for body, want := range map[string][]string{
		"Content-Length: 15\r\n\r\n5\r\nhello\r\n0\r\n\r\n":                           {"1ms: found 1: chunks-in-content"},
		"Transfer-Encoding: chunked\r\n\r\nf\r\n5\r\nhello\r\n0\r\n\r\n\r\n0\r\n\r\n": {"1ms: found 1: chunks-in-content"},
		"Content-Length: 17\r\n\r\n5\r\nhello, world\r\n":                             nil,
		"Content-Length: 5\r\n\r\nhello":                                              nil,
	} {
		w := watch(t, observe.Options{})
		w.sends(0, get)
		w.Received(ms, []byte("HTTP/1.1 200 OK\r\n"+body))
		w.finds(want...)
	}
}

// Half of a CRLF before a response belongs to the previous response.
func TestHalfACRLF(t *testing.T) {
	const raw = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\r\n"
	w := watch(t, observe.Options{Assume: []observe.Request{*request(get)}})
	w.Received(0, []byte(raw+hello))
	w.finds("0s: found 1: half-crlf", "0s: found 2: leading-crlf", "0s: found 2: bare-lf")
}
