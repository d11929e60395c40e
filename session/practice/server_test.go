package practice

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
)

// page returns a response that the server sends instead of a scenario.
func page(status, content, connection string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n%s%s", status, len(content), connection, content)
}

func TestUnknownPathStaysOpen(t *testing.T) {
	tell(t, func(s *story) {
		s.get("/nowhere")
		s.want(page("404 Not Found", "No such scenario. / lists all scenarios.\n", kept(99)))
		s.get("/about/nowhere")
		s.want(page("404 Not Found", "No such scenario. / lists all scenarios.\n", kept(98)))
		s.get("/length?bytes=0")
		s.want(ok(0) + kept(97))
	})
}

func TestListAndDescriptions(t *testing.T) {
	tell(t, func(s *story) {
		var b strings.Builder
		WriteList(&b)
		s.get("/")
		s.want(page("200 OK", "linger's practice server: "+b.String(), kept(99)))
		all := Scenarios()
		b.Reset()
		Describe(&b, all[slices.IndexFunc(all, func(sc Scenario) bool { return sc.Path == "/like/node" })])
		s.get("/about/like/node")
		s.want(page("200 OK", b.String(), kept(98)))
		s.send("OPTIONS * HTTP/1.1\r\nHost: practice\r\n\r\n")
		s.c.SetReadDeadline(time.Now().Add(time.Second))
		io.Copy(io.Discard, s.c)
	})
}

func TestFirstRequestMayComeLate(t *testing.T) {
	tell(t, func(s *story) { s.wantFIN(10 * time.Minute) })
	tell(t, func(s *story) {
		time.Sleep(9 * time.Minute)
		s.get("/length?bytes=0")
		s.want(ok(0) + kept(99))
	})
}

func TestLastRequestSetsIdleSteps(t *testing.T) {
	tell(t, func(s *story) {
		s.get("/unsolicited")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		time.Sleep(500 * time.Millisecond)
		s.get("/early")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantFIN(3 * time.Second)
	})
}

func TestClientSaysClose(t *testing.T) {
	for _, option := range []string{"close", "Close", "foo, CLOSE", "keep-alive,close"} {
		tell(t, func(s *story) {
			s.get("/length?bytes=0", "Connection: "+option)
			s.get("/length?bytes=0") // "MUST NOT process any further requests"
			s.want(ok(0) + closing)
			s.wantFIN(0)
		})
	}
	tell(t, func(s *story) {
		s.get("/length?bytes=0", "Connection: x", "connection: close")
		s.want(ok(0) + closing)
		s.wantFIN(0)
	})
}

func TestHTTP10PersistsOnlyIfAsked(t *testing.T) {
	tell(t, func(s *story) {
		s.get10("/length?bytes=0", "Connection: keep-alive")
		s.want(ok(0) + kept(99))
		s.get10("/length?bytes=0", "Connection: keep-alive, close")
		s.want(ok(0) + closing)
		s.wantFIN(0)
	})
	tell(t, func(s *story) {
		s.send("GET /length?bytes=0 HTTP/1.0\r\n\r\n")
		s.want(ok(0) + closing)
		s.wantFIN(0)
	})
}

