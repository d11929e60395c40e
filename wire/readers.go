package wire

import (
	"strings"

	"linger/wire/format"
)

// ReadersAsOf dates what [Readers] knows: it was measured, on the versions that
// it names.
const ReadersAsOf = "2026-11"

// An Outcome is what a reader makes of a message's content.
type Outcome uint8

// The outcomes.
const (
	OutcomeUnknown    Outcome = iota // not measured, or this package stopped reading before it could say
	OutcomeTakes                     // so many bytes of content
	OutcomeUntilClose                // whatever comes until the connection ends
	OutcomeRefuses                   // an error instead of the message
)

var outcomeNames = [...]string{"unknown", "takes", "until-close", "refuses"}

// String returns the word that stands in JSON.
func (o Outcome) String() string { return nameOf(outcomeNames[:], o) }

// A Reading is what one reader of HTTP/1.x responses makes of a message.
type Reading struct {
	Reader  string
	Version string
	Outcome Outcome
	Bytes   int64  // of content, as far as it came; -1 when it takes none, or that is not known
	Code    Code   // the finding that makes the difference, if one does
	Limit   string // the limit of the reader that makes the difference, if one does
}

// Text returns the reading in a few words.
func (r Reading) Text() string {
	switch r.Outcome {
	case OutcomeRefuses:
		return "rejects the response"
	case OutcomeUnknown:
		return "not sure"
	case OutcomeUntilClose:
		return "reads until the close: " + format.Count(r.Bytes, "byte")
	}
	return "takes " + format.Count(r.Bytes, "byte")
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

// Readers says what other readers would make of a complete message: how many
// bytes of content each takes, and whether it refuses the message. f and
// findings are the message's; after counts the bytes that came on the
// connection after its header section, whatever they are.
//
// It knows the classes of [readerRules], each measured alone, and the limits of
// [readerLimits]. Where no finding of the message is among the classes, all
// readers are taken to read it as this package does. Where several apply to one
// reader and they do not come to the same, the outcome is unknown: such messages
// were not measured.
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

// Agree reports whether all readers take the same content.
func Agree(rs []Reading) bool {
	for _, r := range rs {
		if r.Bytes != rs[0].Bytes || (r.Outcome == OutcomeUnknown) != (rs[0].Outcome == OutcomeUnknown) {
			return false
		}
	}
	return true
}

// A readerState is what one reader makes of a message, as far as it was worked out.
type readerState struct {
	of     reader
	f      *Facts
	after  int64
	blind  bool // it acts as if Transfer-Encoding were absent
	effect effect
	met    bool // a class applies
	final  bool // and it decides alone
	code   Code
	number int64 // of Content-Length, where effect is effectNumber
	limit  string
}

// ignoresCodings reports whether the reader acts as if the message had no
// Transfer-Encoding field: net/http in HTTP/1.0, fasthttp in whatever is not
// HTTP/1.1.
func (r *readerState) ignoresCodings() bool {
	switch r.of {
	case netHTTP:
		return r.f.Version.Before(Version{1, 1}) && r.f.Version != Version{}
	case fastHTTP:
		return r.f.Version != Version{1, 1}
	}
	return false
}

// apply adds the classes of all findings, and the limits.
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

// meet adds what another class does. A start-line or a field line that a reader
// refuses ends it, whatever else there is, and a refusal outweighs what changes
// nothing; any other two that differ were not measured together.
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

// refusedAtOnce reports whether the code is about a line that readers look at before
// they look for the framing.
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
		e = effectRefuses // the rest never comes
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
