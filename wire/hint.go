package wire

import "strings"

// A Param is one parameter of a Keep-Alive field, as received.
type Param struct{ Name, Value string }

// ParseHint reads the values of all Keep-Alive field lines of a message, in
// order, as one list. Names stay as received and quoted-strings are unquoted.
// An element that is not a parameter is returned as a Name without a Value, so
// that it can be shown.
//
//	Keep-Alive-header = "Keep-Alive" ":" 0# keepalive-param
//	keepalive-param   = param-name "=" value   (RFC 2068 §19.7.1.1)
func ParseHint(values []string) []Param {
	var ps []Param
	for _, v := range values {
		for e := range elements([]byte(v)) {
			name, value, _ := cutParam(e)
			ps = append(ps, Param{Text(name), Unquote(Text(value))})
		}
	}
	return ps
}

// Timeout returns the first timeout among params that is a whole number of
// seconds, or -1 if there is none.
func Timeout(params []Param) int64 { return hintNumber(params, "timeout") }

// Max returns the first max among params that is a whole number, or -1 if there
// is none.
func Max(params []Param) int64 { return hintNumber(params, "max") }

func hintNumber(params []Param, name string) int64 {
	for _, p := range params {
		if strings.EqualFold(p.Name, name) {
			if n, ok, fits := decimal([]byte(p.Value)); ok && fits {
				return n
			}
		}
	}
	return -1
}

// hint adds the value of one Keep-Alive field line to the hint, and reports
// each parameter that is invalid.
//
// If a parameter occurs several times, hint uses its first valid value, as clients that
// read the hint do.
func (d *Decoder) hint(value []byte, l *Line) {
	h := &d.facts.Hint
	h.Present = true
	for e := range elements(value) {
		if !h.param(e) && !d.request {
			at := cap(value) - cap(e) // both slices end at the end of the same array
			d.find(CodeKeepAliveParam, l.Off+int64(l.B)+int64(at), int64(len(e)), d.detail(e))
		}
	}
}

// plain reads the first Keep-Alive value of a message if it has the form that nearly
// every server sends, "timeout=5" or "timeout=5, max=99". It reports whether the value
// has that form.
func (h *Hint) plain(value []byte) bool {
	const timeout, most = "timeout=", ", max="
	if h.Present || len(value) <= len(timeout) || string(value[:len(timeout)]) != timeout {
		return false
	}
	t, rest := shortDecimal(value[len(timeout):])
	if t < 0 {
		return false
	}
	m := int64(-1)
	if len(rest) > len(most) && string(rest[:len(most)]) == most {
		if m, rest = shortDecimal(rest[len(most):]); m < 0 {
			return false
		}
	}
	if len(rest) > 0 {
		return false
	}
	h.Present, h.Timeout, h.Max = true, t, m
	return true
}

// shortDecimal returns the number at the beginning of b, or -1 if there are no
// digits or so many that an int64 might overflow.
func shortDecimal(b []byte) (n int64, rest []byte) {
	i := 0
	for i < len(b) && isDigit(b[i]) {
		n = n*10 + int64(b[i]-'0')
		i++
	}
	if i == 0 || i > 18 {
		return -1, b
	}
	return n, b[i:]
}

// param adds one parameter to the hint and reports whether it is valid.
func (h *Hint) param(e []byte) bool {
	name, value, ok := cutParam(e)
	if !ok || !isToken(name) {
		return false
	}
	var to *int64
	switch {
	case equalFold(name, "timeout"):
		to = &h.Timeout
	case equalFold(name, "max"):
		to = &h.Max
	default:
		return isToken(value) || isQuoted(value)
	}
	var digits [24]byte
	if isQuoted(value) {
		value = appendUnquoted(digits[:0], value)
	}
	v, ok, fits := decimal(value)
	if !ok || !fits {
		return false
	}
	if *to < 0 {
		*to = v
	}
	return true
}
