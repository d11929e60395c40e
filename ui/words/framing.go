package words

import (
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
	"strconv"
)

// Framing returns how the response body of e is framed, with its length in bytes or its
// number of chunks: "length 512", "chunked 5", "no body".
func Framing(e *record.Exchange) string {
	word := FramingName(e.Facts().Framing())
	switch e.Facts().Framing() {
	case wire.FramingLengthDelimited:
		return word + " " + format.Size(e.Facts().Length)
	case wire.FramingChunked:
		return word + " " + format.Number(e.Facts().ChunkCount)
	}
	return word
}

// FramingName returns the name of f: "chunked", "until close". It returns "" while f is
// undecided.
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

// Incomplete returns how much content of the incomplete response in e was received, or
// "incomplete" if the framing is undecided.
func Incomplete(e *record.Exchange) string {
	if e.Facts().Length >= 0 && e.Facts().Framing() == wire.FramingLengthDelimited {
		return of(e.Facts().ContentBytes, e.Facts().Length)
	}
	if e.Facts().Framing() == wire.FramingUndecided {
		return "incomplete"
	}
	return format.Amount(e.Facts().ContentBytes) + ", incomplete"
}

// Uncaptured returns text about the bytes of e that are missing from the capture: how
// much of the response content was captured, that the request is incomplete, or that the
// outcome is unknown. It returns "" if no bytes are missing.
func Uncaptured(e *record.Exchange) string {
	request, response := e.Missed()
	switch f := e.Facts(); {
	case request+response == 0:
		return ""
	case !f.Complete:
		return "outcome unknown"
	case response > 0:
		return format.Size(f.ContentBytes-response) + " of " + format.Size(f.ContentBytes)
	}
	return "request incomplete"
}

// FramingShort returns shorter forms of Framing, longest first. It never shortens a
// number to fewer digits. It returns nil if there is no shorter form.
func FramingShort(e *record.Exchange) []string {
	switch e.Facts().Framing() {
	case wire.FramingLengthDelimited:
		return []string{"len " + format.Size(e.Facts().Length), "length"}
	case wire.FramingChunked:
		return []string{"chunked " + thousands(e.Facts().ChunkCount), "chunked"}
	}
	return nil
}

// thousands returns n rounded down, with a unit, in about four characters: "10k", "1.2M".
func thousands(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		switch {
		case n >= 10*unit.size:
			return strconv.FormatInt(n/unit.size, 10) + unit.name
		case n >= unit.size:
			return strconv.FormatFloat(float64(n*10/unit.size)/10, 'f', -1, 64) + unit.name
		}
	}
	return strconv.FormatInt(n, 10)
}
