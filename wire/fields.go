package wire

import (
	"iter"
	"slices"
)

// A Field is one field of a header or trailer section, with its folded lines joined.
type Field struct {
	Name  string // as received
	Value string // without whitespace around it, converted by [Text]
	Off   int64  // offset of the field's first line
	Line  int    // index of the field's first line
	Size  int    // number of bytes of the value as received; Value may be longer, because it is in UTF-8
}

// Fields iterates over the fields of the header section in lines, in order. raw holds
// bytes of the direction, the first of which has offset base. A field whose bytes are not
// in raw is left out.
//
// "A user agent that receives an obs-fold in a response message … MUST replace
// each received obs-fold with one or more SP octets prior to interpreting the
// field value" (RFC 9112 §5.2). Fields replaces it with one SP.
func Fields(raw []byte, base int64, lines []Line) iter.Seq[Field] {
	return fieldsOf(KindFieldLine, raw, base, lines)
}

// Trailers iterates over the fields of the trailer section, as [Fields] does
// over those of the header section.
func Trailers(raw []byte, base int64, lines []Line) iter.Seq[Field] {
	return fieldsOf(KindTrailerLine, raw, base, lines)
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
			var v folded
			v.add(b[l.B:l.C])
			for i+1 < len(lines) && lines[i+1].Kind == KindFoldLine {
				i++
				if b, ok := lines[i].in(raw, base); ok {
					v.add(b[lines[i].B:lines[i].C])
				}
			}
			f.Value, f.Size = Text(v.value), len(v.value)
			if !yield(f) {
				return
			}
		}
	}
}

// folded joins the value of a field line and the values of the lines that continue it,
// with one SP between them. It copies bytes only if at least two of these values are not
// empty.
type folded struct {
	value  []byte
	joined bool
}

func (f *folded) add(b []byte) {
	switch {
	case len(b) == 0:
	case len(f.value) == 0:
		f.value = b
	default:
		if !f.joined {
			f.value, f.joined = slices.Clip(f.value), true
		}
		f.value = append(append(f.value, ' '), b...)
	}
}

// in returns the line's bytes within raw, which begins at offset base.
func (l Line) in(raw []byte, base int64) ([]byte, bool) {
	from, to := l.Off-base, l.End()-base
	if from < 0 || to > int64(len(raw)) || from > to {
		return nil, false
	}
	return raw[from:to], true
}
