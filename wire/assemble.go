package wire

import "bytes"

// piece reports p[from:to] as a line of kind k. It joins the line to the previous one if
// that has the same kind.
func (d *Decoder) piece(k Kind, from, to int) {
	if to == from {
		return
	}
	if n := len(d.lines); n > 0 && d.lines[n-1].Kind == k {
		d.lines = AppendLine(d.lines, Line{Off: d.base + int64(from), Len: int64(to - from), Kind: k})
		return
	}
	l := d.addLine()
	l.Off, l.Len, l.Kind = d.base+int64(from), int64(to-from), k
}

// addLine appends an empty line and returns it. The caller fills it in place,
// because building a line elsewhere and copying it stalls the processor.
func (d *Decoder) addLine() *Line {
	d.lines = append(d.lines, Line{})
	return &d.lines[len(d.lines)-1]
}

// keep stores p[i:] in carry for the next Feed.
func (d *Decoder) keep(p []byte, i int) {
	if len(d.carry) == 0 {
		d.unit = d.base + int64(i)
	}
	d.carry = append(d.carry, p[i:]...)
}

// line returns the current line, up to and including its LF, and the index of the byte
// after it in p. If there is no LF yet, line stores the bytes in carry and returns wait.
// If the line is longer than limit bytes, line returns tooLong. The returned line is
// valid until the next call.
//
// "Although the line terminator for the start-line and fields is the sequence
// CRLF, a recipient MAY recognize a single LF as a line terminator and ignore
// any preceding CR" (RFC 9112 §2.2).
func (d *Decoder) line(p []byte, i, limit int) (line []byte, n int, got lineState) {
	switch n := len(d.carry); {
	case n == 0:
		d.unit = d.base + int64(i)
	case d.carry[n-1] == '\n': // decoding resumed inside the line in carry
		line, d.carry = d.carry, d.carry[:0]
		return line, i, whole
	}
	j := bytes.IndexByte(p[i:], '\n')
	n = i + j + 1
	if j < 0 {
		n = len(p)
	}
	switch {
	case d.base+int64(n)-d.unit > int64(limit):
		return nil, i, tooLong
	case j < 0:
		d.keep(p, i)
		return nil, n, wait
	case len(d.carry) == 0:
		return p[i:n], n, whole
	}
	d.carry = append(d.carry, p[i:n]...)
	line, d.carry = d.carry, d.carry[:0]
	return line, n, whole
}

type lineState uint8

const (
	wait lineState = iota
	whole
	tooLong
)

// split returns the length of a line without its terminator, and whether the
// terminator is LF alone or absent.
func split(line []byte) (n int, bareLF, cut bool) {
	n = len(line)
	if n == 0 || line[n-1] != '\n' {
		if n > 0 && line[n-1] == '\r' {
			n--
		}
		return n, false, true
	}
	n--
	if n > 0 && line[n-1] == '\r' {
		return n - 1, false, false
	}
	return n, true, false
}

// lose records that framing is lost at the current line: this line and all later bytes
// are reported as lost.
func (d *Decoder) lose(p []byte, i int) (int, Event) {
	if len(d.carry) == 0 {
		d.unit = d.base + int64(i)
	}
	d.eol = false
	if d.resumes && p != nil {
		return d.loseUnit(p, i)
	}
	d.carry = d.carry[:0]
	if end := d.base + int64(len(p)); end > d.unit {
		d.lines = AppendLine(d.lines, Line{Off: d.unit, Len: end - d.unit, Kind: KindLost})
	}
	d.facts.FramingBad = true
	d.state = lost
	d.flush()
	return len(p), EventFramingLost
}
