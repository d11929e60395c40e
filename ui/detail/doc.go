// Package detail implements the pane that explains one exchange or one connection. Each
// tab answers one question:
//
//	Why        does the connection stay open, and who says so?
//	Clients    what would other clients make of it?
//	Request    what was asked?        Response  what was answered?
//	Body       what was in it?        Wire      which byte was what?
//	Timing     what took how long?    Findings  what is wrong with it?
//	Ended      who ended it, how, and as advertised?  (a connection)
//
// A [Model] is the pane with its tabs. It reads the record and never changes it. Its
// parent sets its size, and it fills exactly that size. It renders only the visible rows.
// Text from the server or the network is escaped before it becomes part of a row; see
// [say].
//
//	record ──► view (rows on demand) ──► scroller ──► w x h cells
package detail
