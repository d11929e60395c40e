package wire

import "iter"

// A DecodedRequest is a request read back from its bytes.
type DecodedRequest struct {
	Request  Request // what framing and persistence of its response need
	Lines    []Line
	Findings []Finding
	Used     int   // bytes
	Content  int64 // bytes of content
	Complete bool
}

// DecodeRequest reads the bytes of one request back: the first of raw, which
// begins at offset base of its direction. What follows it is a line of kind
// Unsolicited; use [DecodeRequests] for pipelined requests.
func DecodeRequest(raw []byte, base int64) (Request, []Line, []Finding) {
	for r := range DecodeRequests(raw, base) {
		if rest := len(raw) - r.Used; rest > 0 {
			r.Lines = append(r.Lines, Line{Off: base + int64(r.Used), Len: int64(rest), Kind: KindUnsolicited})
		}
		return r.Request, r.Lines, r.Findings
	}
	return Request{}, nil, nil
}

// DecodeRequests reads pipelined requests back, one after the other. Their
// lines tile raw; the last may be incomplete. Where framing is lost, the rest
// belongs to the request that lost it.
func DecodeRequests(raw []byte, base int64) iter.Seq[DecodedRequest] {
	return func(yield func(DecodedRequest) bool) {
		d := NewDecoder(Limits{})
		d.request = true
		d.off = base
		var r DecodedRequest
		for {
			n, ev := d.Feed(raw)
			raw = raw[n:]
			r.take(d, n)
			if ev == EventNeedMore || ev == EventFramingLost {
				break
			}
			if ev == EventMessageEnd {
				r.end(d)
				if !yield(r) {
					return
				}
				r = DecodedRequest{}
			}
		}
		n, _ := d.Feed(raw)
		r.take(d, n)
		d.Close()
		r.take(d, 0)
		if r.Used > 0 {
			r.end(d)
			yield(r)
		}
	}
}

func (r *DecodedRequest) take(d *Decoder, n int) {
	r.Used += n
	for _, l := range d.Lines() {
		r.Lines = AppendLine(r.Lines, l)
	}
	r.Findings = append(r.Findings, d.Findings()...)
}

func (r *DecodedRequest) end(d *Decoder) {
	f := d.Facts()
	r.Request = f.Request
	r.Request.Version, r.Request.Close, r.Request.KeepAlive = f.Version, f.Close, f.KeepAlive
	r.Content, r.Complete = f.ContentBytes, f.Complete
}

// requestLine reads a request-line.
//
//	request-line = method SP request-target SP HTTP-version
//	method       = token   (RFC 9112 §3, RFC 9110 §9.1)
//
// What is told apart even where the grammar is broken: the method is what
// stands before the first space, the version what stands after the last.
func (d *Decoder) requestLine(line []byte) bool {
	n, bareLF, cut := split(line)
	b := line[:n]
	l := Line{Off: d.unit, Len: int64(len(line)), Kind: KindRequestLine}
	method := 0
	for method < n && b[method] != ' ' {
		method++
	}
	target := min(method+1, n)
	end := n
	for i := n; i > target; i-- {
		if b[i-1] == ' ' {
			if v, ok := ParseVersion(string(b[i:])); ok {
				d.facts.Version, end = v, i-1
			}
			break
		}
	}
	l.A, l.B, l.C = uint32(method), uint32(target), uint32(end)
	d.facts.Request.Method = Text(b[:method])
	if !cut && (!isToken(b[:method]) || end == n || end == target || hasSpace(b[target:end])) {
		l.Flags |= FlagInvalid
		d.find(CodeRequestLine, d.unit, int64(n), "")
	}
	d.endLine(&l, n, bareLF, cut)
	d.lines = append(d.lines, l)
	return true
}

func hasSpace(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c == 0x7f {
			return true
		}
	}
	return false
}

// requestHead decides the length of a request's body.
//
// "If this is a request message and none of the above are true, then the
// message body length is zero" (RFC 9112 §6.3).
func (d *Decoder) requestHead(p []byte, i int) (int, Event) {
	f := &d.facts
	framing := FramingNoBody
	switch {
	case f.Coded && f.ChunkedLast:
		framing = FramingChunked
	case f.Coded:
		d.fault(CodeRequestTE, f.CodingAt, 0, "")
		framing = FramingInvalid
	case f.LengthError:
		framing = FramingInvalid
	case f.Length >= 0:
		framing = FramingLengthDelimited
	}
	d.turn(framing)
	d.flush()
	return i, EventFinalHead
}
