// Package har reads HTTP Archives (HAR 1.2, github.com/ahmadnassri/har-spec), which
// browsers and proxies write, as the events of a session.
//
//	file ──► Read ──► File ──► Events ──► session.Event
//	         entries   messages  observe
//
// A HAR holds fields, content and times, but not the bytes sent. This package
// rebuilds the messages, so that the usual rules determine how each was framed
// and whether its connection persists. What the format has no member for is
// unknown: the sizes of reads, chunk boundaries, interim responses and the ends
// of connections. If linger wrote the file, the ends are in its member _linger.
//
// Content is treated as the bytes sent only if it has the length that the
// message declares. Otherwise, for example if a content coding was removed, the
// bytes are counted but not shown.
package har
