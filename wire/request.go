package wire

import "strconv"

// A HeaderField is one field of a message to be written.
type HeaderField struct {
	Name, Value string
	// Line is the field line without its line end. If it is set, it is written
	// instead of Name, a colon, a space and Value.
	Line string
}

// A RequestMessage is a request to be written by [AppendRequest].
type RequestMessage struct {
	Method, Target string
	Proto          string // "HTTP/1.1"; empty leaves the version out, as HTTP/0.9 did
	Fields         []HeaderField
	Content        []byte
	Unframed       bool          // Content is sent without a field that frames it; callers must not add one
	Chunked        bool          // write Content in the chunked coding; the caller provides the Transfer-Encoding field
	ChunkSize      int           // bytes of content in each chunk; 0 writes one chunk
	Trailers       []HeaderField // written after the last-chunk if Chunked is set
}

// AppendRequest appends the request exactly as it is given, legal or not: no
// field is added, checked, or corrected.
func AppendRequest(dst []byte, r RequestMessage) []byte {
	dst = append(dst, r.Method...)
	dst = append(dst, ' ')
	dst = append(dst, r.Target...)
	if r.Proto != "" {
		dst = append(dst, ' ')
		dst = append(dst, r.Proto...)
	}
	dst = append(dst, "\r\n"...)
	dst = appendFields(dst, r.Fields)
	if r.Chunked {
		return appendChunked(dst, r)
	}
	return append(dst, r.Content...)
}

func appendFields(dst []byte, fields []HeaderField) []byte {
	for _, f := range fields {
		dst = append(dst, f.Line...)
		if f.Line == "" {
			dst = append(dst, f.Name...)
			if dst = append(dst, ':'); f.Value != "" {
				dst = append(dst, ' ')
				dst = append(dst, f.Value...)
			}
		}
		dst = append(dst, "\r\n"...)
	}
	return append(dst, "\r\n"...)
}

func appendChunked(dst []byte, r RequestMessage) []byte {
	size := r.ChunkSize
	if size <= 0 {
		size = len(r.Content)
	}
	for rest := r.Content; len(rest) > 0; {
		n := min(size, len(rest))
		dst = strconv.AppendInt(dst, int64(n), 16)
		dst = append(dst, "\r\n"...)
		dst = append(dst, rest[:n]...)
		dst = append(dst, "\r\n"...)
		rest = rest[n:]
	}
	dst = append(dst, "0\r\n"...)
	return appendFields(dst, r.Trailers)
}
