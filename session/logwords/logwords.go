package logwords

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
)

// A Situation is one of the ways for a connection to end that programs distinguish.
type Situation uint8

// The situations.
const (
	SituationSilent        Situation = iota // an orderly end, or an end by the client: programs log nothing
	SituationClosedEmpty                    // FIN before any byte of the response
	SituationResetEmpty                     // RST before any byte of the response
	SituationClosedInHead                   // FIN in the header section
	SituationResetInHead                    // RST in the header section
	SituationClosedInSized                  // FIN in content with a length
	SituationClosedInChunk                  // FIN in chunked content
	SituationResetInBody                    // RST in content
	SituationResetSending                   // RST, or FIN and then RST, while the request was being sent
	SituationTimedOut                       // TCP gave up, because the peer acknowledged nothing
)

// SituationOf returns the situation that e describes.
func SituationOf(e *session.Ending) Situation {
	reset := e.How == session.HowReset
	switch {
	case e.By == session.ByClient, e.Phase == session.PhaseIdle, e.EndsContent(), e.Refusal != "", e.Instead != "", e.Barred():
		return SituationSilent
	case e.How == session.HowTimeout:
		return SituationTimedOut
	}
	pick := func(closed, whenReset Situation) Situation {
		if reset {
			return whenReset
		}
		return closed
	}
	switch e.Moment.Kind {
	case session.MomentNoByte, session.MomentNoFinalByte:
		return pick(SituationClosedEmpty, SituationResetEmpty)
	case session.MomentHeadBytes:
		return pick(SituationClosedInHead, SituationResetInHead)
	case session.MomentInLength:
		return pick(SituationClosedInSized, SituationResetInBody)
	case session.MomentInChunks:
		return pick(SituationClosedInChunk, SituationResetInBody)
	case session.MomentInOpen:
		return pick(SituationSilent, SituationResetInBody)
	case session.MomentSending:
		return SituationResetSending
	}
	return SituationSilent
}

// Words holds the messages that one program logs. Each message is literal, except that
// "…" stands for words that vary.
type Words struct {
	Program string
	Texts   []string // the possible messages; which one the program logs depends on what it does when the connection ends
	Status  int      // status that a proxy sends its own client; 0: the program is not a proxy
	Version string   // version of the program with which the messages were measured; "": not measured
	Source  string   // source of the messages if they were not measured
}

// Quiet reports whether the program logs nothing.
func (w *Words) Quiet() bool { return len(w.Texts) == 0 }

// Of returns what programs log when a connection ends as e describes, in a fixed order.
// It returns nil if no program logs such an end.
//
// If the server closes a reused connection while a request is on its way, its FIN arrives
// first, and a reset follows as the answer to the request. It depends on timing which of
// the two a program sees, so Of returns both messages.
func Of(e *session.Ending) []Words {
	s := SituationOf(e)
	words := rows(s)
	if s == SituationClosedEmpty && e.Answered > 0 {
		for i, other := range rows(SituationResetEmpty) {
			for _, text := range other.Texts {
				if !slices.Contains(words[i].Texts, text) {
					words[i].Texts = append(words[i].Texts, text)
				}
			}
		}
	}
	numbers := strings.NewReplacer("{got}", strconv.FormatInt(e.Moment.N, 10), "{missing}", strconv.FormatInt(e.Moment.Of-e.Moment.N, 10))
	for _, w := range words {
		for i, text := range w.Texts {
			w.Texts[i] = numbers.Replace(text)
		}
	}
	return words
}

// rows returns the messages of all programs for one situation, in a new slice.
func rows(s Situation) []Words {
	var out []Words
	for _, p := range programs {
		w := p.Words
		text, ok := p.said[s]
		if !ok && s != SituationSilent {
			out = append(out, Words{Program: w.Program, Version: w.Version, Source: w.Source})
			continue
		}
		if text == "" {
			continue
		}
		w.Texts = []string{text}
		if p.proxy {
			w.Status = statusOf(s)
		}
		if unmeasured(s) {
			w.Version, w.Source = "", "the error text of the C library, which the program prints"
		}
		out = append(out, w)
	}
	return out
}

// unmeasured reports whether the messages for a situation do not come from measurements.
func unmeasured(s Situation) bool { return s == SituationResetSending || s == SituationTimedOut }

// statusOf returns the status that a proxy sends to its own client, or 0 if the proxy has
// already forwarded the header section of the response.
func statusOf(s Situation) int {
	switch s {
	case SituationClosedInSized, SituationClosedInChunk, SituationResetInBody:
		return 0
	case SituationTimedOut:
		return 504
	}
	return 502
}
