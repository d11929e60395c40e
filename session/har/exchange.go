package har

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"linger/session"
)

// An exchange is an entry of a HAR file, with its messages rebuilt.
type exchange struct {
	start  time.Time // time at which the first phase begins
	origin session.Target
	id     string // identifier of the connection; empty if unknown
	port   bool   // true if id may be a port instead of an identifier
	local  string // address and port of the client; empty if unknown
	remote string // address and port of the server; empty if unknown
	tls    *session.TLS

	resolve, connect, handshake, blocked time.Duration // phases before the request
	send, wait, receive                  time.Duration

	request     []byte // the request without its content; empty for an unsolicited response
	sent        []byte // message body of the request
	sentMissing int64  // number of content bytes of the request that are not in the file

	response []byte // the interim responses, and the final response without its content; empty if no response was received
	content  []byte // the first content bytes of the response, with their content codings
	whole    bool   // true if content is complete
	total    int64  // number of content bytes, if content is incomplete
	short    bool   // true if the response was incomplete
	left     []byte // unsolicited data after the response

	end *end // end of the connection after this exchange; nil if unknown
}

// An end describes how a connection ended.
type end struct {
	at  time.Time
	by  session.Party
	how session.How
}

// A leftOut is the reason why an entry is left out; the zero value means that it is not.
type leftOut uint8

const (
	shown leftOut = iota
	other
	cached
	damaged
)

// exchangeOf returns the exchange of entry e, or the reason why e is left out.
func exchangeOf(e any) (*exchange, leftOut) {
	versions := [2]string{version(text(e, "request", "httpVersion")), version(text(e, "response", "httpVersion"))}
	u, err := url.Parse(text(e, "request", "url"))
	at, dated := moment(text(e, "startedDateTime"))
	switch {
	case versions[0] == "" && versions[1] == "" && member(e, "_linger") == nil:
		return nil, other
	case fromCache(e):
		return nil, cached
	case err != nil || !dated:
		return nil, damaged
	}
	x := &exchange{start: at}
	if x.origin, err = originOf(u); err != nil {
		return nil, damaged
	}
	if own, _, err := session.ParseTarget(text(e, "_linger", "origin")); err == nil {
		x.origin = own
	}
	if exact, ok := moment(text(e, "_linger", "at")); ok && exact.Sub(at).Abs() < time.Hour {
		x.start = exact // the start of the request; times subtracts the phases before it
	}
	x.times(e)
	x.place(e)
	if !x.asks(e, u, versions[0]) || !x.answers(e, versions[1]) {
		return nil, damaged
	}
	x.ends(e)
	return x, shown
}

// version returns s in upper case if s is an HTTP/1.x version, and "" otherwise.
func version(s string) string {
	switch s = strings.ToUpper(strings.TrimSpace(s)); s {
	case "HTTP/1.1", "HTTP/1.0":
		return s
	}
	return ""
}

// fromCache reports whether a browser used a response from its cache.
func fromCache(e any) bool {
	return text(e, "_fromCache") != "" || member(e, "cache", "beforeRequest") != nil && text(e, "response", "status") == "304" && size(e, "response", "bodySize") == 0 && text(e, "connection") == ""
}

func originOf(u *url.URL) (session.Target, error) {
	scheme := strings.Replace(strings.ToLower(u.Scheme), "ws", "http", 1)
	t, _, err := session.ParseTarget(scheme + "://" + u.Host)
	if err == nil && scheme != "http" && scheme != "https" {
		err = session.ErrTarget
	}
	return t, err
}

// times reads the durations of the phases. In a HAR, connect includes the TLS handshake;
// in x, it does not.
func (x *exchange) times(e any) {
	x.blocked, x.resolve, x.handshake = phase(e, "timings", "blocked"), phase(e, "timings", "dns"), phase(e, "timings", "ssl")
	x.connect = max(0, phase(e, "timings", "connect")-x.handshake)
	x.send, x.wait, x.receive = phase(e, "timings", "send"), phase(e, "timings", "wait"), phase(e, "timings", "receive")
	if member(e, "timings") == nil {
		x.wait = phase(e, "time")
	}
	if member(e, "_linger", "at") != nil {
		x.start = x.start.Add(-x.before())
	}
}

