// Package coding removes content codings (RFC 9110 §8.4.1). It uses a limited amount of
// memory.
package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Most is the maximum number of bytes that Decode returns. The limit is needed because a
// small body may decode to huge content.
const Most = 4 << 20

const (
	maxWindow  = 8 << 20  // largest zstd window, in bytes
	maxCodings = 4        // maximum number of content codings of one message
	maxZstdMem = 32 << 20 // maximum memory for decoding zstd, in bytes
)

// Decoded holds content after its content codings were removed.
type Decoded struct {
	Data    []byte
	Removed []string // codings removed, the outermost first
	Cut     bool     // the content is longer than Most
	Failed  string   // the coding that could not be removed, and why; empty if all were removed
}

// Decode removes content codings, which are listed in the order in which they were
// applied (RFC 9110 §8.4). If the content is damaged, Decode returns what precedes the
// damage.
func Decode(data []byte, codings []string) Decoded {
	d := Decoded{Data: data}
	for i := len(codings) - 1; i >= 0; i-- {
		name := codings[i]
		if name == "identity" || name == "" {
			continue
		}
		if len(d.Removed) == maxCodings {
			d.Failed = name + ": too many content codings"
			return d
		}
		out, cut, err := inflate(d.Data, name)
		if err != nil && len(out) == 0 {
			d.Failed = name + ": " + err.Error()
			return d
		}
		d.Data, d.Cut = out, d.Cut || cut
		d.Removed = append(d.Removed, name)
		if err != nil {
			d.Failed = name + ": " + err.Error()
			return d
		}
	}
	return d
}

var errCoding = errors.New("unknown content coding")

// inflate removes one content coding. cut reports whether it stopped at [Most] bytes.
func inflate(data []byte, coding string) (out []byte, cut bool, err error) {
	r, done, err := decoder(data, coding)
	if err != nil {
		return nil, false, err
	}
	defer done()
	out, err = io.ReadAll(io.LimitReader(r, Most+1))
	if len(out) > Most {
		return out[:Most], true, nil
	}
	return out, false, err
}

func decoder(data []byte, coding string) (r io.Reader, done func(), err error) {
	done = func() {}
	switch coding {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(data))
	case "deflate": // zlib according to RFC 9110, but some servers send bare deflate
		if r, err = zlib.NewReader(bytes.NewReader(data)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(data)), nil
		}
	case "br":
		r = brotli.NewReader(bytes.NewReader(data))
	case "zstd":
		var z *zstd.Decoder
		z, err = zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxMemory(maxZstdMem), zstd.WithDecoderMaxWindow(maxWindow))
		if err == nil {
			r, done = z, z.Close
		}
	default:
		err = errCoding
	}
	return r, done, err
}

// Names returns the codings that the values of Content-Encoding fields list, in order,
// in lower case.
func Names(values []string) (out []string) {
	for _, v := range values {
		for c := range strings.SplitSeq(v, ",") {
			if c = strings.ToLower(strings.TrimSpace(c)); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}
