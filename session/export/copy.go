package export

import (
	"bytes"
	"slices"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// Bytes returns the kept bytes of a message. Unless secrets is true, it masks secrets,
// because users often show copied text to others. Besides the usual secret fields, it
// masks those listed in also. masked reports whether any secrets were masked.
func Bytes(s *record.Stretch, secrets bool, also session.SecretFields) (text string, masked bool) {
	var b strings.Builder
	lines := session.SecretLines{Fields: also}
	for _, l := range s.Lines() {
		line := string(s.Bytes(l.Off, l.Len))
		if secrets || session.IsContent(l.Kind) {
			b.WriteString(line)
			continue
		}
		shown := lines.Masked(line)
		b.WriteString(shown)
		masked = masked || shown != line
	}
	return b.String(), masked
}

// CurlOf returns a curl command that sends the request of e to target again. It masks
// secrets as [Bytes] does. If curl would send different bytes, a shell comment on a
// second line says what differs.
func CurlOf(target string, e *record.Exchange, secrets bool, also session.SecretFields) (command string, masked bool, err error) {
	t, _, err := session.ParseTarget(target)
	if err != nil {
		return "", false, err
	}
	raw, masked := Bytes(&e.Request, secrets, also)
	m, _ := MessageOf([]byte(raw))
	if command, err = CurlCommand(t, m); err != nil {
		return "", masked, err
	}
	differs := curlDiffers([]byte(raw), m)
	if kept := keptOf(&e.Request); kept < e.Request.Len {
		differs = append(differs, "linger kept "+format.Number(kept)+" of "+format.Count(e.Request.Len, "byte"))
	}
	if len(differs) > 0 {
		command += "\n# curl sends other bytes: " + strings.Join(differs, "; ")
	}
	return command, masked, nil
}

// keptOf returns how many bytes of a message are kept.
func keptOf(s *record.Stretch) (n int64) {
	for _, l := range s.Lines() {
		n += int64(len(s.Bytes(l.Off, l.Len)))
	}
	return n
}

// curlDiffers returns one clause for each way in which the bytes that curl sends differ
// from raw, the bytes of a request. m is the same request, decoded.
func curlDiffers(raw []byte, m wire.RequestMessage) (out []string) {
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	lines := strings.SplitAfter(string(head)+"\r\n", "\n")
	lines = lines[:len(lines)-1]
	spelled := true
	for i, l := range lines {
		l, ended := strings.CutSuffix(l, "\r\n")
		switch {
		case !ended:
			return append(out, "it ends each line with CRLF, and writes field lines in its own form")
		case i == 0:
			spelled = spelled && l == m.Method+" "+m.Target+" "+m.Proto
		case i <= len(m.Fields):
			f := m.Fields[i-1]
			spelled = spelled && strings.TrimRight(l, " ") == strings.TrimRight(f.Name+": "+f.Value, " ")
		}
	}
	if !spelled || len(lines) != len(m.Fields)+1 {
		out = append(out, "it writes one space between the parts of the request-line and after the colon of a field line")
	}
	if names := fieldNames(m); !slices.Equal(names, curlOrder(names)) {
		out = append(out, "it writes Host first and Content-Length last")
	}
	if m.Chunked {
		out = append(out, "it chooses the sizes of chunks")
	}
	return out
}

// fieldNames returns the field names of m in lower case, in the order of m.
func fieldNames(m wire.RequestMessage) (names []string) {
	for _, f := range m.Fields {
		names = append(names, strings.ToLower(f.Name))
	}
	return names
}

// curlOrder returns names in the order that curl uses: Host first, Content-Length last.
func curlOrder(names []string) []string {
	place := func(name string) int {
		switch name {
		case "host":
			return 0
		case "content-length":
			return 2
		}
		return 1
	}
	return slices.SortedStableFunc(slices.Values(names), func(a, b string) int { return place(a) - place(b) })
}
