package composer

import "strings"

// fieldWords say what a field does, as far as connections are concerned first.
var fieldWords = map[string]string{
	"host":              "names the origin; an HTTP/1.1 server must answer 400 without it",
	"user-agent":        "names the program that asks; some servers choose by it",
	"accept":            "which media types are welcome; */* is any",
	"accept-encoding":   "which content codings are welcome; without it most servers send the content as it is",
	"accept-language":   "which languages are welcome",
	"connection":        "without it, Apache and Tomcat send no Keep-Alive hint",
	"keep-alive":        "a hint of the client's; servers ignore it",
	"content-length":    "how many bytes of content follow; the server reads exactly so many",
	"content-type":      "what the content is",
	"transfer-encoding": "chunked frames the content piece by piece: no length is needed ahead",
	"expect":            "the server may answer 100 to ask for the content, or refuse before it is read",
	"authorization":     "who asks; hidden on this screen until it is edited",
	"cookie":            "what the server asked to be sent back; hidden on this screen until it is edited",
	"te":                "trailers: the client would read trailer fields",
	"trailer":           "which fields the trailer section will hold",
	"upgrade":           "offers another protocol; 101 accepts and ends HTTP on this connection",
	"range":             "asks for a part of the content; 206 gives it",
	"if-none-match":     "304 without a body, if the entity tag is still the same",
	"if-modified-since": "304 without a body, if nothing changed since",
	"proxy-connection":  "obsolete: it means nothing",
	"origin":            "where a browser's script comes from",
	"referer":           "where the link was found",
}

var methodWords = map[string]string{
	"GET":     "asks for a representation; safe and idempotent",
	"HEAD":    "as GET, but the answer has no body: cheap to keep a connection in use",
	"POST":    "hands content over; not idempotent: never repeated by itself",
	"PUT":     "replaces; idempotent",
	"DELETE":  "removes; idempotent",
	"OPTIONS": "asks what can be done; safe and idempotent",
	"TRACE":   "asks for the request back; many servers refuse",
	"CONNECT": "asks a proxy for a tunnel: the connection is no longer HTTP after 2xx",
	"PATCH":   "changes a part; not idempotent",
}

// Explain is the row that explains the part under the cursor: its name and what
// it does. Neither is safe yet.
func (m *Model) Explain() (name, words string) {
	switch {
	case m.side:
		return m.explainChoice()
	case m.draft.raw:
		return "raw:", `\r \n \t \0 \\ \xNN are bytes, a line break on screen is none`
	}
	switch p := m.part(); p.kind {
	case partMethod:
		if w := methodWords[m.draft.method]; w != "" {
			return m.draft.method + ":", w
		}
		return "method:", "goes out as it stands; servers answer 501 to one they do not know"
	case partTarget:
		return "target:", "a path and a query; * asks about the server itself, a whole URL is for proxies"
	case partVersion:
		return "version:", "HTTP/1.1 persists by default, HTTP/1.0 closes by default; space changes it"
	case partField:
		return explainField(m.draft.lines[p.i])
	case partNew:
		return "+ field:", "type a name, a colon and a value"
	}
	return "content:", "ctrl+j begins a line, ctrl+o opens an editor; linger counts its length"
}

func explainField(l line) (name, words string) {
	name = l.name + ":"
	switch w := fieldWords[strings.ToLower(strings.TrimSpace(l.name))]; {
	case l.name == "":
		return "field:", "type its name, then a colon"
	case strings.TrimSpace(l.name) != l.name:
		return name, "a space before the colon: servers must answer 400, some obey the field all the same"
	case is(l.name, "Connection") && hasToken(l.value, "close"):
		return name, "asks the server to close after its response"
	case l.counted:
		return name, "counted by linger; what you type instead goes out as it stands"
	case w != "":
		return name, w
	}
	return name, "goes out as it stands"
}
