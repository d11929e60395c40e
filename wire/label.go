package wire

import "strconv"

// Label says in a few words what the line is: "field line: framing",
// "chunk-size: 16 bytes", "content 0–15". raw are the line's own bytes, or nil
// where they are not at hand; at is the offset in the content of the first
// byte of content in the line, -1 where it is not known.
func (l Line) Label(raw []byte, at int64) string {
	s := l.label(raw, at)
	switch {
	case l.Flags&Cut != 0:
		s += ", cut short"
	case l.Flags&Folded != 0:
		s += ", folded"
	}
	return s
}

func (l Line) label(raw []byte, at int64) string {
	switch l.Kind {
	case FieldLine:
		return "field line" + roleWords[l.Role]
	case ChunkLine:
		if n, ok := l.chunkBytes(raw); ok {
			return "chunk-size: " + counted1(n, "byte")
		}
	case ChunkData, Content:
		if at >= 0 && l.Len > 0 {
			return "content " + span(at, l.Len)
		}
	case EmptyLine:
		if l.Len > 2 || l.Len == 2 && l.Flags&BareLF != 0 {
			return "empty lines between messages"
		}
	case Chunks:
		s := counted1(int64(l.A), "chunk") + ", " + counted1(int64(l.B), "byte") + " of content"
		if at >= 0 && l.B > 0 {
			s += " " + span(at, int64(l.B))
		}
		return s
	}
	return kindWords[l.Kind]
}

func span(at, n int64) string {
	if n == 1 {
		return strconv.FormatInt(at, 10)
	}
	return strconv.FormatInt(at, 10) + "–" + strconv.FormatInt(at+n-1, 10)
}

// chunkBytes is the size that a chunk line gives.
func (l Line) chunkBytes(raw []byte) (int64, bool) {
	if len(raw) < int(l.A) || l.A == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(raw[:l.A]), 16, 64)
	return n, err == nil
}

var kindWords = [...]string{
	RequestLine: "request-line",
	StatusLine:  "status-line",
	FieldLine:   "field line",
	FoldLine:    "continues the field line (obs-fold)",
	OddLine:     "no field line: ignored",
	HeadEnd:     "end of header section",
	ChunkLine:   "chunk-size",
	ChunkData:   "content",
	ChunkEnd:    "end of chunk",
	LastChunk:   "last-chunk",
	TrailerLine: "trailer field line",
	TrailerEnd:  "end of message",
	Chunks:      "chunks",
	Content:     "content",
	Tunnel:      "tunnel: no longer HTTP/1.x",
	EmptyLine:   "empty line between messages",
	Unsolicited: "unsolicited data",
	Lost:        "lost: framing cannot be read",
}

var roleWords = [...]string{
	Plain:            "",
	ContentLength:    ": framing",
	TransferEncoding: ": framing",
	Connection:       ": connection option",
	KeepAliveHint:    ": hint",
	Trailer:          "",
	Upgrade:          ": upgrade",
	ProxyConnection:  ": obsolete",
	Expect:           ": expectation",
	ContentType:      "",
}
