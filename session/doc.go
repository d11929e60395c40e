// Package session defines the types that all of linger uses: the commands that
// a user gives, the events that report what happened, the codes of findings,
// targets and budgets. It starts no goroutine and opens no socket.
//
//	Command ──► session/live ──► Event ──► session/record ──► screens, JSON, logs
//	                 observe ────┘
//
// These events report an exchange:
//
//	RequestStarted  RequestSent  Received…  ResponseHead…  Found…  ExchangeDone  BudgetChanged
//
// There is one Received for each read, or for a part of a read, and one ResponseHead for
// each interim and final response. Unsolicited bytes have Exchange 0, except those of an
// unsolicited response, which is an exchange without a RequestStarted. When a connection
// ends, each exchange in progress gets its ExchangeDone; then the findings about the end
// follow, and finally [Closed].
package session
