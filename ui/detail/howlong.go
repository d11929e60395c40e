package detail

import (
	"strconv"
	"strings"
	"time"

	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// hintAt is the column at which the meaning of a parameter begins.
const hintAt = 14

// maxParams is the maximum number of a hint's parameters that the page shows. Only two
// parameters have a meaning.
const maxParams = 50

// howLong adds what the response says about how long the connection stays open.
func (p *page) howLong(s *scene, z record.Zone) {
	f := s.ex.Facts()
	if _, ok := s.ex.Final(); !ok {
		return
	}
	params := s.ex.HintParams()
	stays := f.Persistence().Persistent()
	if len(params) == 0 {
		if stays {
			p.unannounced(s)
		}
		return
	}
	p.lead("For how long", "RFC 2068 §19.7.1")
	counts := f.Hint.Applies && stays
	seen := map[string]bool{}
	for i, q := range params {
		if i == maxParams {
			p.say(muted, "… and "+format.Count(len(params)-i, "more parameter")+"; 6 Wire shows all.")
			break
		}
		said := meaning(s, q, z)
		name := strings.ToLower(q.Name)
		if seen[name] && !said.unknown {
			said = gloss{"repeated: the first value applies", true}
		}
		seen[name] = seen[name] || !said.unknown
		p.param(s, q, counts, said)
	}
	p.soft()
	if f.Persistence() != wire.ReasonUndecided {
		p.applying(f, stays, params)
	}
	p.counting(s)
}

// param adds one parameter of the hint with its meaning.
func (p *page) param(s *scene, q wire.Param, counts bool, said gloss) {
	t, words := strong, plain
	if !counts {
		t, words = muted, muted
	}
	name := q.Name
	if q.Value != "" {
		name += "=" + q.Value
	}
	if said.unknown {
		t, words = muted, muted
	}
	r := p.pairRow(hintAt, sayUpTo(t, name, p.inner()), own(words, said.text))
	r.to = &place{off: s.ex.Facts().HintAt}
}

// pairRow adds a label and its text. It returns the first of their rows, so that the
// caller can set the bytes that the row leads to.
func (p *page) pairRow(at int, label, value span) *row {
	n := len(p.list)
	p.pair(at, label, value)
	return &p.list[n]
}

// A gloss is the meaning of a parameter.
type gloss struct {
	text    string
	unknown bool
}

func meaning(s *scene, q wire.Param, z record.Zone) gloss {
	n, whole := int64(0), false
	if v, err := strconv.ParseInt(q.Value, 10, 64); err == nil && v >= 0 {
		n, whole = v, true
	}
	switch name := strings.ToLower(q.Name); {
	case name != "timeout" && name != "max":
		return gloss{"unknown parameter: shown, otherwise ignored", true}
	case !whole:
		return gloss{"not a whole number: ignored", true}
	case name == "max" && n == 0:
		return gloss{"no more exchanges after this one", false}
	case name == "max" && n == 1:
		return gloss{"1 more exchange after this one", false}
	case name == "max":
		return gloss{format.Number(n) + " more exchanges after this one", false}
	case z == record.Race || z == record.Late:
		return gloss{reuse(seconds(n), s.conn.Budget.RoundTrip, s.seen()), false}
	case n == 0:
		return gloss{"0 s: reuse it at once or not at all", false}
	}
	if g := s.seen(); g.Early(s.conn.Budget.Timeout) {
		return gloss{"may stay idle " + format.Number(n) + " s after the last byte (a hint; the server has closed after " + format.Exactly(g.Low) + ")", false}
	}
	return gloss{"may stay idle " + format.Number(n) + " s after the last byte (a hint, not a promise)", false}
}

// seconds converts n seconds to a duration. It limits n to 0 and 1<<32, so the duration
// cannot overflow.
func seconds(n int64) time.Duration { return time.Duration(min(max(0, n), 1<<32)) * time.Second }

// reuse returns a text that says up to which idle time a request is safe, and how that
// time is calculated.
func reuse(timeout, trip time.Duration, seen record.Range) string {
	safe := timeout - trip - record.CautionBefore
	switch {
	case seen.Closes > 0 && seen.Low-trip < safe:
		return "reuse it for less than " + format.Seconds(beforeEarliest(seen.Low, trip)) + ": closed after " + format.Exactly(seen.Low) + ", less a round trip"
	case safe <= 0:
		return "too short to reuse safely: less than a round trip and a second"
	}
	sum := ": " + format.Seconds(timeout) + " − " + format.Duration(trip) + " − 1 s"
	if rounded := safe.Round(100 * time.Millisecond); rounded > safe {
		return "reuse it for less than " + format.Seconds(rounded) + sum
	}
	return "reuse it up to " + format.Seconds(safe.Truncate(100*time.Millisecond)) + sum
}

// applying adds a sentence that says whether the hint applies.
func (p *page) applying(f *wire.Facts, stays bool, params []wire.Param) {
	switch {
	case !stays:
		p.say(muted, "The hint has no effect: the connection ends anyway.")
	case !f.Hint.Applies:
		p.say(caution, "Ignored: the response lacks Connection: keep-alive.")
		p.say(muted, "A proxy may have passed it on by mistake; RFC 2068 §19.7.1.1 says to ignore it.")
	case wire.Timeout(params) >= 0 && wire.Max(params) >= 0:
		p.say(muted, "Both apply: the response also says Connection: keep-alive.")
	case wire.Timeout(params) < 0 && wire.Max(params) < 0:
		p.say(muted, "The hint has neither timeout nor max.")
	default:
		p.say(muted, "The hint applies: the response also says Connection: keep-alive.")
	}
}

// counting adds a sentence if linger counts max down because the server does not.
func (p *page) counting(s *scene) {
	b := s.ex.Budget()
	if !b.HasMax || b.CountedBy != "linger" {
		return
	}
	p.say(muted, "The server does not count max down; linger does, from "+format.Number(b.First)+": "+format.Number(b.Max)+" left.")
}

// values returns the values of all field lines with the given name in the final header
// section, in order.
func values(e *record.Exchange, name string) (out []string) {
	h, ok := e.Final()
	if !ok {
		return nil
	}
	for f := range e.Fields(h) {
		if strings.EqualFold(f.Name, name) {
			out = append(out, f.Value)
		}
	}
	return out
}
