package export

import (
	"strconv"
	"strings"
)

// percent percent-encodes all bytes of s except unreserved characters (RFC 3986 §2.3).
func percent(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// unpercent returns s with its percent-encoding decoded. Invalid escapes stay unchanged.
func unpercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// withoutDots removes the "." and ".." segments from the path of a request target (RFC
// 3986 §5.2.4).
func withoutDots(target string) string {
	path, query, asked := strings.Cut(target, "?")
	if !strings.HasPrefix(path, "/") || !strings.Contains(path, "/.") {
		return target
	}
	var kept []string
	segments := strings.Split(path[1:], "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".", "..":
			if s == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, s)
		}
	}
	path = "/" + strings.Join(kept, "/")
	if asked {
		path += "?" + query
	}
	return path
}
