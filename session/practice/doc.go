// Package practice is a server that shows every way in which an HTTP/1.x server
// can treat a connection, valid or not, each under its own path.
//
//	          ┌──────────────── Server ────────────────┐
//	client ──▶│ conn: input ─▶ request ─▶ Scenario.play │──▶ bytes, exactly
//	          │   ▲                          │          │    as written
//	          │   └── idle steps ◀───────────┘          │──▶ FIN, reset, or
//	          └─────────────────────────────────────────┘    neither
//
// A Scenario is a row of a table and a function. Rows and functions are in one file for
// each concern: framing.go, persistence.go, faulty_length.go, like_apache.go and so on.
// The function Scenarios returns all of them in teaching order. To add a scenario, add a
// row and a function to the file for its concern. The tests fail until the scenario has a
// story, which says what a client sees, byte for byte, and when.
//
// After its response, a scenario has a list of steps for the idle connection. Their times
// count from the last byte sent: send this at 3 s, close at 5 s. The steps of the most
// recent request apply. Unless a scenario is about something else, it sends Keep-Alive:
// timeout=5 and a max that counts down from 100, and keeps both. Before the first request
// a connection may be idle for ten minutes.
//
// Every response has the field Server: linger-practice, and its content says only which
// response of the connection it is. A client can see what the scenario does only on the
// wire. The server sends no Date, as an origin server without a clock (RFC 9110 §6.6.1),
// except where it behaves like a server that does.
//
// A Round of the drill is a scenario with random parameters under a path that does not
// show which scenario it is: /r/7K3P-4. Draw returns the round for a seed, with the
// correct answers, which come from its row in round_kinds.go. In a round, a response has
// no field that is not about framing or persistence, and its content is syllables.
//
// A whole class may use one server. It limits the number of connections, in
// total and for each client address, and answers 503 at a limit; limits.go says how.
//
// The server must be able to misbehave. So it shares no code with package wire, whose
// mistakes it would repeat, or with net/http, which sends only valid messages. It imports
// only the standard library, makes no connections and serves no files.
package practice
