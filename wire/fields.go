package wire

import "iter"

// A Field is one field of a header or trailer section, its folded lines joined.
type Field struct {
	Name  string // as received
	Value string // trimmed of whitespace, as [Text]
	Off   int64  // of its first line
	Line  int    // index of its first line
}

// Fields walks through the fields of the header section among lines, in
// order. raw are bytes of the direction, raw[0] being at offset base; a field
// whose bytes raw does not hold is left out.
//
// "A user agent that receives an obs-fold in a response message … MUST replace
// each received obs-fold with one or more SP octets prior to interpreting the
// field value" (RFC 9112 §5.2): here with one.
func Fields(raw []byte, base int64, lines []Line) iter.Seq[Field] {
	return fieldsOf(FieldLine, raw, base, lines)
}

// Trailers is [Fields] for the trailer section.
func Trailers(raw []byte, base int64, lines []Line) iter.Seq[Field] {
	return fieldsOf(TrailerLine, raw, base, lines)
}

func fieldsOf(kind Kind, raw []byte, base int64, lines []Line) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for i := 0; i < len(lines); i++ {
			l := lines[i]
			b, ok := l.in(raw, base)
			if l.Kind != kind || !ok || int64(l.C) > l.Len {
				continue
			}
			f := Field{Name: Text(b[:l.A]), Off: l.Off, Line: i}
			value := b[l.B:l.C]
			for i+1 < len(lines) && lines[i+1].Kind == FoldLine {
				i++
				if b, ok := lines[i].in(raw, base); ok {
					value = join(value, b[lines[i].B:lines[i].C])
				}
			}
			f.Value = Text(value)
			if !yield(f) {
				return
			}
		}
	}
}

// join is a folded value: two lines, and one SP between them.
func join(a, b []byte) []byte {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	j := make([]byte, 0, len(a)+1+len(b))
	j = append(append(j, a...), ' ')
	return append(j, b...)
}

// in is the line's own bytes among raw, which begins at offset base.
func (l Line) in(raw []byte, base int64) ([]byte, bool) {
	from, to := l.Off-base, l.End()-base
	if from < 0 || to > int64(len(raw)) || from > to {
		return nil, false
	}
	return raw[from:to], true
}