func TestPipelinedRequestsOfAllKinds(t *testing.T) {
	tell(t, func(s *story) {
		s.send(lines("POST /length?bytes=1 HTTP/1.1", "Host: practice", "Content-Length: 9") + "GET / HTT" +
			lines("POST /length?bytes=2 HTTP/1.1", "Host: practice", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\nA: b\r\n\r\n" +
			"\r\n\n" + lines("HEAD /length?bytes=3 HTTP/1.1", "Host: practice") +
			"GET http://practice/length?bytes=4 HTTP/1.1\nHost: practice\nX: folded\n value\n\n")
		s.want(ok(1) + kept(99) + filler(1))
		s.want(ok(2) + kept(98) + filler(2))
		s.want(ok(3) + kept(97))
		s.want(ok(4) + kept(96) + filler(4))
	})
}

func TestRequestByteByByte(t *testing.T) {
	tell(t, func(s *story) {
		request := lines("POST /continue HTTP/1.1", "Host: practice", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n"
		for _, b := range []byte(request) {
			s.send(string(b))
			time.Sleep(10 * time.Millisecond)
		}
		s.want(page("200 OK", "3 bytes of content arrived.\n", kept(99)))
	})
}

func TestHalfCloseIsAnswered(t *testing.T) {
	tell(t, func(s *story) {
		s.get("/delay?for=1")
		s.get("/length?bytes=0")
		s.c.CloseWrite()
		s.wantAfter(time.Second, ok(31)+kept(99)+words(1))
		s.want(ok(0) + kept(98))
		s.wantFIN(0)
	})
	tell(t, func(s *story) {
		s.c.CloseWrite()
		s.wantFIN(0)
	})
}

func TestFaultyRequests(t *testing.T) {
	const host = "Host: practice\r\n"
	for _, c := range []struct {
		name, request, status string
		open                  bool
	}{
		{"no version", "GET /\r\n\r\n", "400", false},
		{"garbage", "\x16\x03\x01 what is this\r\n\r\n", "400", false},
		{"method is not a token", "G(T / HTTP/1.1\r\n" + host + "\r\n", "400", false},
		{"version misspelt", "GET / http/1.1\r\n" + host + "\r\n", "400", false},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\n", "505", false},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400", true},
		{"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", "400", true},
		{"space before colon", "GET / HTTP/1.1\r\n" + host + "A : b\r\n\r\n", "400", false},
		{"no colon", "GET / HTTP/1.1\r\n" + host + "A\r\n\r\n", "400", false},
		{"CONNECT", "CONNECT example.com:80 HTTP/1.1\r\n" + host + "\r\n", "405", false},
		{"bad target", "GET http://%zz/ HTTP/1.1\r\n" + host + "\r\n", "400", true},
		{"length is not a number", "GET / HTTP/1.1\r\n" + host + "Content-Length: +5\r\n\r\n", "400", false},
		{"lengths differ", "GET / HTTP/1.1\r\n" + host + "Content-Length: 5, 6\r\n\r\n", "400", false},
		{"too much content", "GET / HTTP/1.1\r\n" + host + "Content-Length: 9999999999\r\n\r\n", "413", false},
		{"chunked not last", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, gzip\r\n\r\n", "400", false},
		{"unknown coding", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n", "501", false},
		{"chunk-size", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400", false},
		{"chunk without end", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "400", false},
		{"endless chunk line", "GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("x", 5000), "400", false},
		{"endless head", "GET / HTTP/1.1\r\nX: " + strings.Repeat("x", maxHead), "431", false},
		{"length and chunked", "POST /length?bytes=0 HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "200", false},
		{"chunked in HTTP/1.0", "POST /length?bytes=0 HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "200", false},
		{"repeated length", "POST /length?bytes=0 HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1, 1\r\n\r\nx", "200", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.send(c.request)
				s.c.SetReadDeadline(time.Now().Add(time.Second))
				all, err := io.ReadAll(s.c)
				if got := string(all); !strings.HasPrefix(got, "HTTP/1.1 "+c.status+" ") {
					t.Fatalf("answer = %q, want status %s", clip(got), c.status)
				}
				if open := err != nil; open != c.open || strings.Contains(string(all), "Connection: close\r\n") == c.open {
					t.Fatalf("after %q: connection open = %v (%v), want %v, and Connection: close only if it does not stay open", clip(string(all)), open, err, c.open)
				}
			})
		})
	}
}

func TestStalledClientsAreClosed(t *testing.T) {
	tell(t, func(s *story) {
		s.send("GET / HTTP/1.1\r\nHo")
		s.wantAfter(time.Minute, page("408 Request Timeout", "The rest of the header section did not arrive within a minute.\n", closing))
		s.wantFIN(0)
	})
	tell(t, func(s *story) {
		s.send(lines("POST /length HTTP/1.1", "Host: practice", "Content-Length: 10") + "abc")
		s.wantAfter(contentWait, page("408 Request Timeout", "The rest of the request content did not arrive within half a minute.\n", closing))
		s.wantFIN(0)
	})
	tell(t, func(s *story) { // this client reads nothing
		s.get("/big")
		time.Sleep(2 * time.Minute)
		<-s.done
	})
}

func TestInputBufferIsLimited(t *testing.T) {
	tell(t, func(s *story) { // the client pipelines requests endlessly, and the server answers slowly
		s.get("/delay?for=5")
		s.c.SetWriteDeadline(time.Now().Add(time.Second))
		n, _ := s.c.Write(bytes.Repeat([]byte(lines("GET /close HTTP/1.1", "Host: practice")), 100_000))
		if most := maxInput + memconn.BufferSize + readSize; n > most {
			t.Fatalf("the server buffered %d bytes, want at most %d", n, most)
		}
	})
}

func TestServerCloseEndsConnections(t *testing.T) {
	for _, path := range []string{"", "/length", "/silence", "/slow", "/big", "/lingering?after=0", "/going-away?after=600"} {
		synctest.Test(t, func(t *testing.T) {
			srv := New(Config{})
			client, server := memconn.Pipe()
			done := make(chan struct{})
			go func() { srv.ServeConn(server); close(done) }()
			if path != "" {
				io.WriteString(client, lines("GET "+path+" HTTP/1.1", "Host: practice"))
			}
			time.Sleep(10 * time.Millisecond)
			client.CloseWrite() // after a half-close, the server pauses with timers, not with reads
			time.Sleep(10 * time.Millisecond)
			stop := time.Now()
			if err := srv.Close(); err != nil {
				t.Error(err)
			}
			<-done
			if d := time.Since(stop); d > 0 {
				t.Errorf("%s: the connection ended %v after Close, want at once", path, d)
			}
			if err := srv.Close(); err != nil {
				t.Errorf("second Close = %v, want nil", err)
			}
			_, late := memconn.Pipe()
			srv.ServeConn(late) // returns at once
			client.Close()
		})
	}
}

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		srv := New(Config{Log: &b, Verbose: true})
		client, server := memconn.Pipe()
		done := make(chan struct{})
		go func() { srv.ServeConn(server); close(done) }()
		io.WriteString(client, "GET /early?after=1 HTTP/1.1\r\nHost: \xff\\\r\nX: \x1b[2J\r\n\r\n")
		io.Copy(io.Discard, client)
		client.Close()
		<-done
		const stamp = "00:00:00.000000 #1 "
		want := strings.Join([]string{
			stamp + `open    client`,
			stamp + `< GET /early?after=1 HTTP/1.1\r\n`,
			stamp + `< Host: \xff\\\r\n`,
			stamp + `< X: \x1b[2J\r\n`,
			stamp + `< \r\n`,
			stamp + `> HTTP/1.1 200 OK\r\n`,
			stamp + `> Server: linger-practice\r\n`,
			stamp + `> Content-Type: text/plain\r\n`,
			stamp + `> Content-Length: 31\r\n`,
			stamp + `> Connection: keep-alive\r\n`,
			stamp + `> Keep-Alive: timeout=5\r\n`,
			stamp + `> \r\n`,
			stamp + `> Response 1 on this connection.\n`,
			stamp + `GET     /early?after=1 -> 200  /early: exchange 1, 50 bytes in, 168 out, 0.00 ms`,
			`00:00:01.000000 #1 close   by server (FIN), 1.000 s after the last byte sent: idle; 5 s were advertised; exchanges: 1, open for 1.000 s`,
			"",
		}, "\n")
		if got := b.String(); got != want {
			t.Errorf("the server logged\n%s\nwant\n%s", got, want)
		}
	})
}

// The verbose log shows no secrets, even if they arrive in pieces.
func TestLogMasksSecrets(t *testing.T) {
	const request = "GET http://anna:sesame@practice/length?bytes=0&max=3 HTTP/1.1\r\nHost: practice\r\nauthorization: Basic sesame\r\n" +
		"Cookie: a=1;\r\n\tb=sesame\r\nX-Api-Token: sesame\r\nX-Note: kept\r\n\r\n"
	for _, size := range []int{1, 7, len(request)} {
		synctest.Test(t, func(t *testing.T) {
			var b bytes.Buffer
			srv := New(Config{Log: &b, Verbose: true, Mask: func() func(string) string { return new(session.SecretLines).Masked }})
			client, server := memconn.Pipe()
			done := make(chan struct{})
			go func() { srv.ServeConn(server); close(done) }()
			for part := range slices.Chunk([]byte(request), size) {
				client.Write(part)
				time.Sleep(time.Millisecond)
			}
			io.WriteString(client, "GET /echo?access_token=sesame HTTP/1.1\r\nHost: practice\r\nCookie: sesame\r\n\r\nPUT /half?password=sesame")
			time.Sleep(time.Second)
			client.Close()
			<-done
			got := b.String()
			if strings.Contains(got, "sesame") {
				t.Errorf("in pieces of %d bytes: the log shows a secret:\n%s", size, got)
			}
			for _, line := range []string{`< GET http://****@practice/length?bytes=0&max=3 HTTP/1.1\r\n`, `< authorization: ****\r\n`, `< Cookie: ****\r\n`,
				`< \t****\r\n`, `< X-Api-Token: ****\r\n`, `< X-Note: kept\r\n`, `GET     /echo?access_token=**** -> 200`} {
				if !strings.Contains(got, line) {
					t.Errorf("in pieces of %d bytes: the log lacks %q:\n%s", size, line, got)
				}
			}
		})
	}
}

// If a line is too long for the log, the server logs only its beginning. The rest could
// be a secret that cannot be recognised.
func TestLogOfLongLineShowsNoSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		srv := New(Config{Log: &b, Verbose: true, Mask: func() func(string) string { return new(session.SecretLines).Masked }})
		client, server := memconn.Pipe()
		done := make(chan struct{})
		go func() { srv.ServeConn(server); close(done) }()
		go io.Copy(io.Discard, client)
		io.WriteString(client, "GET /length HTTP/1.1\r\nHost: practice\r\nCookie: "+strings.Repeat("sesame, ", traceLimit/4)+"\r\n\r\n")
		time.Sleep(time.Second)
		client.Close()
		<-done
		if got := b.String(); strings.Contains(got, "sesame") || !strings.Contains(got, "< Cookie: ****") || !strings.Contains(got, " more bytes\n") {
			t.Errorf("the server logged\n%.3000s\nwant a masked Cookie and the number of other bytes", got)
		}
	})
}

