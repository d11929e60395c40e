package detail

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

// Bounds on decoding content codings: a small body can stand for a huge one.
const (
	maxDecoded = 4 << 20  // bytes of output
	maxWindow  = 8 << 20  // bytes of zstd window
	maxCodings = 4        // codings applied one upon another
	maxZstdMem = 32 << 20 // bytes
)

// A decoded is content with its content codings removed.
type decoded struct {
	data    []byte
	removed []string // codings removed, the outermost first
	cut     bool     // there is more than maxDecoded
	failed  string   // the coding that could not be removed, and why
}

// decode removes content codings, listed in the order in which they were
// applied (RFC 9110 §8.4).
func decode(data []byte, codings []string) decoded {
	d := decoded{data: data}
	for i := len(codings) - 1; i >= 0; i-- {
		name := codings[i]
		if name == "identity" || name == "" {
			continue
		}
		if len(d.removed) == maxCodings {
			d.failed = "more codings than anybody needs"
			return d
		}
		out, cut, err := inflate(d.data, name)
		if err != nil && len(out) == 0 {
			d.failed = name + ": " + err.Error()
			return d
		}
		d.data, d.cut = out, d.cut || cut
		d.removed = append(d.removed, name)
		if err != nil {
			d.failed = name + ": " + err.Error()
			return d
		}
	}
	return d
}

var errCoding = errors.New("not a coding that is known here")

// inflate removes one coding, and reports whether it stopped at the bound.
func inflate(data []byte, coding string) (out []byte, cut bool, err error) {
	r, done, err := decoder(data, coding)
	if err != nil {
		return nil, false, err
	}
	defer done()
	out, err = io.ReadAll(io.LimitReader(r, maxDecoded+1))
	if len(out) > maxDecoded {
		return out[:maxDecoded], true, nil
	}
	return out, false, err
}

func decoder(data []byte, coding string) (r io.Reader, done func(), err error) {
	done = func() {}
	switch coding {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(data))
	case "deflate": // zlib by the letter, bare deflate from some servers
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

// codings are those of a Content-Encoding field, in order, lower case.
func codings(values []string) (out []string) {
	for _, v := range values {
		for c := range strings.SplitSeq(v, ",") {
			if c = strings.ToLower(strings.TrimSpace(c)); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}
