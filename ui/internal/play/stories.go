package play

import (
	"strings"
	"time"
)

const ms = time.Millisecond

// Request is the bytes of a request with the fields linger sends by itself.
func Request(method, target string, more ...string) string {
	fields := append([]string{"Host: 127.0.0.1:8321", "User-Agent: linger/0.1.0", "Accept: */*", "Connection: keep-alive"}, more...)
	return method + " " + target + " HTTP/1.1\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

// Head is the bytes of a header section.
func Head(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }

// Hint is a complete response with 26 bytes of content and a Keep-Alive field.
func Hint(value string) string {
	return Head("HTTP/1.1 200 OK", "Content-Length: 26", "Connection: keep-alive", "Keep-Alive: "+value) + strings.Repeat("x", 26)
}

// Idle is a connection that ended on time and one with four exchanges, idle for
// 1.8 s of 5.
func Idle() *Play {
	p := New("http://127.0.0.1:8321").Connect(200 * time.Microsecond)
	p.exchanged("GET", "/length", 1200*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=100")+strings.Repeat("x", 512))
	p.exchanged("HEAD", "/length", 900*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99"))
	p.ClosedOnTime().Wait(time.Second).Connect(200 * time.Microsecond)
	p.exchanged("GET", "/length", 1100*time.Microsecond, Head("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=100")+strings.Repeat("x", 512))
	p.Wait(4 * time.Second)
	p.exchanged("GET", "/trailers", 2*ms, Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+
		"5\r\nhello\r\n5\r\nthere\r\n3\r\nyou\r\n0\r\nX-Sum: 1\r\n\r\n")
	p.Wait(3500 * ms)
	p.exchanged("GET", "/bare-lf", 1300*time.Microsecond, "HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 64\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=98\r\n\r\n"+strings.Repeat("y", 64))
	p.Wait(3 * time.Second)
	p.Send(Request("GET", "/chunked")).Wait(900 * time.Microsecond)
	p.Read(Head("HTTP/1.1 200 OK", "Trailer: X-Sum", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: timeout=5, max=97") +
		"10\r\nThe first chunk.\r\n").Wait(3180 * time.Microsecond)
	p.Read("10\r\nThen \x1b[2J a trap\r\n10\r\nThe third chunk.\r\n10\r\nThe fourth piece\r\n10\r\nand then the end\r\n0\r\nX-Sum: 7d0f\r\n\r\n")
	return p.Wait(1800 * ms)
}

func (p *Play) exchanged(method, target string, took time.Duration, response string) {
	p.Send(Request(method, target)).Wait(took - 20*time.Microsecond).Read(response)
}

// Exchange is one exchange that took so long.
func (p *Play) Exchange(method, target string, took time.Duration, response string) *Play {
	p.exchanged(method, target, took, response)
	return p
}

// ClosedOnTime lets the server close the connection 3 ms after its timeout of 5 s.
func (p *Play) ClosedOnTime() *Play { return p.Wait(5003 * ms).ServerClosed() }

// Closed is [Idle], and then its second connection ended on time.
func Closed() *Play { return Idle().Wait(-1800 * ms).ClosedOnTime() }

// Racing is a connection in its last round trip.
func Racing() *Play {
	p := New("https://shop.example").Connect(182 * ms)
	p.Wait(700*ms).Exchange("GET", "/", 188*ms, Head("HTTP/1.1 200 OK", "Content-Length: 18000", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+strings.Repeat("x", 18000))
	p.Wait(3*time.Second).Exchange("GET", "/cart", 191*ms, Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: timeout=5, max=98")+
		"1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n0\r\n\r\n")
	return p.Wait(4900 * ms)
}

// Fresh is a connection to the practice server on which nothing was sent yet.
func Fresh() *Play {
	return Labelled("http://127.0.0.1:8321", "the practice server").Connect(200 * time.Microsecond).Wait(2100 * ms)
}
