package wire

import (
	"bytes"
	"math/bits"
)

// plainValue scans a value from i to its CRLF. It returns the index at which the value
// ends. ok is true if the value ends in CRLF and contains only bytes that a value may
// contain.
//
//	field-value   = *field-content
//	field-content = field-vchar [ 1*( SP / HTAB / field-vchar ) field-vchar ]
func plainValue(p []byte, i int) (end int, ok bool) {
	for i < len(p)-8 {
		w := controls(word(p, i))
		if w == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(w) >> 3
		if p[i] == '\r' {
			return i, p[i+1] == '\n'
		}
		if p[i] != '\t' {
			return i, false
		}
		i++
	}
	for i < len(p) && class[p[i]]&vchar != 0 {
		i++
	}
	return i, i+1 < len(p) && p[i] == '\r' && p[i+1] == '\n'
}

// plainField scans a valid field line that is entirely in p: a token, a colon, a valid
// value and CRLF. It returns the length of the line, or 0 for any other line.
//
//	field-line   = field-name ":" OWS field-value OWS
//	field-name   = token   (RFC 9112 §5, RFC 9110 §5.1)
func (l *Line) plainField(p []byte) int {
	*l = Line{}
	i := 0
	for i < len(p) && class[p[i]]&tchar != 0 {
		i++
	}
	if i == 0 || i == len(p) || p[i] != ':' {
		return 0
	}
	l.A = uint32(i)
	l.Kind, l.Role = KindFieldLine, roleOf(p[:i])
	return l.value(p, i+1)
}

// value scans the rest of a plain field line, after its colon.
func (l *Line) value(p []byte, i int) int {
	for i < len(p) && isSpace(p[i]) {
		i++
	}
	end, ok := plainValue(p, i)
	if !ok {
		return 0
	}
	n := end + 2
	l.B, l.Len = uint32(i), int64(n)
	for end > i && isSpace(p[end-1]) {
		end--
	}
	l.C = uint32(end)
	return n
}

// fieldUnit reads the next unit: an empty line, or a field line and the lines that
// continue it. Only the byte after a field line shows whether the next line continues it:
//
//	obs-fold = OWS CRLF RWS   (RFC 9112 §5.2)
//
// If a unit exceeds the limit, fieldUnit returns only its lines within the limit.
func (d *Decoder) fieldUnit(p []byte, i int) (unit []byte, n int, got lineState) {
	if len(d.carry) == 0 {
		d.unit = d.base + int64(i)
	}
	limit := d.begun + int64(d.limits.Head)
	for n = i; ; {
		if d.eol || n > i && p[n-1] == '\n' {
			if n == len(p) {
				d.eol = true
				break
			}
			d.eol = false
			if !isSpace(p[n]) {
				return d.take(p, i, n), n, whole
			}
		}
		j := bytes.IndexByte(p[n:], '\n')
		next := n + j + 1
		if j < 0 {
			next = len(p)
		}
		if d.base+int64(next) > limit {
			unit = d.take(p, i, n)
			return unit[:bytes.LastIndexByte(unit, '\n')+1], i, tooLong
		}
		n = next
		if j < 0 {
			break
		}
		if d.unitIsEmpty(p[i:n]) {
			return d.take(p, i, n), n, whole
		}
	}
	if n > i {
		d.keep(p[:n], i)
	}
	return nil, n, wait
}

// unitIsEmpty reports whether the unit that ends with b is an empty line. b ends in LF.
func (d *Decoder) unitIsEmpty(b []byte) bool {
	switch len(d.carry) + len(b) {
	case 1:
		return true
	case 2:
		return len(b) == 2 && b[0] == '\r' || len(d.carry) == 1 && d.carry[0] == '\r'
	}
	return false
}

