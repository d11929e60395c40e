package wire

// reportContent reports p[from:to] as content.
func (d *Decoder) reportContent(from, to int) {
	if to == from {
		return
	}
	f := &d.facts
	if f.Status == 205 && f.ContentBytes == 0 {
		d.find(CodeContentIn205, d.base+int64(from), 0, "")
	}
	f.ContentBytes += int64(to - from)
	d.extents = append(d.extents, Extent{from, to - from})
}

// inContent reads length-delimited content.
//
// "If a valid Content-Length header field is present without
// Transfer-Encoding, its decimal value defines the expected message body
// length in octets" (RFC 9112 §6.3).
func (d *Decoder) inContent(p []byte, i int) (int, Event) {
	n := len(p)
	if int64(n-i) > d.left {
		n = i + int(d.left)
	}
	d.reportContent(i, n)
	d.piece(KindContent, i, n)
	if d.left -= int64(n - i); d.left > 0 {
		return n, EventNeedMore
	}
	return d.complete(p, n)
}

// untilClose reads close-delimited content.
func (d *Decoder) untilClose(p []byte, i int) (int, Event) {
	d.reportContent(i, len(p))
	d.piece(KindContent, i, len(p))
	return len(p), EventNeedMore
}

// endUntilClose handles the end of the connection inside close-delimited content.
//
// "A response that has neither chunked transfer coding nor Content-Length is
// terminated by closure of the connection and, if the header section was
// received intact, is considered complete" (RFC 9112 §8).
func (d *Decoder) endUntilClose() Event {
	d.finish()
	return EventMessageEnd
}

// endInContent handles the end of the connection inside content of known
// length.
func (d *Decoder) endInContent() Event { return d.truncated() }

// unreadable ends a response whose length is invalid.
//
// "If a message is received without Transfer-Encoding and with an invalid
// Content-Length header field, then the message framing is invalid and the
// recipient MUST treat it as an unrecoverable error" (RFC 9112 §6.3).
func (d *Decoder) unreadable(p []byte, i int) (int, Event) { return d.lose(p, i) }

func (d *Decoder) endUnreadable() Event {
	_, ev := d.lose(nil, 0)
	return ev
}
