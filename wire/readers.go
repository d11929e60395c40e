package wire

import (
	"strings"

	"linger/wire/format"
)

// ReadersAsOf is the month in which the readers were measured, in the versions
// that [Readers] returns.
const ReadersAsOf = "2026-11"

// An Outcome describes how a reader treats a message's content.
type Outcome uint8

// Outcomes of a reading.
const (
	OutcomeUnknown    Outcome = iota // not measured, or this package stopped reading the message too early
	OutcomeTakes                     // the reader reads Reading.Bytes bytes of content
	OutcomeUntilClose                // the reader reads all bytes until the connection ends
	OutcomeRefuses                   // the reader reports an error instead of the message
)

var outcomeNames = [...]string{"unknown", "takes", "until-close", "refuses"}

// String returns the name of the outcome, as in JSON.
func (o Outcome) String() string { return nameOf(outcomeNames[:], o) }

// A Reading describes how one reader of HTTP/1.x responses reads a message.
type Reading struct {
	Reader  string
	Version string
	Outcome Outcome
	Bytes   int64  // number of bytes of content that the reader reads; -1 if it reads none or if the number is not known
	Code    Code   // the finding that causes the difference, if there is one
	Limit   string // the limit of the reader that causes the difference, if there is one
}

// Text returns the outcome in a few words.
func (r Reading) Text() string {
	switch r.Outcome {
	case OutcomeRefuses:
		return "rejects the response"
	case OutcomeUnknown:
		return "not sure"
	case OutcomeUntilClose:
		return "reads until the close: " + format.Count(r.Bytes, "byte")
	}
	return "reads " + format.Count(r.Bytes, "byte")
}

// A reader is a row of [knownReaders].
type reader uint8

const (
	netHTTP reader = iota
	fastHTTP
	llHTTP
	h11
	curl
)

var knownReaders = [...]struct{ name, version string }{
	netHTTP:  {"net/http", "go1.26.8"},
	fastHTTP: {"fasthttp", "1.77.0"},
	llHTTP:   {"llhttp", "9.4.2, strict"},
	h11:      {"h11", "git 62c5068"},
	curl:     {"curl", "7.88.1"},
}

// Readers returns how other programs would read a complete message: how many bytes of
// content each reads, or that it refuses the message. f and findings describe the
// message, and after is the number of bytes received on the connection after its header
// section.
//
// It applies the classes in readerRules, each of which was measured separately, and the
// limits in readerLimits. If no finding is in a class, Readers assumes that all programs
// read the message as this package does. If several classes apply to one program and lead
// to different outcomes, its outcome is unknown, because such messages were not measured.
func Readers(f *Facts, findings []Finding, after int64) []Reading {
	rs := make([]Reading, len(knownReaders))
	for i := range rs {
		rs[i] = Reading{Reader: knownReaders[i].name, Version: knownReaders[i].version}
		r := readerState{of: reader(i), f: f, after: after, effect: effectNone}
		r.blind = f.Coded && r.ignoresCodings()
		r.apply(findings)
		r.conclude(&rs[i])
	}
	return rs
}

// Agree reports whether all readers read the same number of bytes of content, or all
// refuse the message.
func Agree(rs []Reading) bool {
	for _, r := range rs {
		if r.Bytes != rs[0].Bytes || (r.Outcome == OutcomeUnknown) != (rs[0].Outcome == OutcomeUnknown) {
			return false
		}
	}
	return true
}

// A readerState is the intermediate result for one reader.
type readerState struct {
	of     reader
	f      *Facts
	after  int64
	blind  bool // the reader acts as if Transfer-Encoding were absent
	effect effect
	met    bool // at least one class applies
	final  bool // the outcome is certain, whatever other classes apply
	code   Code
	number int64 // the number read from Content-Length, if effect is effectNumber
	limit  string
}

