package integration

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"linger/session/lesson"
)

// A raw is a server that answers every request with 200 and stores the requests. If the
// first request for /pay comes on a reused connection, the server closes that connection
// without a byte of a response.
type raw struct {
	addr string

	mu    sync.Mutex
	lines []string // method, target and Connection field of each request
	lost  bool
}

func rawServer(t *testing.T) *raw {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { l.Close() })
	s := &raw{addr: l.Addr().String()}
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(nc)
		}
	}()
	return s
}

func (s *raw) serve(nc net.Conn) {
	defer nc.Close()
	r := bufio.NewReader(nc)
	for n := 0; ; n++ {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		if s.note(req) && n > 0 {
			return
		}
		if _, err := io.WriteString(nc, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"); err != nil {
			return
		}
	}
}

// note stores a request, and reports whether it is the first for /pay.
func (s *raw) note(r *http.Request) (first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, strings.TrimSpace(r.Method+" "+r.URL.Path+" "+strings.Join(r.Header["Connection"], ", ")))
	first = r.URL.Path == "/pay" && !s.lost
	s.lost = s.lost || first
	return first
}

func (s *raw) requests() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "; ")
}

// says fails the test if a step of a lesson does not contain the statement that the test
// verifies.
func says(t *testing.T, name string, step int, words string) {
	t.Helper()
	all := lesson.Table(1)
	if s := all[lesson.ByName(all, name)].Steps[step-1]; !strings.Contains(s.After, words) {
		t.Errorf("lesson %s, step %d says %q; want %q in it", name, step, s.After, words)
	}
}

// curl does not send Connection: keep-alive, but a browser does.
func TestBrowserAsksForKeepAlive(t *testing.T) {
	says(t, "dialects", 2, "curl does not ask and Chrome does")
	t.Run("curl", func(t *testing.T) {
		s := rawServer(t)
		check(t, exec.Command(installed(t, "curl"), "-s", "http://"+s.addr+"/").Run())
		if got := s.requests(); got != "GET /" {
			t.Errorf("curl sent %s, want GET / without a Connection field", got)
		}
	})
	t.Run("Chrome", func(t *testing.T) {
		if testing.Short() {
			t.Skip("this test runs a browser")
		}
		s := rawServer(t)
		out, err := exec.Command(installed(t, "chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir="+profile(t), "--dump-dom", "http://"+s.addr+"/").Output()
		t.Logf("%s, %v", out, err)
		if got := s.requests(); !strings.HasPrefix(got, "GET / keep-alive") {
			t.Errorf("Chrome sent %s, want GET / with keep-alive", got)
		}
	})
}

// curl sends a POST again if a reused connection ends before the first byte of the
// response.
func TestCurlRepeatsPOST(t *testing.T) {
	says(t, "twice", 3, "curl sends a POST again if a reused connection ends before any byte of the response")
	s := rawServer(t)
	check(t, exec.Command(installed(t, "curl"), "-s", "http://"+s.addr+"/first", "--next", "-s", "-d", "pay=10", "http://"+s.addr+"/pay").Run())
	if got := s.requests(); got != "GET /first; POST /pay; POST /pay" {
		t.Errorf("curl sent %s, want the POST twice", got)
	}
}
