// Package detail is the pane that explains one exchange, or one connection, a
// tab a question:
//
//	Why        does the connection stay open, and who says so?
//	Clients    what would other clients make of it?
//	Request    what was asked?        Response  what was answered?
//	Body       what was in it?        Wire      which byte was what?
//	Timing     what took how long?    Findings  what is wrong with it?
//	Ended      who ended it, how, and as advertised?  (a connection)
//
// [Model] is the pane with its tabs, [View] one tab alone. Both read the record
// and never write it, get their size from their parent and draw exactly that
// size; only the rows on screen are rendered. Whatever came from the server or
// the network is made safe on its way into a row, see [say].
//
//	record ──► view (rows on demand) ──► scroller ──► w x h cells
package detail