// If nothing reads the log, only the connection that is writing to it waits.
func TestStoppedLogDoesNotStopServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read, write := io.Pipe()
		srv := New(Config{Log: write})
		var running sync.WaitGroup
		connect := func() *memconn.Conn {
			client, server := memconn.Pipe()
			running.Go(func() { srv.ServeConn(server) })
			io.WriteString(client, lines("GET /length?bytes=0 HTTP/1.1", "Host: practice"))
			return client
		}
		stopped := connect()
		synctest.Wait()
		for range 10 {
			c := connect()
			c.SetReadDeadline(time.Now().Add(time.Second))
			want := ok(0) + kept(99)
			got := make([]byte, len(want))
			if n, err := io.ReadFull(c, got); string(got) != want {
				t.Fatalf("another connection read %q, %v; want %q", got[:n], err, want)
			}
			c.Close()
		}
		stopped.SetReadDeadline(time.Now().Add(time.Second))
		if n, err := stopped.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("the connection that writes to the log read %d bytes (%v), want none yet", n, err)
		}
		var log strings.Builder
		go io.Copy(&log, read)
		time.Sleep(time.Second)
		stopped.Close()
		srv.Close()
		running.Wait()
		write.Close()
		synctest.Wait()
		if !regexp.MustCompile(`(?m)^\d+ lines of the log were dropped$`).MatchString(log.String()) {
			t.Errorf("the log lacks the number of dropped lines:\n%s", log.String())
		}
	})
}
