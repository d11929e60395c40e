package log

import (
	"encoding"
	"encoding/base64"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"linger/session"
	"linger/wire"
)

// appendValue appends v to b as JSON. Objects omit members that are zero.
func appendValue(b []byte, v reflect.Value, p *plan) []byte {
	switch p.shape {
	case object:
		return appendObject(b, v, p)
	case list:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i), p.elem)
		}
		return append(b, ']')
	case pointer:
		return appendValue(b, v.Elem(), p.elem)
	case number:
		return strconv.AppendInt(b, v.Int(), 10)
	case count:
		return strconv.AppendUint(b, v.Uint(), 10)
	case decimal:
		return strconv.AppendFloat(b, v.Float(), 'g', -1, 64)
	case truth:
		return strconv.AppendBool(b, v.Bool())
	case letters:
		return appendText(b, v.String())
	case octets:
		return appendText(b, v.Bytes())
	case lines:
		if v.CanAddr() {
			return appendLines(b, *v.Addr().Interface().(*[]wire.Line))
		}
		return appendLines(b, v.Interface().([]wire.Line))
	case instant:
		return append(v.Interface().(time.Time).AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
	}
	if p.names != nil {
		return append(b, p.names[v.Uint()]...)
	}
	return appendName(b, v)
}

func appendObject(b []byte, v reflect.Value, p *plan) []byte {
	b = append(b, '{')
	first := true
	for i := range p.fields {
		m := &p.fields[i]
		f := m.field(v)
		if f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendValue(append(b, m.key...), f, m.plan)
	}
	return append(b, '}')
}

func appendName(b []byte, v reflect.Value) []byte {
	if v.CanAddr() {
		if version, ok := v.Addr().Interface().(*wire.Version); ok {
			return appendText(b, version.String())
		}
	}
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return append(b, `""`...)
	}
	return appendText(b, text)
}

// appendLines appends a list for each line to b. The list has the line's kind, Off, Len,
// A, B, C, role and flags, without zeros at the end.
func appendLines(b []byte, ls []wire.Line) []byte {
	b = append(b, '[')
	for i, l := range ls {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, `["`...), l.Kind.String()...), '"')
		nums := [...]int64{l.Off, l.Len, int64(l.A), int64(l.B), int64(l.C), int64(l.Role), int64(l.Flags)}
		n := len(nums)
		for n > 0 && nums[n-1] == 0 {
			n--
		}
		for k, x := range nums[:n] {
			b = append(b, ',')
			if k == 5 {
				b = append(append(append(b, '"'), l.Role.String()...), '"')
				continue
			}
			b = strconv.AppendInt(b, x, 10)
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

// appendText appends s to b. It writes a JSON string if s has only line ends, tabs and
// characters that a terminal shows unchanged; otherwise, it writes {"base64":"…"}. Both
// forms represent s exactly.
func appendText[T string | []byte](b []byte, s T) []byte {
	start := len(b)
	b = append(b, '"')
	for i := 0; i < len(s); {
		run := i
		for i < len(s) && asItIs[s[i]] {
			i++
		}
		if b = append(b, s[run:i]...); i == len(s) {
			break
		}
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
			i++
		case c == '\r':
			b = append(b, `\r`...)
			i++
		case c == '\n':
			b = append(b, `\n`...)
			i++
		case c == '\t':
			b = append(b, `\t`...)
			i++
		default:
			r, n := decodeRune(s[i:])
			if r == utf8.RuneError || session.Invisible(r) {
				return appendBase64(b[:start], []byte(s))
			}
			b = append(b, s[i:i+n]...)
			i += n
		}
	}
	return append(b, '"')
}

// asItIs is true for ASCII characters that need no escape in a JSON string.
var asItIs = func() (t [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

func decodeRune[T string | []byte](s T) (rune, int) {
	var head [utf8.UTFMax]byte
	return utf8.DecodeRune(head[:copy(head[:], s)])
}

func appendBase64(b, s []byte) []byte {
	b = append(b, `{"base64":"`...)
	b = base64.StdEncoding.AppendEncode(b, s)
	return append(b, `"}`...)
}