// take returns the unit that ends before p[n]. The result is a slice of p if the whole
// unit is in p, and a slice of carry otherwise.
func (d *Decoder) take(p []byte, i, n int) []byte {
	if len(d.carry) == 0 {
		return p[i:n]
	}
	d.carry = append(d.carry, p[i:n]...)
	u := d.carry
	d.carry = d.carry[:0]
	return u
}

// fieldLines reads a unit and interprets its field. It does not interpret a
// field line that the end of the connection left incomplete.
func (d *Decoder) fieldLines(unit []byte, kind Kind) {
	f, ok := d.readLines(unit, kind)
	switch {
	case !ok || d.lines[len(d.lines)-1].Flags&FlagCut != 0:
	case kind == KindTrailerLine:
		d.trailerField(f.name, d.lines[f.line])
	default:
		d.interpret(f.role, trim(f.value.value), &d.lines[f.line])
	}
}

// A fieldUnit is the result of reading a unit of lines.
type fieldUnit struct {
	line  int // index of the unit's first line in Decoder.lines
	role  Role
	name  []byte
	value folded
}

// readLines reads any unit, well-formed or not: a field line of the given kind
// and the lines that continue it, or lines that are not a field.
func (d *Decoder) readLines(unit []byte, kind Kind) (f fieldUnit, ok bool) {
	first := true
	off := d.unit
	for len(unit) > 0 {
		line := unit
		if j := bytes.IndexByte(unit, '\n'); j >= 0 {
			line = unit[:j+1]
		}
		unit = unit[len(line):]
		switch {
		case first:
			f.line = len(d.lines)
			l := d.fieldLine(line, off, kind)
			if ok = l.Kind != KindOddLine; ok {
				f.name, f.role = line[:l.A], l.Role
				f.value.add(d.spaced(line[l.B:l.C]))
			}
		case ok:
			d.lines[f.line].Flags |= FlagFolded
			l := d.foldLine(line, off, f.role)
			f.value.add(d.spaced(line[l.B:l.C]))
		default:
			d.oddLine(line, off, CodeLeadingSpace)
		}
		first = false
		off += int64(len(line))
	}
	return f, ok
}

// fieldLine reads one line, which must not be empty, as a field line, even if it is
// malformed.
//
// "No whitespace is allowed between the field name and colon" (RFC 9112 §5.1): if there
// is whitespace, fieldLine still reads the line as the field that it names.
func (d *Decoder) fieldLine(line []byte, off int64, kind Kind) Line {
	n, bareLF, cut := split(line)
	b := line[:n]
	colon := bytes.IndexByte(b, ':')
	if n > 0 && isSpace(b[0]) {
		return d.oddLine(line, off, CodeLeadingSpace)
	}
	if colon < 0 && !cut {
		return d.oddLine(line, off, CodeMissingColon)
	}
	l := Line{Off: off, Len: int64(len(line)), Kind: kind}
	if colon < 0 {
		l.A, l.B, l.C = uint32(n), uint32(n), uint32(n)
		d.bareCR(b, off)
		d.endLine(&l, n, bareLF, cut)
		d.lines = append(d.lines, l)
		return l
	}
	name := colon
	for name > 0 && isSpace(b[name-1]) {
		name--
	}
	if name < colon {
		l.Flags |= FlagInvalid
		detail := roleOf(b[:name]).named()
		if bytes.IndexByte(b[name:colon], '\t') >= 0 {
			detail += withTab
		}
		d.find(CodeSpaceBeforeColon, off+int64(name), int64(colon-name), detail)
	}
	l.A, l.Role = uint32(name), roleOf(b[:name])
	d.checkName(&l, b[:name])
	value := colon + 1
	for value < n && isSpace(b[value]) {
		value++
	}
	l.B = uint32(value)
	d.checkValue(&l, b, value)
	for ; n > value && isSpace(b[n-1]); n-- {
	}
	l.C = uint32(n)
	d.endLine(&l, len(b), bareLF, cut)
	d.lines = append(d.lines, l)
	return l
}

