package observe

import "bytes"

// beginsRequest reports whether p begins with a complete HTTP/1.x request line.
func beginsRequest(p []byte) bool {
	line, _, whole := bytes.Cut(p, []byte("\n"))
	words := bytes.Split(bytes.TrimSuffix(line, []byte("\r")), []byte(" "))
	return whole && len(words) == 3 && len(words[0]) > 0 && bytes.HasPrefix(words[2], []byte("HTTP/1."))
}

// joins reports whether decoding can begin at p in a capture that began in the middle of
// the connection. p must be the beginning of a response whose request is known.
func (c *Conn) joins(p []byte) bool {
	known := c.watched.dec != nil || len(c.opt.Assume) > 0
	return known && bytes.HasPrefix(p, []byte("HTTP/"))
}