// before returns the duration from x.start to the beginning of the request.
func (x *exchange) before() time.Duration { return x.blocked + x.resolve + x.connect + x.handshake }

// place reads the members that describe the connection. In a HAR, the member connection
// may be an identifier or a port.
func (x *exchange) place(e any) {
	ip, _, _ := strings.Cut(strings.Trim(text(e, "serverIPAddress"), "[]"), "%")
	if ip != "" && !strings.ContainsAny(ip, " \r\n\t/") {
		x.remote = session.Target{Host: ip, Port: x.origin.Port}.Address()
	}
	if own := text(e, "_linger", "remote"); own != "" {
		x.local, x.remote = line(text(e, "_linger", "local")), line(own)
	}
	if v := text(e, "_linger", "tls", "version"); v != "" {
		x.tls = &session.TLS{Version: line(v), Cipher: line(text(e, "_linger", "tls", "cipher")), ALPN: line(text(e, "_linger", "tls", "alpn")),
			Verified: member(e, "_linger", "tls", "verified") == true, Peer: line(text(e, "_linger", "tls", "peer")), Handshake: x.handshake}
	}
	if x.id = text(e, "_connectionId"); x.id != "" && x.id != "0" {
		return
	}
	x.id, x.port = text(e, "connection"), true
	if x.id == x.origin.Port {
		x.id = ""
	}
}

// asks rebuilds the request. It returns false if the entry has no valid request.
func (x *exchange) asks(e any, u *url.URL, version string) bool {
	method := text(e, "request", "method")
	if method == "" {
		return member(e, "_linger", "unsolicited") == true
	}
	if version == "" {
		version = "HTTP/1.1" // the version of the response is HTTP/1.x
	}
	target := u.EscapedPath()
	if target == "" {
		target = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		target += "?" + u.RawQuery
	}
	if method == "CONNECT" {
		target = u.Host
	}
	if t := text(e, "_linger", "target"); t != "" {
		target = t
	}
	if strings.ContainsAny(method+target, " \t\r\n\x00") {
		return false
	}
	x.request = append(x.request, method+" "+target+" "+version+"\r\n"...)
	var fs fields
	x.request, fs = appendFields(x.request, member(e, "request", "headers"))
	body := []byte(text(e, "request", "postData", "text"))
	switch {
	case fs.chunked:
		x.sent = appendChunks(nil, body)
	case fs.length == int64(len(body)):
		x.sent = body
	case fs.length > 0:
		x.sentMissing = fs.length
	}
	return true
}

// answers rebuilds the responses. It returns false if the status is invalid.
func (x *exchange) answers(e any, version string) bool {
	if version == "" {
		version = "HTTP/1.1"
	}
	x.interim(e, version)
	status, ok := number(e, "response", "status")
	if !ok || status == 0 {
		return true // no response was received
	}
	if status < 100 || status > 999 || status != float64(int(status)) {
		return false
	}
	x.response = append(x.response, version+" "+strconv.Itoa(int(status))+" "+line(text(e, "response", "statusText"))+"\r\n"...)
	var fs fields
	x.response, fs = appendFields(x.response, member(e, "response", "headers"))
	if text(e, "_linger", "exchange") != "" && text(e, "_linger", "framing") == "" {
		x.response = bytes.TrimSuffix(x.response, []byte("\r\n")) // the header section is incomplete
	}
	x.short = member(e, "_linger", "complete") == false
	x.left, _ = base64.StdEncoding.DecodeString(text(e, "_linger", "left_over"))
	x.contains(e, fs.coded)
	return true
}

