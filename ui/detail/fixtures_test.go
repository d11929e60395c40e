package detail

import (
	"strings"
	"time"

	"linger/ui/internal/play"
)

const ms = time.Millisecond

func asked(method, target string, more ...string) string {
	fields := append([]string{"Host: 127.0.0.1:8321", "User-Agent: linger/1.0", "Accept: */*", "Connection: keep-alive"}, more...)
	return method + " " + target + " HTTP/1.1\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

func answered(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }

// idle returns the session that most goldens show: an ended connection, and an idle
// connection with four exchanges.
func idle() *play.Play {
	p := play.New("http://127.0.0.1:8321").Connect(200 * time.Microsecond)
	first := func(method string) {
		body := strings.Repeat("x", 512)
		if method == "HEAD" {
			body = ""
		}
		p.Send(asked(method, "/length")).Wait(ms).Read(answered("HTTP/1.1 200 OK", "Content-Length: 512", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99") + body)
	}
	first("GET")
	first("HEAD")
	p.ClosedOnTime()
	p.Wait(time.Second).Connect(200 * time.Microsecond)
	p.Wait(2 * time.Second)
	first("GET")
	p.Wait(3 * time.Second).Send(asked("GET", "/trailers")).Wait(ms).Read(answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum") +
		"5\r\nhello\r\n5\r\nthere\r\n3\r\nyou\r\n0\r\nX-Sum: 1\r\n\r\n")
	p.Wait(3 * time.Second).Send(asked("GET", "/bare-lf")).Wait(ms).Read("HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 64\r\n\r\n" + strings.Repeat("y", 64))
	p.Wait(2 * time.Second).Send(asked("GET", "/chunked")).Wait(900 * time.Microsecond)
	p.Read(answered("HTTP/1.1 200 OK", "Trailer: X-Sum", "Transfer-Encoding: chunked", "Connection: keep-alive", "Keep-Alive: timeout=5, max=97") +
		"10\r\nThe first chunk.\r\n").Wait(3100 * time.Microsecond)
	p.Read("10\r\nThen \x1b[2J a trap\r\n10\r\nThe third chunk.\r\n10\r\nThe fourth piece\r\n10\r\nand then the end\r\n0\r\nX-Sum: 7d0f\r\n\r\n")
	return p.Wait(1800 * ms)
}

// closed returns the same session as idle, but its second connection has ended as
// advertised.
func closed() *play.Play { return idle().Wait(-1800 * ms).ClosedOnTime() }

// racing returns a connection whose advertised timeout ends in less than a round trip.
func racing() *play.Play {
	p := play.New("https://shop.example").Connect(182 * ms)
	get := func(target, n string) {
		p.Wait(2 * time.Second).Send(asked("GET", target)).Wait(188 * ms)
		p.Read(answered("HTTP/1.1 200 OK", "Content-Length: 3", "Connection: keep-alive", "Keep-Alive: timeout=5, max="+n) + "abc")
	}
	get("/", "99")
	get("/cart", "98")
	return p.Wait(4900 * ms)
}

// one returns a connection with a single exchange.
func one(request string, reads ...string) *play.Play {
	p := play.New("http://127.0.0.1:8321").Connect(ms).Wait(ms).Send(request)
	for _, r := range reads {
		p.Wait(ms).Read(r)
	}
	return p
}

// cut returns a connection that ends inside a body.
func cut() *play.Play {
	p := one(asked("GET", "/truncated"), answered("HTTP/1.1 200 OK", "Content-Length: 100")+"only so much")
	return p.Wait(ms).ServerClosed()
}

// lostRequest returns a session whose only request was followed by a reset.
func lostRequest() *play.Play {
	return one(asked("POST", "/cart")).Wait(ms).ServerReset()
}

// smuggled returns an exchange with secrets, whose response has both Content-Length and
// Transfer-Encoding.
func smuggled() *play.Play {
	return one(asked("GET", "/login", "Authorization: Basic aGVsbG86dGhlcmU=", "Cookie: id=12345"),
		answered("HTTP/1.1 103 Early Hints", "Link: </a.css>")+
			answered("HTTP/1.1 200 OK", "Set-Cookie: session=topsecret", "Content-Length: 3", "Transfer-Encoding: chunked", "Keep-Alive: timeout=5, trace=abc",
				"X-Long: "+strings.Repeat("long ", 30))+"3\r\nabc\r\n0\r\n\r\n")
}

// untilClose returns a session in which only the close ends the response body.
func untilClose() *play.Play {
	p := one(asked("GET", "/old"), answered("HTTP/1.1 200 OK", "Content-Type: multipart/byteranges; boundary=x")+"no length is given")
	return p.Wait(ms).ServerClosed()
}
