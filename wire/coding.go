package wire

// A coding classifies a transfer coding by its name.
type coding uint8

const (
	noCoding         coding = iota
	chunkedCoding           // RFC 9112 §7.1
	registeredCoding        // RFC 9112 §7.2
	unknownCoding
)

// codings summarizes the Transfer-Encoding field lines read so far. Each offset is that
// of the first field line with the property, except that finalAt and unknownAt are those
// of the last one.
type codings struct {
	final     coding
	chunked   int    // number of times that chunked occurred
	others    bool   // a coding other than chunked occurred
	params    bool   // chunked had parameters
	empty     bool   // an element was empty
	emptyLast bool   // the last element was empty, after a comma
	unknown   string // the name of the last coding that is not registered

	lines                                  int
	firstAt, finalAt, twiceAt              int64
	othersAt, paramsAt, emptyAt, unknownAt int64
}

func codingOf(name []byte) coding {
	switch {
	case equalFold(name, "chunked"):
		return chunkedCoding
	case equalFold(name, "gzip"), equalFold(name, "x-gzip"), equalFold(name, "deflate"),
		equalFold(name, "compress"), equalFold(name, "x-compress"):
		return registeredCoding
	}
	return unknownCoding
}

// transferEncoding reads one Transfer-Encoding field line.
//
//	Transfer-Encoding  = #transfer-coding
//	transfer-coding    = token *( OWS ";" OWS transfer-parameter )   (RFC 9112 §6.1, RFC 9110 §10.1.4)
//
// "All transfer-coding names are case-insensitive" (RFC 9112 §7).
func (d *Decoder) transferEncoding(value []byte, off int64) {
	c := &d.codings
	if c.lines++; c.lines == 1 {
		c.firstAt = off
	}
	if string(value) == "chunked" {
		c.take(chunkedCoding, false, off)
		c.emptyLast = false
		return
	}
	l := listOf(value)
	for e, ok := l.next(); ok; e, ok = l.next() {
		if c.emptyLast = len(e) == 0 && len(value) > 0; len(e) == 0 {
			mark(&c.empty, &c.emptyAt, off)
			continue
		}
		name, params := e, false
		for i, b := range name {
			if b == ';' {
				name, params = trim(name[:i]), true
				break
			}
		}
		c.take(codingOf(name), params, off)
		if c.final == unknownCoding {
			c.unknown, c.unknownAt = d.detail(name), off
		}
	}
}

// take adds a coding that occurs in the field line at off.
func (c *codings) take(x coding, params bool, off int64) {
	c.final, c.finalAt = x, off
	if x != chunkedCoding {
		mark(&c.others, &c.othersAt, off)
		return
	}
	if c.chunked++; c.chunked == 2 {
		c.twiceAt = off
	}
	if params {
		mark(&c.params, &c.paramsAt, off)
	}
}

// mark sets a property. If the property was not set before, mark also sets its offset.
func mark(so *bool, at *int64, off int64) {
	if !*so {
		*so, *at = true, off
	}
}

// checkCodings reports findings about the transfer codings.
func (d *Decoder) checkCodings() {
	f, c := &d.facts, &d.codings
	if f.contradicts() {
		d.fault(CodeTEAndCL, max(c.firstAt, d.lengthAt), 0, "")
	}
	if f.Version.Before(Version{1, 1}) && f.Version != (Version{}) {
		d.fault(CodeTEHTTP10, c.firstAt, 0, "")
	}
	switch {
	case c.final == noCoding:
		d.find(CodeTEEmpty, c.firstAt, 0, "")
	case c.final == unknownCoding:
		d.find(CodeTEUnknown, c.finalAt, 0, c.unknown)
	case c.emptyLast:
		d.find(CodeTEEmptyElement, c.emptyAt, 0, lastOne)
	case c.empty:
		d.find(CodeTEEmptyElement, c.emptyAt, 0, "")
	}
	if c.chunked > 1 {
		d.fault(CodeTETwice, c.twiceAt, 0, "")
	}
	if c.chunked > 0 && c.final != chunkedCoding && !d.request { // the finding request-te-not-chunked reports this for requests
		d.find(CodeTENotFinal, c.finalAt, 0, "")
	}
	if c.params {
		d.fault(CodeTEParams, c.paramsAt, 0, "")
	}
	switch {
	case c.final == unknownCoding:
	case c.unknown != "":
		d.find(CodeTEUnregistered, c.unknownAt, 0, c.unknown)
	case c.others && (c.final == chunkedCoding || !d.request):
		d.find(CodeTERemains, c.othersAt, 0, "")
	}
}
