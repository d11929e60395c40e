package capture

import "bytes"

// beginsRequest reports whether data begins with an HTTP/1.x request-line, or with what
// may be the first part of one.
func beginsRequest(data []byte) bool {
	method, rest, ok := bytes.Cut(data, []byte(" "))
	if !ok || len(method) < 3 || len(method) > 24 {
		return false
	}
	for _, b := range method {
		if (b < 'A' || b > 'Z') && b != '-' {
			return false
		}
	}
	line, _, whole := bytes.Cut(rest, []byte("\n"))
	if !whole {
		return len(line) > 0 && line[0] > ' ' && line[0] < 0x7f
	}
	return bytes.Contains(line, []byte(" HTTP/1."))
}

// beginsResponse reports whether data begins with an HTTP/1.x status-line.
func beginsResponse(data []byte) bool {
	return bytes.HasPrefix(data, []byte("HTTP/1."))
}

// beginsRecord reports whether data begins with a TLS record (RFC 8446 §5.1).
func beginsRecord(data []byte) bool {
	return len(data) >= 5 && data[0] >= 20 && data[0] <= 23 && data[1] == 3 && data[2] <= 4 &&
		int(data[3])<<8|int(data[4]) <= 1<<14+256
}
