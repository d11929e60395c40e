package compare

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// A section is a heading with the rows below it.
type section struct {
	title string // empty: none
	rows  []Row
}

// sections returns all sections of the comparison. The caller must make the text in them
// safe.
func sections(a, b *record.Exchange, secrets bool, secret session.SecretFields) []section {
	shown := session.WithoutSecrets
	if secrets {
		shown = func(s string) string { return s }
	}
	about := section{rows: []Row{
		pair("request", shown(asked(a)), shown(asked(b))),
		pair("status", shown(status(a)), shown(status(b))),
		pair("framing", words.Framing(a), words.Framing(b)),
		pair("content", content(a), content(b)),
		pair("connection", stays(a), stays(b)),
		pair("findings", findings(a), findings(b)),
		{"first byte", spent(a.FirstByte - a.Started), than(a.FirstByte-a.Started, b.FirstByte-b.Started), Same},
		{"in all", spent(lasted(a)), than(lasted(a), lasted(b)), Same},
	}}
	out := []section{about}
	add := func(title string, left, right iter.Seq[wire.Field]) {
		sizes := map[string]int{}
		rows := Fields(sized(left, sizes, secret), sized(right, sizes, secret))
		if !secrets {
			hide(rows, sizes, secret)
		}
		if len(rows) > 0 {
			out = append(out, section{title + ", " + changedWords(rows), rows})
		}
	}
	add("response fields", fieldsOf(a), fieldsOf(b))
	add("trailer fields", a.TrailerFields(), b.TrailerFields())
	add("request fields", a.RequestFields(), b.RequestFields())
	return out
}

// sized yields the fields. For each secret value, it stores the length in bytes in sizes.
func sized(fields iter.Seq[wire.Field], sizes map[string]int, secret session.SecretFields) iter.Seq[wire.Field] {
	return func(yield func(wire.Field) bool) {
		for f := range fields {
			if secret.Has(f.Name) {
				sizes[f.Value] = f.Size
			}
			if !yield(f) {
				return
			}
		}
	}
}

// hide masks the values of secret fields. The rows still show whether the values differ.
func hide(rows []Row, sizes map[string]int, secret session.SecretFields) {
	for i, r := range rows {
		if !secret.Has(r.Name) {
			rows[i].Left, rows[i].Right = session.WithoutSecrets(r.Left), session.WithoutSecrets(r.Right)
			continue
		}
		for _, v := range []*string{&rows[i].Left, &rows[i].Right} {
			if *v != "" {
				*v = "**** (" + format.Count(sizes[*v], "byte") + ")"
			}
		}
	}
}

func changedWords(rows []Row) string {
	n := slices.IndexFunc(rows, func(r Row) bool { return r.Change == Same })
	switch n {
	case -1:
		return "all changed"
	case 0:
		return "no differences"
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(rows)) + " changed"
}

func fieldsOf(e *record.Exchange) iter.Seq[wire.Field] {
	h, ok := e.Final()
	if !ok {
		return func(func(wire.Field) bool) {}
	}
	return e.Fields(h)
}

func asked(e *record.Exchange) string {
	if !e.Requested {
		return "unsolicited"
	}
	return e.Method + " " + e.Target + " " + e.Proto
}

func status(e *record.Exchange) string {
	if e.Facts().Status == 0 {
		return "no response"
	}
	phrase, ok := e.ReasonPhrase()
	if !ok {
		phrase = wire.StatusText(e.Facts().Status)
	}
	return strings.TrimSpace(strconv.Itoa(e.Facts().Status) + " " + phrase)
}

func content(e *record.Exchange) string {
	s := format.Count(int(e.Facts().ContentBytes), "byte")
	if e.Done && !e.Facts().Complete {
		s += ", incomplete"
	}
	if len(e.SHA256()) >= 4 && e.Facts().ContentBytes > 0 {
		s += ", sha256 " + hexOf(e.SHA256()[:4]) + "…"
	}
	return s
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&15])
	}
	return s.String()
}

func stays(e *record.Exchange) string {
	switch {
	case !e.Done:
		return "unknown"
	case e.Reason.Persistent():
		return "stays open: " + e.Reason.String()
	}
	return "closes: " + e.Reason.String()
}

// findings returns each code once, with the number of its findings.
func findings(e *record.Exchange) string {
	var codes []string
	count := map[wire.Code]int{}
	for _, f := range e.Findings {
		if count[f.Code] == 0 {
			codes = append(codes, string(f.Code))
		}
		count[f.Code] += f.Count()
	}
	for i, c := range codes {
		if n := count[wire.Code(c)]; n > 1 {
			codes[i] += " (" + strconv.Itoa(n) + " times)"
		}
	}
	if len(codes) == 0 {
		return "none"
	}
	return strings.Join(codes, ", ")
}

// lasted returns the duration of an exchange, which ends with its last byte or, if it is
// incomplete, with the connection. The duration is negative if there is neither yet.
func lasted(e *record.Exchange) time.Duration { return max(e.LastByte, e.Over) - e.Started }

func spent(d time.Duration) string {
	if d < 0 {
		return "never"
	}
	return format.Duration(d)
}

// than returns the text for b and its difference from a: "3.0 ms, 1.0 ms longer".
func than(a, b time.Duration) string {
	switch {
	case a < 0 || b < 0:
		return spent(b)
	case b > a:
		return spent(b) + ", " + format.Duration(b-a) + " longer"
	case b < a:
		return spent(b) + ", " + format.Duration(a-b) + " shorter"
	}
	return spent(b)
}
