// Package practice is a server that shows every way in which an HTTP/1.x server
// can treat a connection, valid or not, each under a path of its own.
//
//	          ┌──────────────── Server ────────────────┐
//	client ──▶│ conn: input ─▶ request ─▶ Scenario.play │──▶ bytes, exactly
//	          │   ▲                          │          │    as written
//	          │   └── idle steps ◀───────────┘          │──▶ FIN, reset, or
//	          └─────────────────────────────────────────┘    neither
//
// A Scenario is a row of a table and a function. The rows stand beside the
// functions, one file for each concern: framing.go, persistence.go,
// faulty_length.go, like_apache.go and so on. Scenarios joins them, in teaching
// order. To add one, add a row and a function to the file that it belongs to; the
// tests fail until it has a story: what a client sees, byte for byte, and when.
//
// What a scenario does on the idle connection after its response is a list of
// steps, counted from the last byte sent: at 3 s send this, at 5 s close. The
// most recent request decides. Unless a scenario is about something else, it
// sends Keep-Alive: timeout=5, max counting down from 100, and keeps both. Before
// the first request a connection may be idle for ten minutes.
//
// Every response names the server, Server: linger-practice, and its content says
// only which response of the connection it is: what the scenario does has to be
// seen on the wire. The server sends no Date, as an origin server without a clock
// (RFC 9110 §6.6.1), except where it behaves like a server that does.
//
// A Round of the drill is a scenario with drawn numbers, under a path that does
// not say which: /r/7K3P-4. Draw returns it for a seed, with the correct answers,
// which come from its row in round_kinds.go. In a round, a response has no field
// that is not about framing or persistence, and its content is syllables.
//
// A whole class may use one server. It limits connections, in all and for each
// client address, and answers 503 at a limit; limits.go says how.
//
// The server must be able to misbehave, so it shares no code with package wire,
// whose mistakes it would repeat, or with net/http, which would not let it. It
// imports the standard library alone, connects to nothing and serves no files.
package practice
