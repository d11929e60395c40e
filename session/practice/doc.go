// Package practice is a server that shows every way an HTTP/1.x server can
// treat a connection, the right ones and the wrong ones, each under a path of
// its own.
//
//	          ┌──────────────── Server ────────────────┐
//	client ──▶│ conn: input ─▶ request ─▶ Scenario.play │──▶ bytes, exactly
//	          │   ▲                          │          │    as written
//	          │   └── idle steps ◀───────────┘          │──▶ FIN, reset, or
//	          └─────────────────────────────────────────┘    neither
//
// A Scenario is a row of a table and a function. The rows stand beside the
// functions, a file for each concern: framing.go, persistence.go,
// faulty_length.go, like_apache.go and so on; Scenarios joins them in teaching
// order. To add one, add a row and a function to the file it belongs to; the
// tests fail until it has a story of its own there.
//
// What a scenario does after its response, while the connection is idle, is a
// list of steps counted from the last byte sent: at 3 s send this, at 5 s
// close. The last request decides. Unless a scenario is about something else
// it keeps the manners of the house: Keep-Alive: timeout=5, max counting down
// from 100, both honoured. Before the first request, and where a scenario is
// said to be patient, a connection may be idle for ten minutes.
//
// The server must be able to misbehave, so it shares nothing with package
// wire, whose mistakes it would repeat, or with net/http, which would not let
// it. It imports the standard library alone. It never connects to anything and
// serves no files. It sends no Date, as an origin server without a clock
// (RFC 9110 §6.6.1), so that what is on the screen is what the lesson is about.
package practice
