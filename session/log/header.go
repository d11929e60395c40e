package log

import (
	"bytes"
	"reflect"
	"time"

	"linger/session"
)

// Schema is the version of the format that this package writes. A log of a later
// one is read as far as it is understood.
const Schema = 1

// A Header is the first line of a log.
type Header struct {
	Log     string          `json:"log"` // "linger": what makes a file a session log
	Schema  int             `json:"schema"`
	Program string          `json:"program"`
	Version string          `json:"version"`
	Vantage session.Vantage `json:"vantage"`
	Wall    time.Time       `json:"wall"`    // the moment from which the times of events count
	Secrets Secrets         `json:"secrets"` // what became of them
}

// started fills in what the session says of itself.
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

// Secrets says what a log does with secrets.
type Secrets string

// What becomes of secrets.
const (
	SecretsMasked Secrets = "masked" // filler of the same length stands in their place
	SecretsKept   Secrets = "kept"
)

const magic = "linger"

var headerPlan = planOf(reflect.TypeFor[Header]())

func appendHeader(b []byte, h Header) []byte {
	h.Log, h.Schema = magic, Schema
	return append(appendValue(b, reflect.ValueOf(h), headerPlan), '\n')
}

// Claims reports whether a file that begins with head is a session log.
func Claims(head []byte) bool { return bytes.HasPrefix(head, []byte(`{"log":"`+magic+`"`)) }

// header reads a header, and reports whether the line is one.
func (p *parser) header() (h Header, ok bool) {
	err := p.value(reflect.ValueOf(&h).Elem(), headerPlan)
	return h, err == nil && p.peek() == 0 && h.Log == magic && h.Schema > 0
}
