package wire

import "bytes"

// Resume makes the decoder of a capture continue after bytes that answer no
// request, and after lost framing: it looks for the next bytes that most likely
// begin a response and continues there. It does not read earlier bytes again.
// Such a response has [Facts.Resumed]; a client must not use it.
//
// If framing was lost before the final response to a request began, the
// response found answers that request; otherwise it answers the next one. Feed
// stops at each such response with [EventResumed]; it has then already read the
// first [Decoder.Waiting] bytes of the response.
func (d *Decoder) Resume() { d.resumes = true }

// Waiting returns the number of bytes that have been read but not yet reported
// as lines.
func (d *Decoder) Waiting() int { return len(d.carry) }

// loseLine records that framing is lost at a complete line, which ends at p[n].
func (d *Decoder) loseLine(line, p []byte, n int) (int, Event) {
	switch {
	case !d.resumes:
		d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(line)), Kind: KindLost})
	case d.unit >= d.base: // a response may begin in this line
		n = int(d.unit - d.base)
	default:
		d.carry = append(d.carry[:0], line...)
	}
	return d.lose(p, n)
}

// loseUnit records that framing is lost at the current line, and looks for the
// beginning of a response in it. It skips the first byte of the lost message,
// which did not begin a response.
func (d *Decoder) loseUnit(p []byte, i int) (int, Event) {
	d.facts.FramingBad = true
	d.state = lost
	d.flush()
	if i < 0 { // the line began in an earlier Feed, and is not kept
		d.lines = AppendLine(d.lines, Line{Off: d.unit, Len: int64(-i), Kind: KindLost})
		i = 0
	}
	switch {
	case d.skipsLine:
	case d.unit != d.facts.Off:
	case len(d.carry) > 0:
		d.passBy(KindLost, 1)
	case i < len(p):
		d.piece(KindLost, i, i+1)
		i++
	}
	return i, EventFramingLost
}

// restOrResume returns a step that reports all further bytes as lines of kind
// k, until decoding resumes.
func restOrResume(k Kind) func(d *Decoder, p []byte, i int) (int, Event) {
	rest := restIs(k)
	return func(d *Decoder, p []byte, i int) (int, Event) {
		if !d.resumes {
			return rest(d, p, i)
		}
		return d.seek(k, p, i)
	}
}

// restUnresumed reports the bytes that might have begun a response.
func restUnresumed(k Kind) func(d *Decoder) Event {
	return func(d *Decoder) Event {
		d.passBy(k, len(d.carry))
		return EventNeedMore
	}
}

// seek looks for the beginning of a response. It stores in carry the last bytes of p if
// they may begin one.
func (d *Decoder) seek(k Kind, p []byte, i int) (int, Event) {
	if d.skipsLine {
		n := bytes.IndexByte(p[i:], '\n') + 1
		if d.skipsLine = n == 0; n == 0 {
			n = len(p) - i
		}
		d.piece(k, i, i+n)
		if i += n; d.skipsLine {
			return i, EventNeedMore
		}
	}
	for len(d.carry) > 0 {
		at, whole := statusLineIn(d.carry)
		d.passBy(k, at)
		switch {
		case whole:
			return d.beginResumed(i)
		case len(d.carry) == 0:
		case i == len(p):
			return i, EventNeedMore
		default:
			d.carry = append(d.carry, p[i])
			i++
		}
	}
	at, whole := statusLineIn(p[i:])
	d.piece(k, i, i+at)
	i += at
	if whole {
		d.unit = d.base + int64(i)
		return d.beginResumed(i)
	}
	if i < len(p) {
		d.keep(p, i)
	}
	return len(p), EventNeedMore
}

// passBy reports the first n bytes of carry as a line of kind k.
func (d *Decoder) passBy(k Kind, n int) {
	if n == 0 {
		return
	}
	d.lines = AppendLine(d.lines, Line{Off: d.unit, Len: int64(n), Kind: k})
	d.carry = append(d.carry[:0], d.carry[n:]...)
	d.unit += int64(n)
}

// beginResumed begins a response at the current line.
func (d *Decoder) beginResumed(i int) (int, Event) {
	if d.state == lost && d.facts.BodyAt >= 0 && !d.facts.Interim() {
		d.answered()
	}
	d.interims, d.interimBad, d.adrift, d.endsByWord, d.tunnel = 0, false, false, false, false
	d.beginMessage(i)
	d.facts.Resumed, d.facts.FramingBad = true, true
	d.find(CodeResumed, d.unit, 0, "")
	return i, EventResumed
}

// statusLineIn returns the index of the first bytes in b that most likely begin
// a response, or len(b) if there are none, and whether b has enough bytes to
// decide that.
func statusLineIn(b []byte) (at int, whole bool) {
	for ; at < len(b); at++ {
		i := bytes.IndexByte(b[at:], httpName[0])
		if i < 0 {
			return len(b), false
		}
		at += i
		switch rest := b[at:]; {
		case isPlausible(rest):
			return at, true
		case len(rest) <= len(plausible) && fitsShape(rest, plausible):
			return at, false
		}
	}
	return at, false
}
