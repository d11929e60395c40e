package log

import (
	"bytes"
	"reflect"
	"time"

	"linger/session"
)

// Schema is the version of the format that this package writes. If a log has a later
// schema, a Reader reads the lines that it understands.
const Schema = 1

// A Header is the first line of a log.
type Header struct {
	Log     string          `json:"log"` // "linger", which marks the file as a session log
	Schema  int             `json:"schema"`
	Program string          `json:"program"`
	Version string          `json:"version"`
	Vantage session.Vantage `json:"vantage"`
	Wall    time.Time       `json:"wall"`    // date and time at which the session began, which is time 0 of its events
	Secrets Secrets         `json:"secrets"` // whether secrets are masked
}

// started sets Program, Version, Wall and Vantage to the values in ev if they are empty.
func (h *Header) started(ev session.Started) {
	if h.Program == "" {
		h.Program, h.Version = ev.Program, ev.Version
	}
	if h.Wall.IsZero() {
		h.Wall = ev.Wall
	}
	if h.Vantage == "" {
		h.Vantage = ev.Vantage
	}
}

// Secrets states how a log treats secrets.
type Secrets string

// These are the ways to treat secrets.
const (
	SecretsMasked Secrets = "masked" // replaced by filler of the same length
	SecretsKept   Secrets = "kept"
)

const magic = "linger"

var headerPlan = planOf(reflect.TypeFor[Header]())

func appendHeader(b []byte, h Header) []byte {
	h.Log, h.Schema = magic, Schema
	return append(appendValue(b, reflect.ValueOf(h), headerPlan), '\n')
}

// Claims reports whether a file that begins with head claims to be a session log.
func Claims(head []byte) bool { return bytes.HasPrefix(head, []byte(`{"log":"`+magic+`"`)) }

// header parses a line as a header. ok is false if the line is not a header.
func (p *parser) header() (h Header, ok bool) {
	err := p.value(reflect.ValueOf(&h).Elem(), headerPlan)
	return h, err == nil && p.peek() == 0 && h.Log == magic && h.Schema > 0
}
