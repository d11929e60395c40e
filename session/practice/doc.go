// Package practice implements a server that shows the valid and invalid ways in which
// HTTP/1.x servers treat connections, each under its own path.
//
//	          ┌──────────────── Server ────────────────┐
//	client ──▶│ conn: input ─▶ request ─▶ Scenario.play │──▶ bytes, exactly
//	          │   ▲                          │          │    as written
//	          │   └── idle steps ◀───────────┘          │──▶ FIN, reset, or
//	          └─────────────────────────────────────────┘    neither
//
// A Scenario is a row of a table and a function. Each concern has a file with its rows
// and functions: framing.go, persistence.go, faulty_length.go, like_apache.go and so on.
// Scenarios returns all of them in teaching order. To add a scenario, add a row and a
// function to the file for its concern. The tests fail until the scenario has a story,
// which says what a client sees, byte for byte, and when.
//
// After its response, a scenario has a list of steps for the idle connection. Their times
// are measured from the last byte of the response, for example: send bytes at 3 s, close
// at 5 s. The steps of the most recent request apply. Unless a scenario is about
// something else, it sends Keep-Alive: timeout=5 and a max that counts down from 100, and
// adheres to both. Before the first request, a connection may be idle for ten minutes.
//
// Each response has the field Server: linger-practice, and its content says only which
// response on the connection it is. Therefore, a client can see what the scenario does
// only on the wire. Like an origin server without a clock (RFC 9110 §6.6.1), the server
// sends no Date, except where it behaves like a server that sends it.
//
// A Round of the drill is a scenario with random parameters under a path that does not
// show which scenario it is: /r/7K3P-4. Draw returns the round for a seed, with the
// correct answers, which come from its row in round_kinds.go. In a round, a response has
// only fields about framing and persistence, and Content-Type; its content consists of
// meaningless syllables.
//
// A whole class may use one server. The server therefore limits the number of
// connections, in total and for each client address, and responds with 503 if a limit is
// reached; limits.go describes the details.
//
// The server must be able to misbehave. It therefore uses neither net/http, which sends
// only valid messages, nor package wire, whose mistakes it would repeat. It imports only
// the standard library, makes no connections and serves no files.
package practice
