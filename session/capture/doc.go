// Package capture reads packet captures (pcap and pcapng) and follows the TCP connections
// in them. It determines which bytes each side sent and when, and which side ended the
// connection and how.
//
//	file ──► File ──► segments ──► Tracker ──► traffic.Event
//	        pcapgo    layers       one conn for each pair of addresses
//
// gopacket reads files and link layers. linger has its own tracker, because it needs to
// know exactly how each connection ended. The tracker distinguishes a FIN from an RST,
// records which side sent it and when, and does not drop one that arrives out of order.
//
// # The order of events
//
// The events of one connection are in the order in which the two programs acted: a
// segment comes after the bytes in the other direction that it acknowledges. For example,
// a request comes before its response, even if the file has them in another order. The
// timestamps of a connection's events never decrease. Connections are independent: an
// event that waits for missing bytes comes later than events on other connections that
// happened after it.
//
// # Missing bytes
//
// Sequence numbers reveal bytes that are not in the file. If the receiver acknowledged
// these bytes, they arrived but were not captured. The tracker reports an acknowledged
// gap with its length after [reorderWait] of capture time, because the file may contain
// the bytes later. A retransmission may still fill a gap that was not acknowledged, so
// the bytes after that gap wait until the connection ends.
//
// # Memory
//
// Memory grows with the number of connections that are open at the same time, not with
// the size of the file. [maxOpen], [maxHeld] and [maxKept] limit the memory that a
// hostile file can make linger use.
package capture
