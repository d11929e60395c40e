// Package har reads HTTP Archives (HAR 1.2, github.com/ahmadnassri/har-spec), which
// browsers and proxies write, as the events of a session.
//
//	file ──► Read ──► File ──► Events ──► session.Event
//	         entries   messages  observe
//
// A HAR holds fields, content and times, and no bytes as they were sent. The messages
// are rebuilt from them, so that one set of rules says how each was framed and whether
// its connection persists. What the format has no member for stays unknown: how reads
// were cut, chunk boundaries, interim responses and how a connection ended. Where
// linger wrote the file, the ends are in its member _linger.
//
// Content is taken as the bytes that passed only where its length is the one that the
// message declares. Otherwise, as where a content coding was removed, the bytes are
// counted and not shown.
package har
