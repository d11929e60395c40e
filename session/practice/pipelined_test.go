package practice

import (
	"bytes"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"linger/session/internal/memconn"
)

// fewer holds queries for scenarios that otherwise answer more requests than the test
// sends, or send too many bytes.
var fewer = map[string]string{
	"/constant-max": "?after=3", "/ends-before-max": "?max=9", "/exceeds-max": "?max=3", "/like/nginx": "?requests=3",
	"/like/node": "?max=3", "/big": "?bytes=100", "/endless-body": "?bytes=100", "/endless-head": "?bytes=100&max=3",
	"/endless-line": "?bytes=100&max=3", "/bomb": "?bytes=100&max=3", "/endless-interim": "?interim=2&max=3", "/long-extension": "?bytes=10&max=3",
}

// alone holds the scenarios that answer only the first request on a connection.
var alone = map[string]bool{
	"/close": true, "/until-close": true, "/http10": true, "/http10-keep-alive": true, "/close-unannounced": true, "/proxy-connection": true,
	"/close-and-keep-alive": true, "/truncated": true, "/reset-body": true, "/truncated-chunk": true, "/going-away": true, "/cut-head": true,
	"/no-answer": true, "/reset-answer": true, "/answers-then-resets": true, "/tls-truncated": true, "/chunked-not-final": true,
	"/unknown-coding": true, "/bare-lf-all": true, "/status-line": true, "/http09": true, "/http2": true, "/silence": true,
	"/endless-body": true, "/like/tinyproxy": true, "/like/gunicorn-sync": true, "/tls-held-open": true, "/connection-closed": true, "/upgrade-unasked": true, "/chunk-before-status": true,
	"/other-protocol": true,
}

// The server answers the same number of requests, whether or not they are pipelined.
func TestPipeliningDoesNotChangeNumberOfResponses(t *testing.T) {
	const requests = 8
	for _, sc := range Scenarios() {
		target := sc.Path + fewer[sc.Path]
		if kindOf(sc, "max") == Count && fewer[sc.Path] == "" {
			target += "?max=3"
		}
		t.Run(strings.TrimPrefix(sc.Path, "/"), func(t *testing.T) {
			together, apart := served(t, target, requests, true), served(t, target, requests, false)
			switch {
			case sc.Path == "/like/gunicorn": // it drops pipelined requests on purpose
				if together != 1 || apart != requests {
					t.Errorf("the server answered %d of %d pipelined requests and %d separate ones, want 1 and all", together, requests, apart)
				}
			case together != apart:
				t.Errorf("the server answered %d of %d pipelined requests, want %d as for separate ones", together, requests, apart)
			case alone[sc.Path] != (together == 1):
				t.Errorf("the server answered %d requests, want one if the scenario is in alone, otherwise more", together)
			}
		})
	}
}

// served sends n requests on one connection, pipelined or one after the other, and
// returns the number of exchanges.
func served(t *testing.T, target string, n int, together bool) int {
	var log exchanges
	synctest.Test(t, func(t *testing.T) {
		srv := New(Config{Log: &log})
		client, server := memconn.Pipe()
		done := make(chan struct{})
		go func() { srv.ServeConn(server); close(done) }()
		go func() { _, _ = io.Copy(io.Discard, client) }()
		request := lines("GET "+target+" HTTP/1.1", "Host: practice")
		if together {
			_, _ = io.WriteString(client, strings.Repeat(request, n))
		} else {
			for i := range n {
				_, _ = io.WriteString(client, request) // fails if the server has closed
				synctest.Wait()
				for wait := 0; wait < 2000 && log.n.Load() == int64(i); wait++ {
					time.Sleep(50 * time.Millisecond)
					synctest.Wait()
				}
			}
		}
		time.Sleep(11 * time.Minute)
		client.Close()
		<-done
	})
	return int(log.n.Load())
}

// exchanges is a log writer that counts the exchanges in the log.
type exchanges struct{ n atomic.Int64 }

func (e *exchanges) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte(": exchange ")) {
		e.n.Add(1)
	}
	return len(line), nil
}
