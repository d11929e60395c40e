package wire

import (
	"iter"

	"linger/wire/format"
)

// A RequestDecoder reads the requests that a client sends on one connection, as a
// [Decoder] reads responses: it accepts any segmentation, reports findings and lines that
// tile the input, and needs a limited amount of memory. A request begins where the
// previous one ended, whether or not that one was answered.
//
// Its zero value is not ready: use [NewRequestDecoder].
type RequestDecoder struct{ d Decoder }

// NewRequestDecoder returns a RequestDecoder positioned at offset 0. It does
// not use [Limits.Interim].
func NewRequestDecoder(l Limits) *RequestDecoder {
	r := &RequestDecoder{*NewDecoder(l)}
	r.d.request = true
	return r
}

// Feed reads p as [Decoder.Feed] does. [EventFinalHead] means that the header section is
// complete and [RequestDecoder.Request] is final; [EventMessageEnd] means that the
// request is complete.
//
// It returns [EventFramingLost] if the client speaks another protocol (TLS,
// HTTP/2), if a length is invalid or if a limit is exceeded.
func (r *RequestDecoder) Feed(p []byte) (int, Event) { return r.d.Feed(p) }

// Close records that the client's direction has ended. It returns [EventMessageEnd] if
// that truncated a request, and [EventNeedMore] if no request was in progress.
func (r *RequestDecoder) Close() Event { return r.d.Close() }

// Switch makes the decoder treat the rest of the connection as a tunnel (the
// server sent a 101, or a 2xx to CONNECT): all bytes not yet reported become
// lines of kind [KindTunnel]. It does not complete a request in progress; no
// [EventMessageEnd] follows for it.
func (r *RequestDecoder) Switch() {
	d := &r.d
	switch d.state {
	case inTunnel, lost, over:
		return
	}
	d.eol, d.inRun = false, false
	d.state = switching
}

// switching reports the bytes of the current line as the first bytes of the
// tunnel.
func (d *Decoder) switching(p []byte, i int) (int, Event) {
	d.flush()
	d.reportSurplus()
	if len(d.carry) > 0 {
		d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(d.carry)), Kind: KindTunnel})
		d.carry = d.carry[:0]
	}
	d.state = inTunnel
	return i, goOn
}

func (d *Decoder) endSwitching() Event {
	d.switching(nil, 0)
	return EventNeedMore
}

// Request returns the properties of the current request that the framing and
// persistence of its response depend on, as far as the request has been read.
func (r *RequestDecoder) Request() Request {
	f := &r.d.facts
	q := f.Request
	q.Version, q.Close, q.KeepAlive = f.Version, f.Close, f.KeepAlive
	return q
}

// Under returns the offset of the first byte of a request in progress. ok is
// false if no request is in progress.
func (r *RequestDecoder) Under() (off int64, ok bool) {
	d := &r.d
	switch d.state {
	case between:
		if len(d.carry) > 0 && d.carry[0] != '\r' {
			return d.unit, true
		}
		return 0, false
	case inTunnel, switching, lost, over:
		return 0, false
	}
	return d.facts.Off, true
}

// ContentAhead returns how many of the next bytes are content, as
// [Decoder.ContentAhead] does.
func (r *RequestDecoder) ContentAhead() int64 { return r.d.ContentAhead() }

// Facts returns the facts of the current request. They stay valid until the next request
// begins. Their Version, Close and KeepAlive are those of the request itself;
// [RequestDecoder.Request] returns them in the form that [Decoder.Expect] takes.
func (r *RequestDecoder) Facts() *Facts { return &r.d.facts }

// Lines returns the lines of the last Feed or Close, as [Decoder.Lines] does.
func (r *RequestDecoder) Lines() []Line { return r.d.lines }

// Content returns the extents of content in the bytes of the last Feed.
func (r *RequestDecoder) Content() []Extent { return r.d.extents }

// Findings returns the findings of the last Feed or Close, as
// [Decoder.Findings] does.
func (r *RequestDecoder) Findings() []Finding { return r.d.findings }

// Offset returns the number of bytes read since the connection began.
func (r *RequestDecoder) Offset() int64 { return r.d.off }

// A DecodedRequest is a request read back from its bytes.
type DecodedRequest struct {
	Request  Request // the properties that the framing and persistence of its response depend on
	Lines    []Line
	Findings []Finding
	Used     int   // bytes of raw that the request occupies
	Content  int64 // bytes of content
	Complete bool

	// Lacks says what an incomplete request lacks: "5 of 5 bytes of content".
	// It is empty if the request is complete.
	Lacks string
}

// DecodeRequest reads the first request in raw. base is the offset of raw[0] in
// its direction. Bytes after the request are reported as a line of kind
// [KindUnsolicited]; use [DecodeRequests] for pipelined requests.
func DecodeRequest(raw []byte, base int64) (Request, []Line, []Finding) {
	for r := range DecodeRequests(raw, base) {
		if rest := len(raw) - r.Used; rest > 0 {
			r.Lines = append(r.Lines, Line{Off: base + int64(r.Used), Len: int64(rest), Kind: KindUnsolicited})
		}
		return r.Request, r.Lines, r.Findings
	}
	return Request{}, nil, nil
}

// DecodeRequests iterates over the pipelined requests in raw, in order. base is
// the offset of raw[0] in its direction. The lines of the requests tile raw;
// the last request may be incomplete. If framing is lost, all remaining bytes
// belong to the last request.
func DecodeRequests(raw []byte, base int64) iter.Seq[DecodedRequest] {
	return func(yield func(DecodedRequest) bool) {
		d := NewRequestDecoder(Limits{})
		d.d.off = base
		var r DecodedRequest
		for ev := goOn; ev != EventNeedMore; {
			var n int
			n, ev = d.Feed(raw)
			raw = raw[n:]
			r.take(d, n)
			if ev == EventMessageEnd {
				r.end(d)
				if !yield(r) {
					return
				}
				r = DecodedRequest{}
			}
		}
		d.Close()
		r.take(d, 0)
		if r.Used > 0 {
			r.end(d)
			yield(r)
		}
	}
}

func (r *DecodedRequest) take(d *RequestDecoder, n int) {
	r.Used += n
	for _, l := range d.Lines() {
		r.Lines = AppendLine(r.Lines, l)
	}
	r.Findings = append(r.Findings, d.Findings()...)
}

func (r *DecodedRequest) end(d *RequestDecoder) {
	r.Request = d.Request()
	f := d.Facts()
	r.Content, r.Complete = f.ContentBytes, f.Complete
	switch {
	case r.Complete:
	case f.BodyAt < 0:
		r.Lacks = "the end of the header section"
	case f.Coded:
		r.Lacks = "the end of the chunked content"
	case f.Length > f.ContentBytes:
		r.Lacks = format.Number(f.Length-f.ContentBytes) + " of " + format.Count(f.Length, "byte") + " of content"
	default:
		r.Lacks = "its end"
	}
}
