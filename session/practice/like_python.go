package practice

import "time"

// These scenarios behave like servers written in Python.

func pythonScenarios() []Scenario {
	return []Scenario{{
		Path:  "/like/gunicorn",
		Title: "gunicorn, gthread",
		Does: "Sends Connection: keep-alive but no hint, closes idle connections after 2 to 3 s, and sends content " +
			"in response to HEAD if the application returns some. Answers one of several pipelined requests and drops the others.",
		Watch: "2 s is the default, and many load balancers in front of it keep connections for 60 s: this causes 502. " +
			"Send two requests at once. Send HEAD.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupDialects,
		Keywords: "Python, Django, Flask, race",
		Params: []Param{
			secondsParam("timeout", 2, "--keep-alive"),
		},
		play: playGunicorn,
	}, {
		Path:     "/like/gunicorn-sync",
		Title:    "gunicorn, sync worker",
		Does:     "Sends Connection: close in every response, and closes.",
		Watch:    "The default worker never keeps a connection open, and announces the close.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupDialects,
		Keywords: "Python, Django, Flask",
		play:     func(x *exchange) { x.answer(x.dialect("gunicorn", x.goodbye("the sync worker never persists"))) },
	}, {
		Path:     "/like/uvicorn",
		Title:    "uvicorn",
		Does:     "Advertises nothing, keeps HTTP/1.1 connections for exactly five seconds, and refuses HTTP/1.0 keep-alive.",
		Watch:    "Send the request as HTTP/1.0 with Connection: keep-alive.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupDialects,
		Keywords: "Python, FastAPI, timeout-keep-alive, 502, race",
		Params: []Param{
			secondsParam("timeout", 5, "--timeout-keep-alive"),
		},
		play: func(x *exchange) {
			connection := ""
			if x.req.minor == 0 || !x.keeps() {
				connection = x.goodbye("HTTP/1.0, or the request asked for it")
			}
			x.rest(closeAfter(x.v.seconds("timeout"), "--timeout-keep-alive"))
			x.answer(x.dialect("uvicorn", connection))
		},
	}, {
		Path:     "/like/waitress",
		Title:    "waitress",
		Does:     "Sends content in response to HEAD if the application returns some, and keeps idle connections open for 3 to 4.7 s.",
		Watch:    "Send HEAD, then GET on the same connection: client and server are out of step.",
		Ref:      "RFC 9110 §9.3.2",
		Group:    GroupDialects,
		Keywords: "Python, Pyramid, Plone",
		play: func(x *exchange) {
			r := x.dialect("waitress", x.plain())
			x.open(r)
			x.say(r.content)
			x.flush()
			x.rest(closeAfter(x.sweep(3*time.Second, 1700*time.Millisecond), "channel_timeout, checked late"))
		},
	}, {
		Path:  "/like/http.server",
		Title: "Python http.server",
		Does: "Writes header section and content separately, so that the content of the second and later responses comes 40 " +
			"ms late. Never sends close when the client asks for the close. Closes after two idle seconds.",
		Watch:    "Send two requests, one right after the other: the second response is slower.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupDialects,
		Keywords: "delayed-ack-stall, Nagle",
		play:     playHTTPServer,
	}}
}

func playGunicorn(x *exchange) {
	r := x.dialect("gunicorn", x.plain())
	if r.connection == "" {
		r.connection = "Connection: keep-alive\r\n"
	}
	x.open(r)
	x.say(r.content)
	x.flush()
	if len(x.c.in.buf) > 0 && x.end == stay {
		x.leave(endFIN, "pipelined requests are dropped")
		return
	}
	x.rest(closeAfter(x.sweep(x.v.seconds("timeout"), time.Second), "--keep-alive, checked late"))
}

func playHTTPServer(x *exchange) {
	if !x.keeps() {
		x.leave(endFIN, "the request asked for it")
	}
	r := x.dialect("http.server", "")
	x.open(r)
	if !x.flush() {
		return
	}
	if x.n > 1 && !x.pause(40*time.Millisecond) {
		return
	}
	x.sayBody(r.content)
	x.rest(closeAfter(2*time.Second, "timeout"))
}
