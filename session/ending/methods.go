package ending

import "linger/session"

// What a method promises (RFC 9110 §9.2).
type promise uint8

const (
	idempotent promise = 1 << iota // "the intended effect on the server of multiple identical requests [...] is the same as the effect for a single such request"
	readOnly                       // safe: "essentially read-only"

	safe = idempotent | readOnly // every safe method is idempotent
)

// methods is the IANA registry of methods (HTTP Method Registry).
// A method that is not in it promises nothing.
var methods = map[string]promise{
	"ACL": idempotent, "BASELINE-CONTROL": idempotent, "BIND": idempotent, "CHECKIN": idempotent, "CHECKOUT": idempotent,
	"CONNECT": 0, "COPY": idempotent, "DELETE": idempotent, "GET": safe, "HEAD": safe,
	"LABEL": idempotent, "LINK": idempotent, "LOCK": 0, "MERGE": idempotent, "MKACTIVITY": idempotent,
	"MKCALENDAR": idempotent, "MKCOL": idempotent, "MKREDIRECTREF": idempotent, "MKWORKSPACE": idempotent, "MOVE": idempotent,
	"OPTIONS": safe, "ORDERPATCH": idempotent, "PATCH": 0, "POST": 0, "PRI": safe,
	"PROPFIND": safe, "PROPPATCH": idempotent, "PUT": idempotent, "QUERY": safe, "REBIND": idempotent,
	"REPORT": safe, "SEARCH": safe, "TRACE": safe, "UNBIND": idempotent, "UNCHECKOUT": idempotent,
	"UNLINK": idempotent, "UNLOCK": idempotent, "UPDATE": idempotent, "UPDATEREDIRECTREF": idempotent, "VERSION-CONTROL": idempotent,
}

// Safe reports whether a method is registered as safe: a request with it asks for
// no change on the server (RFC 9110 §9.2.1).
func Safe(method string) bool { return methods[method] == safe }

// Idempotent reports whether a method is registered as idempotent: a request with
// it may be repeated (RFC 9110 §9.2.2).
func Idempotent(method string) bool { return methods[method]&idempotent != 0 }

// Retry returns whether a lost request with that method may be sent again.
//
// "A client SHOULD NOT automatically retry a request with a non-idempotent
// method unless it has some means to know that the request semantics are
// actually idempotent" (RFC 9110 §9.2.2).
func Retry(method string) session.Retry {
	if Idempotent(method) {
		return session.RetrySafe
	}
	return session.RetryNotSafe
}
