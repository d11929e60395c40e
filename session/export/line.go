package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"

	"linger/session"
	"linger/wire"
)

// WriteLine writes v as one line of JSON. It escapes all control and format characters,
// because a terminal may interpret them. encoding/json itself does not escape DEL, the C1
// controls and format characters.
func WriteLine(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeControls(b.Bytes()))
	return err
}

// escapeControls returns a line of JSON with its control and format characters escaped.
// Only JSON strings can contain such characters.
func escapeControls(line []byte) []byte {
	if !slices.ContainsFunc(line, func(c byte) bool { return c >= 0x7f }) { // C0 controls are already escaped
		return line
	}
	var b bytes.Buffer
	for len(line) > 1 {
		r, n := utf8.DecodeRune(line)
		switch {
		case !session.Invisible(r):
			b.Write(line[:n])
		case r > 0xffff:
			hi, lo := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		line = line[n:]
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// pairs returns the name and the value of each field. It never returns nil, so that the
// JSON has an empty list if there are no fields.
func (m Lines) pairs(fields iter.Seq[wire.Field]) [][2]string {
	out := [][2]string{}
	for f := range fields {
		out = append(out, [2]string{f.Name, m.value(f.Name, f.Value)})
	}
	return out
}

// value prepares the value of the field or parameter called name for output. If m.Mask is
// set, the secrets in the value are masked.
func (m Lines) value(name, value string) string {
	if m.Mask && value != "" && m.SecretFields.Has(name) {
		return session.Mask
	}
	return m.text(value)
}

// text prepares s for output. If m.Mask is set, the secrets in s are masked.
func (m Lines) text(s string) string {
	if m.Mask {
		s, _ = session.Masked(s)
	}
	return s
}
