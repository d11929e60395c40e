// Package capture reads packet captures (pcap and pcapng) and follows the TCP connections
// in them: which bytes each side sent and when, and who ended the connection and how.
//
//	file ──► File ──► segments ──► Tracker ──► traffic.Event
//	        pcapgo    layers       one conn for each pair of addresses
//
// Files and link layers are read by gopacket. The tracker is part of linger, because
// linger needs exact ends of connections: the tracker distinguishes a FIN from an RST,
// records the time and side of each, and drops none that arrives out of order.
//
// # The order of events
//
// The events of one connection are in the order in which the two programs acted: a
// segment comes after the bytes of the other direction that it acknowledges. So a request
// comes before its response, even if the file has them in another order. The times of a
// connection's events never decrease. Connections are independent: an event that waits
// for missing bytes comes later than events of other connections that happened after it.
//
// # Missing bytes
//
// Sequence numbers show bytes that are not in the file. They were not captured,
// rather than lost on the way, if the receiver acknowledged them. Such a gap is
// reported with its length after [reorderWait] of capture time, because the file
// may have them later. A gap that was not acknowledged may still be filled by a
// retransmission, so the bytes after it wait until the connection ends.
//
// # Memory
//
// Memory grows with the number of connections that are open at the same time,
// not with the file. [maxOpen], [maxHeld] and [maxKept] bound it for hostile
// files.
package capture
