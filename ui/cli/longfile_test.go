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

// linger reads a long file while it sends it.
func TestALongFileIsNotHeldInMemory(t *testing.T) {
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
		t.Errorf("the server got %d bytes, want %d", n, size)
	}
}

func TestALongFileArrivesAsItIs(t *testing.T) {
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
			t.Fatalf("%v: %v", args, err)
		}
		exchanges := strings.Count(out, `"type":"exchange"`)
		if exchanges == 0 {
			t.Errorf("%v: no exchange", args)
		}
		for range exchanges {
			if got := <-sums; got != want {
				t.Errorf("%v: the server got %s, want %s", args, got, want)
			}
		}
	}
}

func sha(b []byte) []byte { s := sha256.Sum256(b); return s[:] }
