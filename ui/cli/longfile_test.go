//go:build linux && !race

package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// linger reads a long file while it sends it, so its memory stays small.
func TestSendingALongFileUsesLittleMemory(t *testing.T) {
	got := make(chan int64, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		got <- n
	}))
	defer srv.Close()
	const size = 1 << 30
	name := filepath.Join(t.TempDir(), "file")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(size); err != nil { // a sparse file, which uses no disk space
		t.Fatal(err)
	}
	f.Close()
	wantPeak(t, peak(t, nil, "send", "--json", "--data-binary", "@"+name, srv.URL), 64*mebibyte)
	if n := <-got; n != size {
		t.Errorf("the server received %d bytes, want %d", n, size)
	}
}

func TestALongFileArrivesUnchanged(t *testing.T) {
	sums := make(chan string, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		sums <- fmt.Sprint(len(b), " ", hex.EncodeToString(sha(b)))
	}))
	defer srv.Close()
	var content []byte
	for i := range 400_000 {
		content = append(content, fmt.Sprintf("%08d,", i)...)
	}
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(len(content), " ", hex.EncodeToString(sha(content)))
	for _, args := range [][]string{
		{"--data-binary", "@" + name, "-n", "2"},
		{"--data-binary", "@" + name, "--halves", "1ms"},
		{"--data-binary", "@" + name, "-H", "Expect: 100-continue"},
		{"--data-binary", "@" + name, "-H", "Transfer-Encoding: chunked"},
		{"--data-binary", "@" + name, "-n", "2", "--pipeline"},
	} {
		out, err := run(append(append([]string{"send", "--json"}, args...), srv.URL)...)
		if err != nil {
			t.Fatalf("linger send %v failed: %v", args, err)
		}
		exchanges := strings.Count(out, `"type":"exchange"`)
		if exchanges == 0 {
			t.Errorf("linger send %v printed no exchange", args)
		}
		for range exchanges {
			if got := <-sums; got != want {
				t.Errorf("linger send %v: the server received %s (length and hash), want %s", args, got, want)
			}
		}
	}
}

func sha(b []byte) []byte { s := sha256.Sum256(b); return s[:] }
