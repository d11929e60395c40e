package wire

import "strings"

// This file handles the bytes between messages. It decides which request the next
// response answers, and classifies bytes that do not begin a response.

const (
	httpName  = "HTTP/"
	lowerName = "http/"
	icy       = "ICY "
)

// between looks for the beginning of a message.
func (d *Decoder) between(p []byte, i int) (int, Event) {
	for i < len(p) {
		if len(d.carry) == 0 && d.beginsPlainly(p[i:]) {
			d.unit = d.base + int64(i)
			d.beginMessage(i)
			return d.startLine(p, i)
		}
		d.keep(p[:i+1], i)
		i++
		switch b := d.carry; {
		case d.request && d.unit == proxyV2At && mayBeProxyV2(b):
			if int64(len(b)) == proxyV2Len(b) {
				d.proxyHeader(b, "version 2")
				d.carry = d.carry[:0]
			}
		case b[len(b)-1] == '\n' && (len(b) == 1 || len(b) == 2 && b[0] == '\r'):
			d.emptyLine()
		case len(b) == 1 && b[0] == '\r':
			// The byte is a CR. If an LF follows, the two bytes are an empty line.
		case d.request && d.unit == 0 && len(b) < tlsSize && beginsTLS(b):
			// The bytes may begin TLS.
		case d.request:
			return d.beginRequest(p, i)
		case string(b) == httpName, string(b) == icy && d.expecting():
			return d.beginMessage(i)
		case len(b) < len(httpName) && equalFold(b, lowerName[:len(b)]):
			// The bytes may begin a status-line, well-formed or not.
		case len(b) < len(icy) && string(b) == icy[:len(b)] && d.expecting():
			// The bytes may begin a SHOUTcast response.
		default:
			return d.noMessage(p, i)
		}
	}
	return i, EventNeedMore
}

// beginsPlainly reports whether b begins as nearly every message does.
func (d *Decoder) beginsPlainly(b []byte) bool {
	if d.request {
		return class[b[0]]&tchar != 0
	}
	return len(b) >= len(httpName) && string(b[:len(httpName)]) == httpName
}

// beginRequest begins a request whose first bytes are not a method, unless the connection
// begins with TLS.
func (d *Decoder) beginRequest(p []byte, i int) (int, Event) {
	if d.unit > 0 || len(d.carry) < tlsSize || !beginsTLS(d.carry) {
		return d.beginMessage(i)
	}
	d.reset()
	d.fault(CodeRequestLine, d.unit, 0, "these bytes are TLS: the client expects https")
	return d.lose(p, i)
}

// emptyLine reports the bytes in carry as an empty line between messages. For several
// empty lines in a row, it reports one finding.
//
// "…unless the data consists only of one or more CRLF (which can be discarded
// per Section 2.2)" (RFC 9112 §9.2).
func (d *Decoder) emptyLine() {
	n, flags := int64(len(d.carry)), Flags(0)
	if d.carry[0] == '\n' {
		flags = FlagBareLF
	}
	if !d.empty {
		d.empty = true
		if d.early = n; !d.request || d.unit > 0 {
			d.leadingCRLF(d.unit)
		}
	}
	if flags&FlagBareLF != 0 {
		if d.early > 0 { // a PROXY header has no bare LF, so the decision need not wait
			d.leadingCRLF(0)
		}
		d.find(CodeBareLF, d.unit, 1, "")
	}
	d.lines = AppendLine(d.lines, Line{Off: d.unit, Len: n, Kind: KindEmptyLine, Flags: flags})
	d.carry = d.carry[:0]
}

// leadingCRLF reports the empty line at off.
func (d *Decoder) leadingCRLF(off int64) {
	d.find(CodeLeadingCRLF, off, d.early, "")
	d.early = 0
}

// awaited returns the request that a response would answer now, or nil if there
// is none.
func (d *Decoder) awaited() *Request {
	switch {
	case d.next < len(d.queue):
		return &d.queue[d.next]
	case len(d.assumed) > 0:
		return &d.assumed[min(d.answers, len(d.assumed)-1)]
	}
	return nil
}

// expecting reports whether bytes that do not begin a response count as a malformed
// answer rather than as unsolicited bytes.
func (d *Decoder) expecting() bool {
	return d.next < len(d.queue) || d.interims > 0 || len(d.assumed) > 0 && d.messages == 0
}

// reset discards the state of the previous message.
func (d *Decoder) reset() {
	if d.facts.CodingAt >= 0 {
		d.codings = codings{}
	}
	d.facts.forget(d.unit)
	if r := d.awaited(); r != nil {
		d.facts.Request, d.facts.Answers = *r, true
	}
	if d.interims > 0 && d.interimBad {
		d.facts.FramingBad, d.facts.InterimBad = true, true
	}
	d.reportSurplus() // findings about bytes between messages
	if d.interims == 0 {
		d.uncount()
		d.interimLen, d.linesLeft = 0, d.limits.Lines
	}
	d.begun = d.unit
	d.nth = 0
	d.seen, d.rangeLen = 0, -1
}