func (d *Decoder) checkName(l *Line, name []byte) {
	if isToken(name) {
		return
	}
	l.Flags |= FlagInvalid
	for i, c := range name {
		if class[c]&tchar == 0 {
			d.find(CodeFieldName, l.Off+int64(i), 1, nameByte(c))
			d.bareCR(name, l.Off)
			return
		}
	}
	d.find(CodeFieldName, l.Off, 0, isEmptyOne)
}

// bareCR reports the first CR in b, whose offset is off.
func (d *Decoder) bareCR(b []byte, off int64) {
	if i := bytes.IndexByte(b, '\r'); i >= 0 {
		d.find(CodeBareCR, off+int64(i), 1, "")
	}
}

func nameByte(c byte) string {
	switch {
	case isSpace(c):
		return aSpace
	case c >= 0x80:
		return obsText
	}
	return control(c)
}

// checkValue reports bytes that a value must not contain: CR and other control
// characters.
//
// "Field values containing CR, LF, or NUL characters are invalid and dangerous
// … a recipient of CR, LF, or NUL within a field value MUST either reject the
// message or replace each of those characters with SP before further
// processing" (RFC 9110 §5.5).
func (d *Decoder) checkValue(l *Line, b []byte, at int) {
	d.checkText(l, b, at, CodeFieldValue, func(int) string { return "" })
}

// checkText reports the first CR and the first other control character in b[at:]. code is
// the code for the latter, and where returns the detail for a CR at index i.
func (d *Decoder) checkText(l *Line, b []byte, at int, code Code, where func(i int) string) {
	cr, ctl := false, false
	for i := at; i < len(b); i++ {
		if class[b[i]]&vchar != 0 {
			continue
		}
		l.Flags |= FlagInvalid
		switch {
		case b[i] == '\r' && !cr:
			cr = true
			d.find(CodeBareCR, l.Off+int64(i), 1, where(i))
		case b[i] != '\r' && !ctl:
			ctl = true
			d.find(code, l.Off+int64(i), 1, control(b[i]))
		}
	}
}

// spaced returns a value with each CR and NUL replaced by SP.
func (d *Decoder) spaced(v []byte) []byte {
	if bytes.IndexByte(v, '\r') < 0 && bytes.IndexByte(v, 0) < 0 {
		return v
	}
	v = bytes.Clone(v)
	for i, c := range v {
		if c == '\r' || c == 0 {
			v[i] = ' '
		}
	}
	return v
}

// foldLine reads a line that continues the field line before it.
func (d *Decoder) foldLine(line []byte, off int64, of Role) Line {
	n, bareLF, cut := split(line)
	b := line[:n]
	l := Line{Off: off, Len: int64(len(line)), Kind: KindFoldLine}
	d.find(CodeObsFold, off, int64(n), of.named())
	from := 0
	for from < n && isSpace(b[from]) {
		from++
	}
	l.B = uint32(from)
	d.checkValue(&l, b, from)
	for ; n > from && isSpace(b[n-1]); n-- {
	}
	l.C = uint32(n)
	d.endLine(&l, len(b), bareLF, cut)
	d.lines = append(d.lines, l)
	return l
}

// oddLine stores a line that is not a field, and reports it.
//
// "consume each whitespace-preceded line without further processing of it
// (i.e., ignore the entire line, along with any subsequent lines preceded by
// whitespace, until a properly formed header field is received or the header
// section is terminated)" (RFC 9112 §2.2).
func (d *Decoder) oddLine(line []byte, off int64, c Code) Line {
	n, bareLF, cut := split(line)
	l := Line{Off: off, Len: int64(len(line)), Kind: KindOddLine, Flags: FlagInvalid}
	d.find(c, off, int64(n), "")
	d.bareCR(line[:n], off)
	d.endLine(&l, n, bareLF, cut)
	d.lines = append(d.lines, l)
	return l
}
