package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// linger says whether a lost request may be sent again, and how.
func TestOutputSaysWhetherALostRequestMayBeRepeated(t *testing.T) {
	const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
	raw := filepath.Join(t.TempDir(), "raw")
	if err := os.WriteFile(raw, []byte("GET / HTTP/1.1\r\nHost: h\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		n      int
		answer string
		args   []string
		want   []string
	}{
		{1, "", nil, []string{"→ retry safe request 1 was lost: GET is idempotent, so repeating it is safe; the same command repeats it"}},
		{1, half, nil, []string{"→ retry safe response 1 is incomplete: GET is idempotent, so repeating it is safe; the same command repeats it"}},
		{2, "", []string{"--pipeline", "-n", "2"}, []string{"→ retry safe requests 1 to 2 were lost: GET is idempotent, so repeating it is safe; the same command with -n 1 repeats it"}},
		{1, "", []string{"-X", "DELETE"}, []string{"request 1 was lost: DELETE is idempotent"}},
		{1, "", []string{"-d", "x"}, []string{"→ retry unsafe request 1 was lost: POST is not idempotent, and may have been processed; repeating it is not safe"}},
		{2, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", []string{"--pipeline", "-n", "2", "-d", "x"}, []string{
			"→ retry safe request 2 was lost: exchange 1 announced the close, so the server must not have processed it; repeating is safe;",
		}},
		{2, "", []string{"--raw", raw}, []string{
			"→ retry safe request 1 was lost: GET is idempotent, so repeating it is safe →",
			"→ retry unsafe request 2 was lost: POST is not idempotent, and",
		}},
	} {
		said := func(out string, _ error) bool {
			words := strings.Join(strings.Fields(strings.NewReplacer("RFC 9110 §9.2.2", "", "RFC 9112 §9.6", "").Replace(out)), " ")
			return !slices.ContainsFunc(tt.want, func(want string) bool { return !strings.Contains(words, want) })
		}
		if out, err := runLonger(said, append([]string{"send", rawServer(t, tt.n, tt.answer), "-m", "TIME"}, tt.args...)...); !said(out, err) {
			t.Errorf("linger send %v: want %q in\n%s", tt.args, tt.want, out)
		}
	}
	for _, answer := range []string{ok, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"} {
		if out, _ := run("send", rawServer(t, 1, answer)); strings.Contains(out, "retry") {
			t.Errorf("no request was lost, but the output says so:\n%s", out)
		}
	}
}
