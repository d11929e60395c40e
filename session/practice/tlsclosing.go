package practice

// These scenarios show how TLS connections end: "a server MUST attempt to initiate an
// exchange of closure alerts with the client before closing the connection" (RFC 9112
// §9.8). Without TLS, the first two scenarios end like other connections, and the other
// two stay open until the client closes or 30 s have passed.

func tlsClosingScenarios() []Scenario {
	return []Scenario{{
		Path:     "/tls-truncated",
		Title:    "TLS: FIN without close_notify",
		Does:     "Sends close-delimited content over TLS and closes the socket without close_notify. Without TLS: like /until-close.",
		Watch:    "Over TLS, such content is complete only if close_notify arrived. Many programs do not check this.",
		Ref:      "RFC 9112 §9.8",
		Group:    GroupClosing,
		Keywords: "truncation attack, closure alert, incomplete, unexpected eof while reading",
		play: func(x *exchange) {
			x.answer(reply{untilClose: true, connection: x.goodbye(""), content: x.words()})
			x.leave(endBare, "without close_notify")
		},
	}, {
		Path:     "/tls-idle",
		Title:    "TLS: FIN without close_notify, idle",
		Does:     "Keeps the advertised limits, and closes the idle socket without close_notify.",
		Watch:    "All responses were complete, so nothing is lost. But the server violates a MUST of the RFC.",
		Ref:      "RFC 9112 §9.8",
		Group:    GroupClosing,
		Keywords: "closure alert, idle timeout, Node, gunicorn",
		Params:   []Param{wholeSecondsParam("timeout", 2, "idle timeout, advertised and kept")},
		play: func(x *exchange) {
			x.rest(step{at: x.v.seconds("timeout"), end: endBare, why: "the idle timeout, without close_notify"})
			x.answer(reply{connection: x.promise("timeout=%d", x.v.count("timeout")), content: x.words()})
		},
	}, {
		Path:     "/tls-idle-no-fin",
		Title:    "TLS: close_notify without FIN, idle",
		Does:     "Sends close_notify at the idle timeout and leaves the TCP connection open for half a minute, as uvicorn and hypercorn do.",
		Watch:    "The TLS connection has ended, but the socket still looks open. A client that waits for FIN sends its next request and gets no response.",
		Ref:      "RFC 9112 §9.8",
		Group:    GroupClosing,
		Keywords: "closure alert, half-close, hang, timeout, uvicorn, hypercorn",
		Params:   []Param{wholeSecondsParam("timeout", 2, "idle timeout, advertised and kept"), secondsParam("linger", 30, "time from close_notify to FIN")},
		play: func(x *exchange) {
			x.c.linger = x.v.seconds("linger")
			x.rest(step{at: x.v.seconds("timeout"), end: endNotify, why: "the idle timeout, with close_notify alone"})
			x.answer(reply{connection: x.promise("timeout=%d", x.v.count("timeout")), content: x.words()})
		},
	}, {
		Path:     "/tls-held-open",
		Title:    "TLS: close_notify, TCP held open",
		Does:     "Answers with Connection: close, sends close_notify and leaves the TCP connection open for half a minute, as stunnel does.",
		Watch:    "The client has to close. If it waits for FIN, it keeps an unusable connection for half a minute.",
		Ref:      "RFC 9112 §9.8",
		Group:    GroupClosing,
		Keywords: "closure alert, Connection: close, hang, timeout, stunnel",
		Params:   []Param{secondsParam("linger", 30, "time from close_notify to FIN")},
		play: func(x *exchange) {
			x.c.linger = x.v.seconds("linger")
			x.answer(reply{connection: x.goodbye(""), content: x.words()})
			x.leave(endNotify, "with close_notify alone")
		},
	}}
}
