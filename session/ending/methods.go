package ending

import "linger/session"

// promise is a set of properties of a method (RFC 9110 §9.2).
type promise uint8

const (
	idempotentMethod promise = 1 << iota // "the intended effect on the server of multiple identical requests [...] is the same as the effect for a single such request"
	readOnly                             // safe: "essentially read-only"

	safeMethod = idempotentMethod | readOnly // every safe method is idempotent
)

// methods is the IANA registry of methods (HTTP Method Registry). A method that
// is not in it has no properties.
var methods = map[string]promise{
	"ACL": idempotentMethod, "BASELINE-CONTROL": idempotentMethod, "BIND": idempotentMethod, "CHECKIN": idempotentMethod, "CHECKOUT": idempotentMethod,
	"CONNECT": 0, "COPY": idempotentMethod, "DELETE": idempotentMethod, "GET": safeMethod, "HEAD": safeMethod,
	"LABEL": idempotentMethod, "LINK": idempotentMethod, "LOCK": 0, "MERGE": idempotentMethod, "MKACTIVITY": idempotentMethod,
	"MKCALENDAR": idempotentMethod, "MKCOL": idempotentMethod, "MKREDIRECTREF": idempotentMethod, "MKWORKSPACE": idempotentMethod, "MOVE": idempotentMethod,
	"OPTIONS": safeMethod, "ORDERPATCH": idempotentMethod, "PATCH": 0, "POST": 0, "PRI": safeMethod,
	"PROPFIND": safeMethod, "PROPPATCH": idempotentMethod, "PUT": idempotentMethod, "QUERY": safeMethod, "REBIND": idempotentMethod,
	"REPORT": safeMethod, "SEARCH": safeMethod, "TRACE": safeMethod, "UNBIND": idempotentMethod, "UNCHECKOUT": idempotentMethod,
	"UNLINK": idempotentMethod, "UNLOCK": idempotentMethod, "UPDATE": idempotentMethod, "UPDATEREDIRECTREF": idempotentMethod, "VERSION-CONTROL": idempotentMethod,
}

// Safe reports whether a method is registered as safe, which means that a request with
// this method asks for no change on the server (RFC 9110 §9.2.1).
func Safe(method string) bool { return methods[method] == safeMethod }

// Idempotent reports whether a method is registered as idempotent, which means that a
// request with this method may be repeated (RFC 9110 §9.2.2).
func Idempotent(method string) bool { return methods[method]&idempotentMethod != 0 }

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
