package practice

import "time"

// withLine returns the response that exchange.withLine writes.
func withLine(lines string) string {
	return "HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n" + lines + "Content-Length: 64\r\n" + kept(99) + filler(64)
}

var lineStories = map[string]func(*story){
	"/bare-lf": func(s *story) {
		s.get("/bare-lf")
		s.want(withLine("X-Note: this line ends with LF alone\n"))
		s.wantFIN(5 * time.Second)
	},
	"/bare-lf-all": func(s *story) {
		s.get("/bare-lf-all")
		s.want("HTTP/1.1 200 OK\nServer: linger-practice\nContent-Type: text/plain\nContent-Length: 64\nConnection: close\n\n" + filler(64))
		s.wantFIN(0)
	},
	"/bare-cr": func(s *story) {
		s.get("/bare-cr")
		s.want(withLine("X-Note: before\rafter\r\n"))
	},
	"/folded": func(s *story) {
		s.get("/folded")
		s.want(withLine("X-Note: this value\r\n goes on here\r\n\tand here\r\n"))
	},
	"/space-before-colon": func(s *story) {
		s.get("/space-before-colon")
		s.want(withLine("Keep-Alive : timeout=60\r\n"))
		s.wantFIN(5 * time.Second)
	},
	"/no-colon": func(s *story) {
		s.get("/no-colon")
		s.want(withLine("This is not a field\r\n"))
	},
	"/bad-name": func(s *story) {
		s.get("/bad-name")
		s.want(withLine("Bad Name: 1\r\n(bad): 2\r\n: 3\r\n"))
	},
	"/leading-space": func(s *story) {
		s.get("/leading-space")
		s.want("HTTP/1.1 200 OK\r\n X-Note: skipped\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + kept(99) + filler(64))
	},
	"/controls": func(s *story) {
		content := "\x1b[2J\x1b[HRed \xc2\x9b31m and \x1b]52;c;b3duZWQ=\x07\x00\a\b\v\f\x0e\x1b[?1049h\x1b[6n\u202egnorw\n"
		head := "HTTP/1.1 200 \x1b[2J\x1b[HOK\r\nServer: linger-practice\r\nContent-Type: text/plain\x1b]0;owned\x07\r\n" +
			"X-\x1b[7mName: \xc2\x9b31m\r\nX-Note: \x1b]52;c;b3duZWQ=\x07\x00\x08\x7f\r\n"
		s.get("/controls")
		s.want(head + "Transfer-Encoding: chunked\r\n" + kept(99) + "40;\x1b[5m=blink\r\n" + content + "\r\n0\r\nX-Trailer: \x1b]0;owned\x07\r\n\r\n")
		s.get10("/controls")
		s.want(head + "Content-Length: 64\r\n" + closing + content)
		s.wantFIN(0)
	},
	"/latin-1": func(s *story) {
		s.get("/latin-1")
		s.want(withLine("X-Latin: caf\xe9\r\nX-UTF-8: caf\xc3\xa9\r\nX-Neither: \xff\xfe\xe9\r\n"))
	},
	"/no-reason": func(s *story) {
		s.get("/no-reason")
		s.want("HTTP/1.1 200\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + kept(99) + filler(64))
	},
	"/leading-crlf": func(s *story) {
		s.get("/leading-crlf")
		s.want("\r\nHTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + kept(99) + filler(64))
	},
	"/byte-order-mark": func(s *story) {
		s.get("/byte-order-mark")
		s.want("\xef\xbb\xbfHTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + kept(99) + filler(64))
	},
	"/status-line": func(s *story) {
		s.get("/status-line")
		s.want("http/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + closing + filler(64))
		s.wantFIN(0)
		s.connect()
		s.get("/status-line?line=ICY%20200%20OK")
		s.want("ICY 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n" + closing + filler(64))
		s.wantFIN(0)
	},
	"/http09": func(s *story) {
		s.get("/http09")
		s.want("<html><body>The Web of 1991 had no status-lines.</body></html>\n")
		s.wantFIN(0)
	},
	"/http2": func(s *story) {
		s.get("/http2")
		s.want("\x00\x00\x00\x04\x00\x00\x00\x00\x00" + "\x00\x00\x08\x07\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x01")
		s.wantFIN(0)
	},
}
