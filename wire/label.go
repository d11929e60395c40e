package wire

import (
	"strconv"

	"linger/wire/format"
)

// Label describes the line in a few words: "field line: framing", "chunk-size:
// 16 bytes", "content 0–15". raw holds the line's bytes, or is nil if they are
// not available. at is the offset of the line's first byte of content within
// the message's content, or -1 if it is not known.
func (l Line) Label(raw []byte, at int64) string {
	return l.baseLabel(raw, at) + l.condition()
}

// Brief returns a shorter label for a field line with a known purpose: only the purpose,
// such as "framing". For any other line, it returns [Line.Label].
func (l Line) Brief(raw []byte, at int64) string {
	if p := purposes[l.Role]; p != "" && l.Kind == KindFieldLine {
		return p + l.condition()
	}
	return l.Label(raw, at)
}

// condition returns the end of a label: the unusual properties of the line.
func (l Line) condition() string {
	switch {
	case l.Flags&FlagCut != 0:
		return ", incomplete"
	case l.Flags&FlagFolded != 0:
		return ", folded"
	}
	return ""
}

func (l Line) baseLabel(raw []byte, at int64) string {
	switch l.Kind {
	case KindFieldLine:
		if p := purposes[l.Role]; p != "" {
			return "field line: " + p
		}
	case KindChunkLine:
		if n, ok := l.chunkBytes(raw); ok {
			return "chunk-size: " + format.Count(n, "byte")
		}
	case KindChunkData, KindContent:
		if at >= 0 && l.Len > 0 {
			return "content " + span(at, l.Len)
		}
	case KindEmptyLine:
		if l.Len > 2 || l.Len == 2 && l.Flags&FlagBareLF != 0 {
			return "empty lines between messages"
		}
	case KindChunks:
		s := format.Count(int64(l.A), "chunk") + ", " + format.Count(int64(l.B), "byte") + " of content"
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

// chunkBytes returns the size in a chunk line, and false if the size is not available or
// invalid.
func (l Line) chunkBytes(raw []byte) (int64, bool) {
	if len(raw) < int(l.A) || l.A == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(raw[:l.A]), 16, 64)
	return n, err == nil
}

var kindWords = [...]string{
	KindRequestLine: "request-line",
	KindStatusLine:  "status-line",
	KindFieldLine:   "field line",
	KindFoldLine:    "continues the field line (obs-fold)",
	KindOddLine:     "not a field line: ignored",
	KindHeadEnd:     "end of header section",
	KindChunkLine:   "chunk-size",
	KindChunkData:   "content",
	KindChunkEnd:    "end of chunk",
	KindLastChunk:   "last-chunk",
	KindTrailerLine: "trailer field line",
	KindTrailerEnd:  "end of message",
	KindChunks:      "chunks",
	KindContent:     "content",
	KindTunnel:      "tunnel: no longer HTTP/1.x",
	KindEmptyLine:   "empty line between messages",
	KindUnsolicited: "unsolicited data",
	KindLost:        "lost: framing cannot be read",
	KindProxyHeader: "PROXY protocol header",
}

// purposes holds what field lines are for, by their role.
var purposes = [...]string{
	RolePlain:            "",
	RoleContentLength:    "framing",
	RoleTransferEncoding: "framing",
	RoleConnection:       "connection option",
	RoleKeepAlive:        "hint",
	RoleTrailer:          "",
	RoleUpgrade:          "upgrade",
	RoleProxyConnection:  "obsolete",
	RoleExpect:           "expectation",
	RoleContentType:      "",
	RoleAuthenticate:     "authentication",
	RoleScrambled:        "scrambled name",
	RoleRetryAfter:       "", // the last role
}
