package observe

import (
	"bytes"
	"crypto/sha256"
	"hash"
)

// A digest computes the SHA-256 of the content of each response. Usually content arrives
// in one piece. A digest hashes such content in one call. If the content equals the
// previous content, it reuses the previous result.
type digest struct {
	h     hash.Hash
	piece []byte // the first piece; it is not a copy, so own hashes it before its bytes change
	used  bool   // whether h has read content
	buf   []byte
	last  []byte // the most recent short content
	known []byte // the digest of last
}

// shortContent is the maximum length, in bytes, of content that is kept for comparison.
const shortContent = 1 << 10

func (d *digest) write(p []byte) {
	if d.piece == nil && !d.used {
		d.piece = p
		return
	}
	d.own()
	d.h.Write(p)
}

// own hashes the first piece, so that the caller may reuse the memory of the piece.
func (d *digest) own() {
	if d.piece == nil {
		return
	}
	if d.h == nil {
		d.h = sha256.New()
	}
	d.h.Write(d.piece)
	d.piece, d.used = nil, true
}

var digestOfNothing = func() []byte { s := sha256.Sum256(nil); return s[:] }()

// sum returns the SHA-256 of the content, and resets d for the next content. s provides
// the memory for the result.
func (d *digest) sum(s *store) []byte {
	switch p := d.piece; {
	case d.used:
		d.buf = d.h.Sum(d.buf[:0])
		d.h.Reset()
		d.used = false
		return s.bytes(d.buf)
	case p != nil:
		d.piece = nil
		if d.known != nil && bytes.Equal(p, d.last) {
			return d.known
		}
		sum := sha256.Sum256(p)
		made := s.bytes(sum[:])
		if len(p) <= shortContent {
			d.last, d.known = append(d.last[:0], p...), made
		}
		return made
	}
	return digestOfNothing
}
