// Package har reads HTTP Archives (HAR 1.2, github.com/ahmadnassri/har-spec), which
// browsers and proxies write, and turns them into the events of a session.
//
//	file ──► Read ──► File ──► Events ──► session.Event
//	         entries   messages  observe
//
// A HAR holds fields, content and times, but not the bytes sent. This package rebuilds
// the messages, so that the usual rules determine how each was framed and whether its
// connection persists. The format has no members for the sizes of reads, chunk
// boundaries, interim responses and the ends of connections, so these are unknown. If
// linger wrote the file, its member _linger holds the ends.
//
// The package treats content as the bytes sent only if the content has the length that
// the message declares. Otherwise, for example if a content coding was removed, the bytes
// are counted but not shown.
package har