// ignoresCodings reports whether the reader acts as if the message had no
// Transfer-Encoding field. net/http does so for HTTP/1.0, fasthttp for every
// version other than HTTP/1.1.
func (r *readerState) ignoresCodings() bool {
	switch r.of {
	case netHTTP:
		return r.f.Version.Before(Version{1, 1}) && r.f.Version != Version{}
	case fastHTTP:
		return r.f.Version != Version{1, 1}
	}
	return false
}

// apply combines the effects of all findings and limits.
func (r *readerState) apply(findings []Finding) {
	if v := r.f.Version; v.Major == 1 && v.Minor > 1 {
		r.meet(effect("++-+-"[r.of]), "") // legal, so no finding reports it
	}
	for _, x := range findings {
		if r.blind && (inBody(r.f, x) || strings.HasPrefix(string(x.Code), "te-")) {
			continue
		}
		for i := range readerRules {
			rule := &readerRules[i]
			if rule.code == x.Code && (rule.when == nil || rule.when(r.f, x)) {
				if rule.effects[r.of] == byte(effectNumber) {
					r.number = lengthTaken(x.Detail)
				}
				r.meet(effect(rule.effects[r.of]), x.Code)
				break
			}
		}
	}
	for _, l := range readerLimits {
		if l.of != r.of {
			continue
		}
		switch n := l.size(r.f, findings); {
		case n > l.most:
			r.limit = l.what
			r.meet(effectRefuses, "")
		case n > l.certain:
			r.limit = l.what
			r.meet(effectUnknown, "")
		}
	}
}

// meet combines the effect so far with that of another class. If the reader refuses a
// start-line or a field line, it refuses the message, whichever other classes apply. A
// refusal also takes precedence over a class without an effect. Other combinations of
// different effects were not measured.
func (r *readerState) meet(e effect, c Code) {
	first := !r.met
	r.met = true
	switch {
	case r.final || e == r.effect:
	case e == effectRefuses && refusedAtOnce(c):
		r.effect, r.code, r.final = e, c, true
		return
	case e == effectNone && r.effect == effectRefuses:
	case first || r.effect == effectNone && e == effectRefuses:
		r.effect = e
	default:
		r.effect = effectUnknown
	}
	if r.code == "" && e != effectNone {
		r.code = c
	}
}

// refusedAtOnce reports whether the code is about a line that readers check before they
// determine the framing.
func refusedAtOnce(c Code) bool {
	for _, prefix := range []string{"te-", "cl-", "chunk-", "trailer-", "truncated"} {
		if strings.HasPrefix(string(c), prefix) {
			return false
		}
	}
	return true
}

// conclude turns the effect into an outcome.
func (r *readerState) conclude(out *Reading) {
	out.Code, out.Limit = r.code, r.limit
	framing := r.f.Framing()
	length := r.f.Length
	e := r.effect
	switch {
	case e == effectNone && r.blind && framing != FramingNoBody && framing != FramingTunnel:
		if e = effectLength; length < 0 {
			e = effectUntilClose
		}
		out.Code = CodeTEHTTP10
	case e == effectNone && framing == FramingCloseDelimited:
		e = effectUntilClose
	case framing == FramingNoBody && e != effectRefuses && e != effectUnknown:
		e = effectNone
	case e == effectNumber:
		e, length = effectLength, r.number
	}
	if out.Bytes = -1; e == effectLength && framing != FramingTunnel && length > r.after {
		e = effectRefuses // the server never sends the rest
	}
	switch e {
	case effectNone:
		out.Outcome, out.Bytes = OutcomeTakes, r.f.ContentBytes
	case effectRefuses:
		out.Outcome = OutcomeRefuses
	case effectUntilClose:
		out.Outcome, out.Bytes = OutcomeUntilClose, r.after
	case effectLength:
		out.Outcome, out.Bytes = OutcomeTakes, min(max(length, 0), r.after)
	default:
		out.Outcome = OutcomeUnknown
	}
}