// interim rebuilds the interim responses. Only files from linger contain any.
func (x *exchange) interim(e any, version string) {
	all, _ := member(e, "_linger", "interim").([]any)
	for _, i := range all {
		status := size(i, "status")
		if status < 100 || status > 199 {
			continue
		}
		x.response = append(x.response, version+" "+strconv.FormatInt(status, 10)+" \r\n"...)
		header, _ := member(i, "header").([]any)
		for _, f := range header {
			if pair, ok := f.([]any); ok && len(pair) == 2 {
				x.response = append(x.response, line(fmt.Sprint(pair[0]))+": "+line(fmt.Sprint(pair[1]))+"\r\n"...)
			}
		}
		x.response = append(x.response, "\r\n"...)
	}
}

// contains reads the content of the response. coded is true if the content has a content
// coding. Browsers remove content codings and state the length of the message body. A HAR
// from linger states whether the codings were removed, and the length of the content.
func (x *exchange) contains(e any, coded bool) {
	x.content, x.whole = contentOf(member(e, "response", "content"))
	x.total = max(0, size(e, "response", "content", "size"))
	switch {
	case member(e, "_linger", "coding_removed") == true:
		x.content, x.whole, x.total = nil, false, max(0, size(e, "_linger", "body_bytes"))
		return
	case member(e, "_linger") != nil:
		x.whole = x.whole && int64(len(x.content)) == x.total
		return
	case coded:
		x.whole = false
		if n := size(e, "response", "bodySize"); n > 0 {
			x.total = n
		}
	}
	if !x.whole {
		x.content = nil
	}
}

// contentOf returns the bytes of the member content. ok is false if they are not in the
// file.
func contentOf(content any) (data []byte, ok bool) {
	s, is := member(content, "text").(string)
	if !is {
		return nil, size(content, "size") <= 0
	}
	if text(content, "encoding") != "base64" {
		return []byte(s), true
	}
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		data, err = base64.RawStdEncoding.DecodeString(s)
	}
	return data, err == nil
}

// ends reads how the connection ended. Only files from linger contain this information.
func (x *exchange) ends(e any) {
	c := member(e, "_linger", "close")
	at, ok := moment(text(c, "at"))
	if !ok {
		return
	}
	switch by := session.Party(text(c, "by")); by {
	case session.ByClient, session.ByServer, session.ByNetwork:
		switch how := session.How(text(c, "how")); how {
		case session.HowFIN, session.HowReset, session.HowCloseNotify, session.HowTimeout, session.HowError:
			x.end = &end{at, by, how}
		}
	}
}

// fields holds the facts about fields on which the framing and the content depend.
type fields struct {
	length  int64 // Content-Length; -1 if there is none
	chunked bool
	coded   bool // true if the content has a content coding
}

// appendFields appends to b a field line for each pair in list, and the end of the header
// section. Because browsers join the values of repeated fields with line ends, each line
// of a value gets its own field line.
func appendFields(b []byte, list any) ([]byte, fields) {
	fs := fields{length: -1}
	all, _ := list.([]any)
	for _, f := range all {
		name := line(text(f, "name"))
		if name == "" || strings.HasPrefix(name, ":") {
			continue
		}
		for value := range strings.SplitSeq(text(f, "value"), "\n") {
			value = line(value)
			b = append(b, name+": "+value+"\r\n"...)
			fs.read(name, value)
		}
	}
	return append(b, "\r\n"...), fs
}

func (f *fields) read(name, value string) {
	switch strings.ToLower(name) {
	case "content-length":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
			f.length = n
		}
	case "transfer-encoding":
		last := value[strings.LastIndexByte(value, ',')+1:]
		f.chunked = strings.EqualFold(strings.TrimSpace(last), "chunked")
	case "content-encoding":
		f.coded = !strings.EqualFold(value, "identity")
	}
}

// line returns s with spaces in place of line ends and NUL, and without spaces at both
// ends.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s))
}

// appendChunks appends a chunked body with content as its only chunk, because the
// original chunks are unknown.
func appendChunks(b, content []byte) []byte {
	if len(content) > 0 {
		b = append(strconv.AppendInt(b, int64(len(content)), 16), "\r\n"...)
		b = append(append(b, content...), "\r\n"...)
	}
	return append(b, "0\r\n\r\n"...)
}
