package wire

import (
	"strings"
	"testing"
)

// LeftOver returns lines that tile any bytes and have the most likely kinds.
func TestLeftOver(t *testing.T) {
	for _, c := range []struct {
		code    Code
		b, want string
	}{
		{CodeLeftChunks, "6\r\n there\r\n0\r\n\r\n", "chunk-size: 6 bytes|content|end of chunk|last-chunk|end of message"},
		{CodeLeftChunks, "6\r\n there\r\n0\r\nA: b\r\n\r\nrest", "chunk-size: 6 bytes|content|end of chunk|last-chunk|trailer field line|end of message|unsolicited data"},
		{CodeLeftChunks, "6\r\n th", "chunk-size: 6 bytes|content"},
		{CodeLeftLastChunk, "0\r\n\r\n", "last-chunk|end of message"},
		{CodeSizeBeforeStatus, "1f\r\n", "chunk-size: 31 bytes"},
		{CodeLengthShort, "lo", "content"},
		{CodeLeftContent, "{}", "content"},
		{CodeBytesUnknown, "??", "unsolicited data"},
	} {
		var got []string
		at := int64(62)
		for _, l := range LeftOver(c.code, []byte(c.b), 62) {
			if l.Off != at || (l.Flags == FlagLikely) == (l.Kind == KindUnsolicited) {
				t.Errorf("%q: line %+v; want one at %d, with FlagLikely unless it is unsolicited", c.b, l, at)
			}
			got = append(got, l.Label([]byte(c.b)[at-62:at-62+l.Len], -1))
			at = l.End()
		}
		if s := strings.Join(got, "|"); s != c.want || at != 62+int64(len(c.b)) {
			t.Errorf("LeftOver(%q, %q) = %s up to %d; want %s up to %d", c.code, c.b, s, at, c.want, 62+len(c.b))
		}
	}
}
