package wire

import "unsafe"

// Held returns approximately how many bytes of memory the decoder needs in addition to
// its own size. This memory holds the current line, the outstanding requests, and data
// that makes decoding faster.
func (d *Decoder) Held() int {
	n := cap(d.carry) + cap(d.queue)*int(unsafe.Sizeof(Request{})) +
		cap(d.lines)*int(unsafe.Sizeof(Line{})) + cap(d.extents)*int(unsafe.Sizeof(Extent{})) +
		(cap(d.findings)+cap(d.ledger.held)+cap(d.surplus))*int(unsafe.Sizeof(Finding{})) +
		cap(d.memo.status.bytes) + cap(d.memo.fields)*int(unsafe.Sizeof(slot{}))
	for i := range d.memo.fields {
		n += cap(d.memo.fields[i].bytes)
	}
	return n
}

// Forget drops the memory that only makes decoding faster. It must not be called between
// a call of Feed and the use of its results.
func (d *Decoder) Forget() { d.memo, d.lines, d.extents, d.findings = memo{}, nil, nil, nil }

// Held returns approximately how many bytes of memory the decoder needs, as
// [Decoder.Held] does.
func (r *RequestDecoder) Held() int { return r.d.Held() }

// Forget drops memory, as [Decoder.Forget] does.
func (r *RequestDecoder) Forget() { r.d.Forget() }
