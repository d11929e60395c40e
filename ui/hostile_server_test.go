package ui

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"linger/session/livetest"
)

// A hostile is a server that sends the given bytes in the way that a script says, without
// regard to what the requests ask for. The script continues on the next connection. After
// the script, the server sends the rest of its bytes at the next request, and then
// nothing more.
type hostile struct {
	door   *livetest.Listener
	rest   []byte
	script []byte
	over   chan struct{}
}

// newHostile returns a server that accepts connections and follows the script.
func newHostile(sent, script []byte) *hostile {
	s := &hostile{door: livetest.Listen(ms), rest: sent, script: script, over: make(chan struct{})}
	go s.serve()
	return s
}

func (s *hostile) serve() {
	for {
		c, err := s.door.Accept()
		if err != nil {
			return
		}
		conn := c.(*livetest.Conn)
		asked := make(chan struct{}, 1)
		go func() {
			defer close(asked)
			b := make([]byte, 4<<10)
			for {
				if _, err := conn.Read(b); err != nil {
					return
				}
				select {
				case asked <- struct{}{}:
				default:
				}
			}
		}()
		s.converse(conn, asked)
		conn.Close()
	}
}

// converse follows the script until the connection ends.
func (s *hostile) converse(c *livetest.Conn, asked <-chan struct{}) {
	for len(s.script) > 0 {
		step := s.script[0]
		s.script = s.script[1:]
		if !s.step(c, step, asked) {
			return
		}
	}
	for await(s, asked) {
		s.write(c, len(s.rest))
	}
}

// step carries out one byte of the script: 0 to 63 send some bytes, 64 to 127 let time
// pass, 128 to 191 wait for a request, and the others end the connection in one of four
// ways. It returns false if the connection or the test has ended.
func (s *hostile) step(c *livetest.Conn, b byte, asked <-chan struct{}) bool {
	switch n := int(b & 63); b >> 6 {
	case 0:
		return s.write(c, n*n+n)
	case 1:
		return await(s, time.After(jumps[n%len(jumps)]/3))
	case 2:
		return await(s, asked)
	default:
		switch n % 4 {
		case 0:
			c.SetLinger(0)
		case 2:
			c.CloseWrite()
			return true
		case 3: // when a request has arrived
			await(s, asked)
		}
		return false
	}
}

// await waits for an event of the connection. It returns false if the connection or the
// test has ended.
func await[T any](s *hostile, c <-chan T) bool {
	select {
	case _, ok := <-c:
		return ok
	case <-s.over:
		return false
	}
}

func (s *hostile) write(c *livetest.Conn, n int) bool {
	n = min(n, len(s.rest))
	_, err := c.Write(s.rest[:n])
	s.rest = s.rest[n:]
	return err == nil
}

// hangUp ends the test's connections and the server.
func (s *hostile) hangUp() {
	close(s.over)
	s.door.Close()
}

// scripts holds typical scripts: a plain response, a response in parts, closes of several
// kinds (late, immediate, by a reset, inside a response), bytes before any request, a
// close without a response, and a half-close.
var scripts = [][]byte{
	nil,
	{128, 3, 64, 4, 65, 5, 66, 20},
	{128, 63, 67, 193},
	{128, 63, 68, 128, 192},
	{128, 4, 66, 192, 128, 63, 69, 193},
	{30, 67, 128, 63},
	{128, 73, 193, 128, 63, 194},
	{128, 63, 73, 193, 128, 63, 73},
	{128, 2, 68, 194, 128, 63},
}

// tours holds sequences of keys that visit the screens. Each begins after the first
// request was sent.
var tours = []string{
	"12345678v③④",
	"tb\x1b②③④⑤⑥⑦",
	"b③⑤⑧⑨⑩b",
	"\r\r=\x1bm↑mt+++--⇑←",
	"x\x1by\x1b?\x1bS\x1be⇤\x1bP\x1b",
	"↑1234z\x1bg2G/x\r",
	"t+⑩-f\x1bn6⇓⇓s",
	"pH④w⑥⑨xr",
	"L\rI\r0\rK\r⑩t",
	"⊗⊙⊖⊘Mt⊗b",
	"xh⑥n\rxc",
	"e³3\r④e⁴2\r⑥t",
	"w⑦b\rH⑤⑤",
}

