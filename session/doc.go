// Package session is the vocabulary of linger: the commands that a person gives,
// the events that report what happened, the codes of findings, targets and budgets.
// It has no goroutine and no socket.
//
//	Command ──► session/live ──► Event ──► session/record ──► screens, JSON, logs
//	                 observe ────┘
//
// These events report an exchange:
//
//	RequestStarted  RequestSent  Received…  ResponseHead…  Found…  ExchangeDone  BudgetChanged
//
// There is one Received for each read, or part of one, and one ResponseHead for
// each interim response and for the final one. Bytes that answer nothing have
// Exchange 0, except a whole unsolicited response: it is an exchange without a
// RequestStarted. When a connection ends, every exchange under way gets its
// ExchangeDone, then the findings about the end are published, then [Closed].
package session
