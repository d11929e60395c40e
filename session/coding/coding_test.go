package coding_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"linger/session/coding"
)

// writers holds an encoder for each coding. "bare deflate" is the format that some
// servers send as deflate.
var writers = map[string]func(io.Writer) (io.WriteCloser, error){
	"gzip":         func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	"deflate":      func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil },
	"bare deflate": func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) },
	"br":           func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriter(w), nil },
	"zstd":         func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
}

func coded(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := writers[name](&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCodingsAreRemoved(t *testing.T) {
	content := strings.Repeat("hello there\n", 50)
	for name := range writers {
		field := strings.TrimPrefix(name, "bare ")
		data := coded(t, name, content)
		if d := coding.Decode(data, []string{field}); string(d.Data) != content || !slices.Equal(d.Removed, []string{field}) || d.Cut || d.Failed != "" {
			t.Errorf("%s: Decode returned %d bytes, removed %q, cut %t, failed %q; want %d bytes, removed %q and no failure", name, len(d.Data), d.Removed, d.Cut, d.Failed, len(content), field)
		}
		if d := coding.Decode(data[:len(data)-3], []string{field}); d.Failed == "" || !strings.HasPrefix(content, string(d.Data)) && len(d.Removed) > 0 {
			t.Errorf("%s: Decode of incomplete data returned %+v; want a failure, and the beginning of the content", name, d)
		}
		if d := coding.Decode(coded(t, name, strings.Repeat("\x00", coding.Most+1)), []string{field}); !d.Cut || len(d.Data) != coding.Most {
			t.Errorf("%s: Decode of more than Most bytes returned %d bytes, cut %t; want %d, true", name, len(d.Data), d.Cut, coding.Most)
		}
	}
}

func TestSeveralCodings(t *testing.T) {
	names := coding.Names([]string{" BR", "gzip , identity"})
	if !slices.Equal(names, []string{"br", "gzip", "identity"}) {
		t.Errorf("Names() = %q; want br, gzip and identity", names)
	}
	both := coded(t, "gzip", string(coded(t, "br", "hello")))
	if d := coding.Decode(both, names); string(d.Data) != "hello" || !slices.Equal(d.Removed, []string{"gzip", "br"}) {
		t.Errorf("Decode of br and gzip returned %+v; want both removed", d)
	}
	if d := coding.Decode(both, []string{"rot13", "gzip"}); d.Failed != "rot13: unknown content coding" || len(d.Removed) != 1 {
		t.Errorf("Decode of rot13 and gzip returned %+v; want gzip removed and a failure for rot13", d)
	}
	five := []byte("x")
	for range 5 {
		five = coded(t, "gzip", string(five))
	}
	if d := coding.Decode(five, slices.Repeat([]string{"gzip"}, 5)); d.Failed != "gzip: too many content codings" || len(d.Removed) != 4 {
		t.Errorf("Decode of five gzip codings returned %+v; want four removed and a failure", d)
	}
}