// seeds returns bytes for servers to send: extreme numbers, unusual texts, and all
// messages in the decoder's fixtures.
func seeds(f *testing.F) []string {
	var all []string
	for _, n := range []string{"", "0", "1", "5", "-1", "05", "1.5", "100", "2147483647", "2147483648", "4294967296", "9223372036", "9223372037",
		"9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999", "0x7f", "１２"} {
		all = append(all,
			answer("Content-Length: 2", "Connection: keep-alive", "Keep-Alive: timeout="+n)+"ok",
			strings.Repeat(answer("Content-Length: 2", "Connection: keep-alive", "Keep-Alive: timeout=1, max="+n)+"ok", 2),
			answer("Content-Length: 2", "Keep-Alive: timeout="+n+", max="+n)+"ok",
			answer("Content-Length: "+n)+"ok",
			answer("Transfer-Encoding: chunked")+n+"\r\nok\r\n0\r\n\r\n",
			answer("Content-Length: 0", "Retry-After: "+n, "Age: "+n, "Content-Range: bytes "+n+"-"+n+"/"+n))
	}
	for _, text := range []string{"", " ", "\t", "你好，世界", "ｗｉｄｅ", "e\u0301\u0302\u0303\u0304", "\u202eright to left", "👨‍👩‍👧 👍🏽 🇩🇪", "\u200b\ufeff", "\x1b[2J\x9b1m",
		"\xff\xfe\xc3", "\x00", "กำ ำ", strings.Repeat("w", 300), strings.Repeat("界", 120), strings.Repeat("a, ", 90), "Thu, 31 Dec 1969 23:59:59 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", `"unterminated`, "=;,=;,"} {
		all = append(all,
			"HTTP/1.1 200 "+text+"\r\nContent-Length: 2\r\n\r\nok",
			answer("X-"+text+": "+text, "Location: "+text, "Set-Cookie: "+text, "Content-Type: "+text, "Content-Length: 2")+"ok",
			answer("Keep-Alive: "+text, "Connection: keep-alive, "+text, "Content-Length: 2")+"ok",
			answer("Transfer-Encoding: chunked", "Trailer: "+text)+"2;"+text+"\r\nok\r\n0\r\n"+text+": "+text+"\r\n\r\n",
			answer("Content-Length: "+strconv.Itoa(len(text)), "Date: "+text, "Server: "+text)+text,
			text, text+"\r\n\r\n")
	}
	for _, status := range []string{"000", "099", "100", "101", "103", "204", "205", "304", "408", "421", "426", "599", "600", "999", "1000", "2", ""} {
		all = append(all, "HTTP/1.1 "+status+"\r\nConnection: keep-alive\r\nUpgrade: x\r\n\r\n"+answer("Content-Length: 2")+"ok")
	}
	return append(all, fixtures(f)...)
}

func answer(fields ...string) string {
	return "HTTP/1.1 200 OK\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

// fixtures returns the bytes of the decoder's fixtures, except those that use {{…}} to
// repeat bytes.
func fixtures(f *testing.F) (all []string) {
	files, err := filepath.Glob("../wire/testdata/*.md")
	if err != nil || len(files) == 0 {
		f.Fatal("no fixtures: ", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i, part := range strings.Split(string(text), "```http\n") {
			block, _, _ := strings.Cut(part, "```")
			if i == 0 || strings.Contains(block, "{{") {
				continue
			}
			s, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(block, `"`, `\"`), "\n", "") + `"`)
			if err != nil {
				f.Fatal(file, ": ", err)
			}
			all = append(all, s)
		}
	}
	return all
}
