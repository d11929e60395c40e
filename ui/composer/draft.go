package composer

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/wire"
)

// A line is one field line of a draft.
type line struct {
	on          bool // the line is sent
	name, value string
	by          string // who added it, or why
	counted     bool   // linger calculates this Content-Length
}

// The values of line.by: who added a field line.
const (
	byLinger  = "default"
	byBegin   = "command line" // replaces byLinger on the screen; see author
	byHint    = "asks for Keep-Alive"
	byCount   = "calculated"
	byPreset  = "from preset"
	byYou     = "edited"
	byCommand = "command"
)

// A draft is a request that the user edits.
type draft struct {
	method, target, proto string
	lines                 []line
	content               string
	chunkSize             int

	raw   bool
	bytes string // text of the bytes, in raw mode
}

func (d draft) clone() draft {
	d.lines = slices.Clone(d.lines)
	return d
}

func (d draft) same(o draft) bool {
	return d.raw == o.raw && d.method == o.method && d.target == o.target && d.proto == o.proto &&
		d.content == o.content && d.bytes == o.bytes && slices.Equal(d.lines, o.lines)
}

// draftOf returns m as a draft. It marks the fields that are also in base as added by
// linger, and all others with the note in who. A calculated Content-Length and
// "Connection: keep-alive" have other notes.
func draftOf(m, base wire.RequestMessage, who string) draft {
	d := draft{method: m.Method, target: m.Target, proto: m.Proto, content: string(m.Content), chunkSize: m.ChunkSize}
	framing := 0
	for _, f := range m.Fields {
		if is(f.Name, "Content-Length") || is(f.Name, "Transfer-Encoding") {
			framing++
		}
	}
	for _, f := range m.Fields {
		by := who
		for _, b := range base.Fields {
			if strings.EqualFold(b.Name, f.Name) && b.Value == f.Value {
				by = byLinger
			}
		}
		counted := is(f.Name, "Content-Length") && f.Value == strconv.Itoa(len(m.Content)) && len(m.Content) > 0 && framing == 1
		switch {
		case counted:
			by = byCount
		case is(f.Name, "Connection") && session.HasToken(f.Value, "keep-alive"):
			by = byHint
		}
		d.lines = append(d.lines, line{on: true, name: f.Name, value: f.Value, by: by, counted: counted})
	}
	d.offer()
	d.countContent()
	return d
}

// offer adds fields that the user may want to try. They are switched off.
func (d *draft) offer() {
	if d.find("Connection") < 0 {
		d.lines = append(d.lines, line{name: "Connection", value: "keep-alive", by: byHint})
	}
	if d.find("Expect") < 0 {
		d.lines = append(d.lines, line{name: "Expect", value: "100-continue", by: byYou})
	}
}

// find returns the index of the first field line with that name, even if the line is
// switched off. It returns -1 if there is none.
func (d *draft) find(name string) int {
	return slices.IndexFunc(d.lines, func(l line) bool { return is(l.name, name) })
}

// countContent adds, updates or removes the calculated Content-Length. It is removed if
// there is no content, or if another field frames the content.
func (d *draft) countContent() {
	framed, at := false, -1
	for i, l := range d.lines {
		switch {
		case l.counted:
			at = i
		case l.on && (is(l.name, "Content-Length") || is(l.name, "Transfer-Encoding")):
			framed = true
		}
	}
	length := strconv.Itoa(len(d.content))
	switch {
	case at < 0 && d.content != "" && !framed:
		d.lines = append(d.lines, line{on: true, name: "Content-Length", value: length, by: byCount, counted: true})
	case at < 0:
	case d.content == "" || framed:
		d.lines = slices.Delete(d.lines, at, at+1)
	default:
		d.lines[at].value = length
	}
}

// chunked reports whether the content is sent with the chunked coding.
func (d *draft) chunked() bool {
	return slices.ContainsFunc(d.lines, func(l line) bool {
		return l.on && is(l.name, "Transfer-Encoding") && session.HasToken(l.value, "chunked")
	})
}

// message returns the request as fields and content.
func (d *draft) message() wire.RequestMessage {
	m := wire.RequestMessage{Method: d.method, Target: d.target, Proto: d.proto, Content: []byte(d.content), Chunked: d.chunked(), ChunkSize: d.chunkSize}
	for _, l := range d.lines {
		if l.on {
			m.Fields = append(m.Fields, wire.HeaderField{Name: l.name, Value: l.value})
		}
	}
	return m
}

// goesOut returns the bytes to be sent, or an error if the raw text is invalid.
func (d *draft) goesOut() ([]byte, error) {
	if d.raw {
		return Unescape(d.bytes)
	}
	return wire.AppendRequest(nil, d.message()), nil
}

func is(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), b) }
