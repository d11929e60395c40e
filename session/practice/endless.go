package practice

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

// These scenarios send responses that seem endless. Each response ends at a limit.

func endlessScenarios() []Scenario {
	return []Scenario{{
		Path:     "/endless-head",
		Title:    "endless header section",
		Does:     "Sends 2 MiB of field lines, then a few bytes of content.",
		Watch:    "A client needs a limit, and should report a server that exceeds it.",
		Ref:      "RFC 9110 §5.4",
		Group:    GroupHostile,
		Keywords: "head-too-large, memory",
		Params:   houseParams(bytesParam("bytes", 2<<20, 0, 1<<28, "approximate header section length")),
		play:     playEndlessHead,
	}, {
		Path:     "/endless-line",
		Title:    "endless field line",
		Does:     "Sends one field line of 2 MiB, then a few bytes of content.",
		Watch:    "Like /endless-head, but a single line does not end.",
		Ref:      "RFC 9110 §5.4",
		Group:    GroupHostile,
		Keywords: "head-too-large, memory",
		Params:   houseParams(bytesParam("bytes", 2<<20, 0, 1<<28, "field value length")),
		play: func(x *exchange) {
			x.say(x.ok() + "X-Long: ")
			x.repeat(strings.Repeat("a", 4096), x.v.count("bytes"))
			x.sayf("\r\nContent-Length: 12\r\n%s\r\n", x.house())
			x.sayBody("At the end.\n")
		},
	}, {
		Path:     "/endless-interim",
		Title:    "endless interim responses",
		Does:     "Sends 103 (Early Hints) 150 times before the final response.",
		Watch:    "Any number of interim responses is allowed. A client that waits for the final response needs a limit.",
		Ref:      "RFC 9110 §15.2",
		Group:    GroupHostile,
		Keywords: "too-many-interim, 1xx",
		Params:   houseParams(countParam("interim", 150, 0, 1_000_000, "interim responses")),
		play: func(x *exchange) {
			const interim = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
			if x.req.minor > 0 {
				x.repeat(interim, x.v.count("interim")*len(interim))
			}
			x.answer(reply{connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/endless-body",
		Title:    "endless content",
		Does:     "Sends chunks of 16 bytes until the client leaves, at most 1 GiB; then it closes without the last-chunk.",
		Watch:    "A client has to limit the content that it keeps, not the content that it counts.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupHostile,
		Keywords: "memory, streaming",
		Params:   []Param{bytesParam("bytes", 1<<30, 0, 1<<30, "bytes on the wire")},
		play: func(x *exchange) {
			x.leave(endFIN, "1 GiB was sent")
			x.chunkedHead()
			if !x.head() {
				x.repeat("10\r\nAnd on, and on, \r\n", x.v.count("bytes"))
			}
		},
	}, {
		Path:     "/bomb",
		Title:    "gzip bomb: 64 MiB in 64 KiB",
		Does:     "Sends gzip content that decompresses to a thousand times its size.",
		Watch:    "A client that decompresses needs a limit.",
		Ref:      "RFC 9110 §8.4",
		Group:    GroupHostile,
		Keywords: "memory, compression, zip bomb",
		Params:   houseParams(bytesParam("bytes", 64<<20, 0, 1<<28, "length when decompressed")),
		play: func(x *exchange) {
			x.answer(reply{fields: gzipFields, connection: x.house(), content: zeros(x.v.count("bytes"))})
		},
	}}
}

func playEndlessHead(x *exchange) {
	const lines = 64 // number of lines that are written together; each has about 64 bytes
	x.say(x.ok())
	for i, left := 0, x.v.count("bytes"); left > 0 && x.c.broken == nil; i += lines {
		for j := range lines {
			x.sayf("X-Field-%07d: one more of a great many field lines in here\r\n", i+j)
		}
		left -= x.c.out.Len()
		x.flush()
	}
	x.sayf("Content-Length: 12\r\n%s\r\n", x.house())
	x.sayBody("At the end.\n")
}

// repeat writes copies of unit until it has written n bytes; the last copy may be
// incomplete.
func (x *exchange) repeat(unit string, n int) {
	for n > 0 && x.c.broken == nil {
		k := min(n/len(unit), piece/len(unit))
		if k == 0 {
			x.say(unit[:min(n, len(unit))])
			return
		}
		x.say(strings.Repeat(unit, k))
		x.flush()
		n -= k * len(unit)
	}
}

// gzipHeader is a gzip header without optional fields, for deflate at its best
// compression (RFC 1952 §2.3).
const gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"

// zeros returns n zero bytes, compressed with gzip. Each mebibyte after the first
// compresses to the same bytes, so zeros repeats these bytes. Compressing all 64 MiB
// would take a second.
func zeros(n int) string {
	out := bytes.NewBufferString(gzipHeader)
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		panic(fmt.Sprintf("practice: %v", err)) // the level is a constant
	}
	block := make([]byte, 1<<20)
	var sum uint32
	for i, whole := 0, n/len(block); i < whole; i++ {
		sum = crc32.Update(sum, crc32.IEEETable, block)
		if i < 2 {
			begins := out.Len()
			_, _ = w.Write(block) // writing to a Buffer does not fail
			_ = w.Flush()
			if i == 1 {
				again := bytes.Repeat(out.Bytes()[begins:], whole-2)
				out.Write(again)
			}
		}
	}
	rest := block[:n%len(block)]
	_, _ = w.Write(rest)
	_ = w.Close()
	sum = crc32.Update(sum, crc32.IEEETable, rest)
	trailer := binary.LittleEndian.AppendUint32(nil, sum)
	out.Write(binary.LittleEndian.AppendUint32(trailer, uint32(n)))
	return out.String()
}
