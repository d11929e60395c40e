package wire

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// This file reads PROXY protocol headers. A proxy sends such a header before the first
// request of a connection, to inform the server of the client's address. It is not part
// of HTTP.

// proxyHeader reports the bytes in b, which begin at d.unit, as a PROXY protocol header.
func (d *Decoder) proxyHeader(b []byte, version string) {
	d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(b)), Kind: KindProxyHeader})
	d.find(CodeProxyHeader, d.unit, int64(len(b)), version+", "+Quote(b))
	d.early, d.empty = 0, false // version 2 begins with two empty lines
}

// isProxyV1 reports whether line, the first line of a connection, is a header of
// version 1.
//
//	PROXY TCP4 192.0.2.1 198.51.100.1 56324 80   (PROXY protocol §2.1)
func isProxyV1(line []byte) bool {
	words := bytes.Fields(line)
	return len(words) > 1 && string(words[0]) == "PROXY" &&
		slices.Contains([]string{"TCP4", "TCP6", "UNKNOWN"}, string(words[1]))
}

// A header of version 2 begins with two empty lines, followed by proxyV2 (PROXY
// protocol §2.2).
const (
	proxyV2At = int64(len("\r\n\r\n"))
	proxyV2   = "\x00\r\nQUIT\n"
)

// mayBeProxyV2 reports whether b may begin a header of version 2. b holds the bytes
// after the two empty lines.
func mayBeProxyV2(b []byte) bool {
	n := min(len(b), len(proxyV2))
	return string(b[:n]) == proxyV2[:n]
}

// proxyV2Len returns the length of a header of version 2, without its two empty lines,
// from the length field before the addresses. It returns -1 if b is too short to hold
// that field.
func proxyV2Len(b []byte) int64 {
	const fixed = 16 - int(proxyV2At)
	if len(b) < fixed {
		return -1
	}
	return int64(fixed) + int64(binary.BigEndian.Uint16(b[fixed-2:]))
}

// ProxyHeaderLen returns the length of the PROXY protocol header at the beginning of b,
// or 0 if b does not begin with a complete header.
func ProxyHeaderLen(b []byte) int {
	if after, ok := bytes.CutPrefix(b, []byte("\r\n\r\n")); ok && mayBeProxyV2(after) {
		if n := proxyV2Len(after); n >= 0 && n <= int64(len(after)) {
			return int(proxyV2At + n)
		}
		return 0
	}
	if i := bytes.IndexByte(b, '\n'); i >= 0 && isProxyV1(b[:i]) {
		return i + 1
	}
	return 0
}
