package wire

import "iter"

// A Part is a sequence of bytes in a [Line] that is one element of the grammar.
type Part struct {
	Label string // "field-name", "colon", "whitespace", "CRLF"
	Off   int64  // offset in bytes from the first byte of the direction
	Len   int64
}

// Parts iterates over the parts that together make up the line. raw holds the line's
// bytes. If raw is shorter than the line, the whole line is one part.
//
// The labels are the grammar's names: method, request-target, HTTP-version, status-code,
// reason-phrase, field-name, field-value, chunk-size, chunk-ext-name, chunk-ext-value,
// chunk-data; separators are space, whitespace, colon, semicolon and equals; terminators
// are CRLF, LF, and CR if the LF is missing. Bytes for which the grammar has no name are
// labelled invalid. A line of data, such as content or a tunnel, is one part.
func (l Line) Parts(raw []byte) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		c := cutter{yield: yield, off: l.Off}
		if int64(len(raw)) < l.Len {
			c.put(l.Kind.String(), 0, int(l.Len))
			return
		}
		raw := raw[:l.Len]
		n, bareLF, _ := split(raw)
		switch l.Kind {
		case KindRequestLine:
			c.words(raw[:n], l, "method", "request-target", "HTTP-version")
		case KindStatusLine:
			c.words(raw[:n], l, "HTTP-version", "status-code", "reason-phrase")
		case KindFieldLine, KindTrailerLine:
			c.field(raw[:n], l)
		case KindFoldLine:
			c.spaces(raw, 0, int(l.B))
			c.put("field-value", int(l.B), int(l.C))
			c.spaces(raw, int(l.C), n)
		case KindChunkLine, KindLastChunk:
			c.put("chunk-size", 0, int(l.A))
			extParts(raw[:n], int(l.A), c.put)
		case KindOddLine:
			c.put("invalid", 0, n)
		case KindEmptyLine:
			c.terminators(raw)
			return
		case KindHeadEnd, KindTrailerEnd, KindChunkEnd:
			// The rest is the terminator or a part of it.
		default:
			c.put(labels[l.Kind], 0, len(raw))
			return
		}
		switch {
		case n == len(raw):
		case bareLF:
			c.put("LF", n, len(raw))
		default:
			c.put("CRLF", n, len(raw))
		}
		if c.at < len(raw) {
			c.put("CR", c.at, len(raw))
		}
	}
}

var labels = [...]string{KindChunkData: "chunk-data", KindChunks: "chunks", KindContent: "content", KindTunnel: "tunnel",
	KindUnsolicited: "unsolicited", KindLost: "lost", KindProxyHeader: "proxy-header"}

// A cutter yields parts in order until its caller stops it.
type cutter struct {
	yield func(Part) bool
	off   int64
	at    int
	done  bool
}

func (c *cutter) put(label string, from, to int) {
	if c.done || to <= from {
		return
	}
	c.at = to
	c.done = !c.yield(Part{label, c.off + int64(from), int64(to - from)})
}

func (c *cutter) spaces(b []byte, from, to int) {
	if to-from == 1 && b[from] == ' ' {
		c.put("space", from, to)
		return
	}
	c.put("whitespace", from, to)
}

// terminators splits a line that consists of one or more empty lines into their
// terminators.
func (c *cutter) terminators(b []byte) {
	for !c.done && c.at < len(b) {
		switch {
		case b[c.at] == '\n':
			c.put("LF", c.at, c.at+1)
		case c.at+1 < len(b):
			c.put("CRLF", c.at, c.at+2)
		default:
			c.put("CR", c.at, c.at+1)
		}
	}
}

// words splits a start-line at A, B and C into two words and the rest.
func (c *cutter) words(b []byte, l Line, first, second, third string) {
	a1, b1, c1 := min(int(l.A), len(b)), min(int(l.B), len(b)), min(int(l.C), len(b))
	c.put(first, 0, a1)
	c.spaces(b, a1, b1)
	c.put(second, b1, c1)
	if c1 < len(b) {
		c.spaces(b, c1, c1+1)
		c.put(third, c1+1, len(b))
	}
}

func (c *cutter) field(b []byte, l Line) {
	name, from, to := int(l.A), int(l.B), int(l.C)
	c.put("field-name", 0, name)
	colon := name
	for colon < len(b) && b[colon] != ':' {
		colon++
	}
	c.spaces(b, name, colon)
	c.put("colon", colon, min(colon+1, len(b)))
	c.spaces(b, min(colon+1, len(b)), from)
	c.put("field-value", from, to)
	c.spaces(b, to, len(b))
}