// beginMessage begins a response at the current line.
//
// "A client that has more than one outstanding request on a connection MUST
// maintain a list of outstanding requests in the order sent and MUST associate
// each received response message on that connection to the first outstanding
// request that has not yet received a final (non-1xx) response" (RFC 9112
// §9.2).
func (d *Decoder) beginMessage(i int) (int, Event) {
	d.reset()
	d.sorting = true
	d.state = startLine
	if d.request {
		if d.early > 0 {
			d.leadingCRLF(0)
		}
		return i, goOn
	}
	if d.adrift {
		d.adrift = false
		d.find(CodeOutOfStep, d.unit, 0, "")
	}
	if !d.facts.Answers {
		d.find(CodeUnsolicitedResp, d.unit, 0, "")
	}
	if d.endsByWord && d.interims == 0 {
		d.find(CodeAfterClose, d.unit, 0, "")
	}
	return i, goOn
}

// noMessage classifies bytes that do not begin a message: the malformed answer
// to a request, the rest of the previous message, or unsolicited bytes.
//
// The findings out-of-step and unsolicited-bytes may be about the same bytes. If no
// request is outstanding, the bytes are unsolicited, whatever they look like. They put
// the connection out of step if a response was expected here, or if a request is sent
// after them.
func (d *Decoder) noMessage(p []byte, i int) (int, Event) {
	switch {
	case !d.expecting():
		d.find(CodeUnsolicited, d.unit, 0, "")
		if d.resumes && p != nil {
			d.state = stray
			return i, goOn
		}
		return d.strayed(p)
	case d.adrift || d.messages > 0 && d.interims == 0 && !equalFold(d.carry, lowerName):
		d.reset()
		d.adrift = false
		d.fault(CodeOutOfStep, d.unit, 0, "")
	default:
		d.reset()
		detail := ""
		if equalFold(d.carry, lowerName) { // HTTP-name is case-sensitive (RFC 9112 §2.3), but some readers ignore the case
			detail = d.detail(d.carry)
		}
		d.fault(CodeStatusLine, d.unit, 0, detail)
	}
	return d.lose(p, i)
}

// strayed reports the bytes of the current line, and p, as unsolicited.
func (d *Decoder) strayed(p []byte) (int, Event) {
	end := d.base + int64(len(p))
	d.lines = append(d.lines, Line{Off: d.unit, Len: end - d.unit, Kind: KindUnsolicited})
	d.carry = d.carry[:0]
	d.state = stray
	return len(p), EventNeedMore
}

// endBetween handles the end of the connection between messages, or in the first bytes of
// one. A single CR counts as the beginning of an empty line only if an LF could still
// have followed.
func (d *Decoder) endBetween() Event {
	waiting := d.interims > 0
	switch {
	case len(d.carry) == 0:
	case d.carry[0] == '\r' && (d.leaving || d.request):
		d.lines = append(d.lines, Line{Off: d.unit, Len: 1, Kind: KindEmptyLine, Flags: FlagCut})
		d.carry = d.carry[:0]
	case !d.request && d.expecting() && !strings.HasPrefix(httpName, string(d.carry)):
		_, ev := d.noMessage(nil, 0)
		return ev
	case d.expecting() || d.request:
		d.reset()
		d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(d.carry)), Kind: d.startKind(), Flags: FlagCut})
		return d.truncated()
	default:
		d.find(CodeUnsolicited, d.unit, 0, "")
		d.strayed(nil)
	}
	if waiting { // the final response did not begin, so the version in the facts is that of the interim response
		v := d.facts.Version
		d.unit = d.base
		d.reset()
		d.facts.Version = v
		return d.truncated()
	}
	return EventNeedMore
}

// truncated ends a message that is incomplete because the connection ended.
//
// "A client that receives an incomplete response message, which can occur when
// a connection is closed prematurely or when decoding a supposedly chunked
// transfer coding fails, MUST record the message as incomplete" (RFC 9112 §8).
func (d *Decoder) truncated() Event {
	if !d.leaving {
		d.facts.Truncated = true
		d.find(CodeTruncated, d.base, 0, "")
	}
	d.flush()
	return EventMessageEnd
}

// complete ends a message that is complete.
func (d *Decoder) complete(p []byte, i int) (int, Event) {
	d.finish()
	return i, EventMessageEnd
}

func (d *Decoder) finish() {
	d.facts.Complete = true
	if d.seen&isEncoded != 0 {
		d.checkEmpty()
	}
	d.state = between
	d.messages++
	d.interims, d.empty = 0, false
	d.uncount()
	d.answered()
	if d.tunnel {
		d.state = inTunnel
	}
}

// answered removes from the queue the request that the current message answers.
func (d *Decoder) answered() {
	if d.next < len(d.queue) {
		d.next++
	} else if len(d.assumed) > 0 {
		d.answers++
	}
}

// endComplete handles the end of the connection directly after a message that
// is not yet reported.
func (d *Decoder) endComplete() Event {
	d.finish()
	return EventMessageEnd
}
