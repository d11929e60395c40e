package words

import (
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// Framing returns how the body of a response was framed and how long it was:
// "length 512", "chunked 5", "no body".
func Framing(e *record.Exchange) string {
	word := FramingName(e.Facts.Framing())
	switch e.Facts.Framing() {
	case wire.FramingLengthDelimited:
		return word + " " + format.Size(e.Facts.Length)
	case wire.FramingChunked:
		return word + " " + format.Number(e.Facts.ChunkCount)
	}
	return word
}

// FramingName returns the name of a framing: "chunked", "until close"; empty
// while it is undecided.
func FramingName(f wire.Framing) string {
	switch f {
	case wire.FramingNoBody:
		return "no body"
	case wire.FramingLengthDelimited:
		return "length"
	case wire.FramingChunked:
		return "chunked"
	case wire.FramingCloseDelimited:
		return "until close"
	case wire.FramingTunnel:
		return "tunnel"
	case wire.FramingInvalid:
		return "invalid"
	}
	return ""
}

// Incomplete returns how much of an incomplete response was received.
func Incomplete(e *record.Exchange) string {
	if e.Facts.Length >= 0 && e.Facts.Framing() == wire.FramingLengthDelimited {
		return format.Size(e.Facts.ContentBytes) + " of " + format.Size(e.Facts.Length)
	}
	if e.Facts.Framing() == wire.FramingUndecided {
		return "cut short"
	}
	return format.Amount(e.Facts.ContentBytes) + ", cut"
}
