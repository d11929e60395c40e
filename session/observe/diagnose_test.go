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

// The observer reports the cause of surplus bytes when they arrive. If later bytes show
// another cause, it reports that cause as well. It reports each cause once.
func TestDiagnosesOfSurplusBytes(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n6"))
	w.Received(2*ms, []byte("\r\n there\r\n"))
	w.Received(3*ms, []byte("0\r\n\r\n"))
	w.finds("1ms: found 0: unsolicited-bytes", "1ms: found 0: bytes-unrecognised", "2ms: found 0: left-over-chunks")
}

// If surplus bytes arrive one at a time, the observer copies each of them only once.
func TestSurplusBytesAreCopiedOnce(t *testing.T) {
	c := observe.New(func(session.Event) {}).Open(0, 1, observe.Options{})
	c.Received(0, []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20_000 {
		c.Received(ms, []byte("x"))
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 100<<20 {
		t.Errorf("receiving 20,000 bytes allocated %d MiB, want at most 100 MiB", n>>20)
	}
}

// A diagnosis is about one message. A valid message after an invalid one has no findings.
func TestDiagnosisIsAboutOneMessage(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\r\n0\r\n\r\n"))
	w.finds("1ms: found 1: bare-lf", "1ms: found 1: chunk-size-wrong")
	w.sends(0, get)
	w.Received(2*ms, []byte(hello))
	w.finds()
}

// The observer resumes a capture after bytes that belong to no message. The result does
// not depend on the segmentation.
func TestDecodingResumesAfterSurplusBytes(t *testing.T) {
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
			t.Errorf("%d bytes at a time: findings %v, want %v; bytes of the exchanges %v, want %v", n, found, wantFound, bytes, wantBytes)
		}
	}
}

// finds compares the findings since the last call of finds or sees.
func (w *watched) finds(want ...string) {
	w.t.Helper()
	w.log = slices.DeleteFunc(w.log, func(s string) bool { return !strings.Contains(s, ": found ") })
	w.sees(want...)
}

// linger reports a request that is sent while a response is stalled. If the next response
// shows that the Content-Length of the stalled response was too large, linger reports
// that as well.
func TestRequestDuringStalledResponse(t *testing.T) {
	w := watch(t, observe.Options{})
	w.sends(0, get)
	w.Received(ms, []byte("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx"))
	w.sends(999*ms, get) // no finding: the request may be pipelined
	w.sends(2*time.Second, get)
	w.Received(2001*ms, []byte(hello))
	w.finds("2s: found 3: sent-during-response", "2.001s: found 1: out-of-step", "2.001s: found 1: content-length-long")
}

// The observer reports content that consists of chunks, but only if these chunks are
// valid.
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

// If content ends between CR and LF, the LF before the next response belongs to the
// previous response.
func TestContentEndsInsideCRLF(t *testing.T) {
	const raw = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\r\n"
	w := watch(t, observe.Options{Assume: []observe.Request{*request(get)}})
	w.Received(0, []byte(raw+hello))
	w.finds("0s: found 1: half-crlf", "0s: found 2: leading-crlf", "0s: found 2: bare-lf")
}
