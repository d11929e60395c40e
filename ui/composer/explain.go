package composer

import (
	"strings"

	"linger/session"
)

// fieldWords holds a short description of each field, by its name in lower case.
var fieldWords = map[string]string{
	"host":              "names the origin; without it a server must answer 400",
	"user-agent":        "names the client; some servers respond differently",
	"accept":            "accepted media types; */* is any",
	"accept-encoding":   "accepted content codings",
	"accept-language":   "accepted languages",
	"connection":        "without it, Apache and Tomcat send no Keep-Alive hint",
	"keep-alive":        "ignored by servers",
	"content-length":    "number of bytes of content; the server reads exactly that many",
	"content-type":      "media type of the content",
	"transfer-encoding": "chunked: the sender need not know the length first",
	"expect":            "the server answers 100 to get the content, or refuses it",
	"authorization":     "credentials; hidden until edited",
	"cookie":            "cookies; hidden until edited",
	"te":                "trailers: the client accepts trailer fields",
	"trailer":           "names of the trailer fields",
	"upgrade":           "offers another protocol; 101 accepts it",
	"range":             "requests a range; 206 returns it",
	"if-none-match":     "returns 304 if the entity tag matches",
	"if-modified-since": "returns 304 if unchanged since then",
	"proxy-connection":  "obsolete: ignored",
	"origin":            "origin of the script",
	"referer":           "page of the link",
}

var methodWords = map[string]string{
	"GET":     "gets a representation; safe, idempotent",
	"HEAD":    "like GET, without a body: cheap to keep a connection in use",
	"POST":    "sends content; not idempotent",
	"PUT":     "replaces; idempotent",
	"DELETE":  "removes; idempotent",
	"OPTIONS": "lists the allowed methods; safe, idempotent",
	"TRACE":   "returns the request; many servers refuse",
	"CONNECT": "opens a tunnel through a proxy; after 2xx no longer HTTP",
	"PATCH":   "modifies a part; not idempotent",
}

// Explain returns the name of the part under the cursor and a description of it. The
// caller must make both safe for a terminal.
func (m *Model) Explain() (name, words string) {
	switch {
	case m.side:
		return m.explainChoice()
	case m.draft.raw:
		return "raw:", `\r \n \t \0 \\ \xNN are bytes; line breaks on screen are not sent`
	}
	switch p := m.part(); p.kind {
	case partMethod:
		if w := methodWords[m.draft.method]; w != "" {
			return m.draft.method + ":", w
		}
		return "method:", "sent as typed; servers answer 501 to an unknown method"
	case partTarget:
		return "target:", "path and query; * means the server itself; a full URL is for proxies"
	case partVersion:
		return "version:", "HTTP/1.1 persists by default, HTTP/1.0 closes by default; space switches"
	case partField:
		return explainField(m.draft.lines[p.i])
	case partNew:
		return "+ field:", "type: name, colon, value"
	}
	return "content:", "ctrl+j new line, ctrl+o editor; Content-Length is calculated"
}

func explainField(l line) (name, words string) {
	name = l.name + ":"
	switch w := fieldWords[strings.ToLower(strings.TrimSpace(l.name))]; {
	case l.name == "":
		return "field:", "type the name, then a colon"
	case strings.TrimSpace(l.name) != l.name:
		return name, "a space before the colon: servers must answer 400, but some use the field"
	case is(l.name, "Connection") && session.HasToken(l.value, "close"):
		return name, "asks the server to close after its response"
	case l.counted:
		return name, "calculated by linger; what you type instead is sent as typed"
	case w != "":
		return name, w
	}
	return name, "sent as typed"
}
