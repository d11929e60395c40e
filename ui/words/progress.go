package words

import (
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// SoFar returns how much of a response in progress was received: "12 of 20
// bytes", or "300 bytes" if its length is unknown.
func SoFar(e *record.Exchange) string {
	return progressOf(e, format.Amount)
}

// SoFarShort returns the text of SoFar without the word "bytes".
func SoFarShort(e *record.Exchange) string { return progressOf(e, format.Size) }

func progressOf(e *record.Exchange, last func(int64) string) string {
	n, ok := e.BodySoFar()
	switch {
	case !ok:
		return last(e.Response.Len)
	case e.Facts().Framing() == wire.FramingLengthDelimited:
		return format.Size(n) + " of " + last(e.Facts().Length)
	}
	return last(n)
}

// of returns a count and the total: "12 of 20".
func of(n, whole int64) string { return format.Size(n) + " of " + format.Size(whole) }

// Stalled returns how much of a stalled response has arrived, and the time since its last
// byte arrived: "12 of 20 bytes; nothing for 3.8 s".
func Stalled(e *record.Exchange, now time.Duration) string {
	return SoFar(e) + "; nothing for " + format.Clock(e.Silence(now))
}

// whatCame returns the words that follow [SoFar] in a sentence. They say which part of
// the response SoFar counts.
func whatCame(e *record.Exchange) string {
	if _, ok := e.BodySoFar(); !ok {
		return " of the header section came"
	}
	switch e.Facts().Framing() {
	case wire.FramingLengthDelimited, wire.FramingCloseDelimited:
		return " of content came"
	}
	return " of the body came"
}

// perhaps is the duration of a stall after which the sentence names the usual causes.
const perhaps = 10 * time.Second

// receiving sets the texts while linger receives a response: how much has arrived, and
// for how long it has been stalled.
func (t *Status) receiving(v *Situation, e *record.Exchange) {
	if e.FramingLost() {
		t.framingLost(v, e)
		return
	}
	silent := e.Silence(v.Now)
	t.State, t.lead = "receiving the response", "Receiving the response."
	t.Rest = format.Amount(e.Response.Len) + " in " + format.Clock(v.Now-e.FirstByte) + "."
	if _, ok := e.BodySoFar(); ok && e.Facts().Framing() == wire.FramingLengthDelimited {
		t.State, t.briefly = "receiving, "+SoFar(e), "receiving"
	}
	switch {
	case !e.Stalled(v.Now):
	case silent < perhaps:
		t.lead = "Stalled."
		t.Rest = SoFar(e) + whatCame(e) + "; nothing for " + format.Clock(silent) + "."
		t.Short = Stalled(e, v.Now) + "."
	default:
		t.lead = "Stalled for " + format.Clock(silent) + "."
		t.Rest = "The server is still working, or stopped inside the response."
		if n, ok := e.BodySoFar(); ok && e.Facts().Framing() == wire.FramingLengthDelimited {
			t.Rest = "Content-Length may be " + format.Size(e.Facts().Length-n) + " too large, or the server is still working."
		}
		t.Short = SoFar(e) + whatCame(e) + "."
		if !v.Offline {
			t.Rest += " " + v.ends()
		}
	}
}

// framingLost sets the texts for a response in progress whose end cannot be found.
func (t *Status) framingLost(v *Situation, e *record.Exchange) {
	th := v.Theme
	t.Sign, t.State, t.StateStyle = th.Glyphs.Error, "framing lost, not reusable", th.RaceStrong
	t.briefly = "framing lost"
	t.lead, t.LeadStyle = "Framing lost.", th.RaceStrong
	t.words, t.shorter, t.WordsStyle = "not reusable", nil, th.Race
	t.Short = "The end of response " + strconv.Itoa(e.ID) + " cannot be found."
	t.Rest = t.Short
	for _, f := range slices.Backward(e.Findings) {
		if session.SeverityOf(f.Code) == wire.SeverityError {
			t.Rest = format.Capital(text.Safe(session.TextOf(f))) + ". " + t.Short
			return
		}
	}
}
