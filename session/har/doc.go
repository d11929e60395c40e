// Package har reads HTTP Archives (HAR 1.2, github.com/ahmadnassri/har-spec), which
// browsers and proxies write, and turns them into the events of a session.
//
//	file ──► Read ──► File ──► Events ──► session.Event
//	         entries   messages  observe
//
// A HAR holds fields, content and times, but not the bytes on the wire. This package
// rebuilds the messages, so that the usual rules determine how each message was framed
// and whether its connection persists. HAR has no members for the sizes of reads, chunk
// boundaries, interim responses and the ends of connections, so these are unknown. If
// linger wrote the file, its member _linger contains the interim responses and the ends
// of connections.
//
// The package treats content as the bytes on the wire only if it has the length that the
// message declares. Otherwise, for example if a content coding was removed, the package
// counts the bytes but does not show them.
package har
