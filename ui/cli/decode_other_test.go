package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// decoded runs linger decode on a file and returns its standard output and its error.
func decoded(t *testing.T, file string) (out string, err error) {
	t.Helper()
	c := New()
	var b bytes.Buffer
	c.SetIn(strings.NewReader(file))
	c.SetOut(&b)
	c.SetErr(&b)
	c.SetArgs([]string{"decode"})
	err = c.Execute()
	return b.String(), err
}

// For common files that decode cannot read, the error says what they are and how to get
// bytes that decode can read.
func TestDecodeNamesUnreadableKindsOfFiles(t *testing.T) {
	const response, request = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(response))
	_ = z.Close()
	trace := "== Info:   Trying 127.0.0.1:80...\n=> Send header, 27 bytes (0x1b)\n0000: 47 45 54 20\n"
	for name, c := range map[string]struct{ file, kind, hint string }{
		"gzip":           {zipped.String(), "a gzip file", "gunzip -c"},
		"zstd":           {"\x28\xb5\x2f\xfd\x04\x00", "a zstd file", "zstd -dc"},
		"zip":            {"PK\x03\x04\x14\x00", "a zip file", "unzip"},
		"WARC":           {"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + response, "a WARC file", "from HTTP/1.1 on"},
		"curl -v":        {"*   Trying 127.0.0.1:80...\n* Connected to x\n> GET / HTTP/1.1\n> Host: x\n> \n< HTTP/1.1 200 OK\n", "the output of curl -v", "curl -si --raw"},
		"curl -v, cut":   {"> GET / HTTP/1.1\n> Host: x\n> \n< HTTP/1.1 200 OK\n", "the output of curl -v", "curl -si --raw"},
		"curl -v, later": {"< HTTP/1.1 200 OK\n< Content-Length: 5\n", "the output of curl -v", "curl -si --raw"},
		"curl --trace":   {trace, "the output of curl --trace", "curl -si --raw"},
		"xxd":            {"00000000: 4854 5450 2f31 2e31 2032 3030 204f 4b0d  HTTP/1.1 200 OK.\n", "a hex dump", "xxd -r FILE"},
		"hexdump -C":     {hex.Dump([]byte(response)), "a hex dump", "xxd -r -p"},
		"hex":            {hex.EncodeToString([]byte(response)), "a hex dump", "xxd -r -p FILE"},
		"spaced hex":     {fmt.Sprintf("% x", response), "a hex dump", "xxd -r -p FILE"},
		"TLS":            {"\x16\x03\x01\x00\x05hello", "a stream of TLS records", "linger send"},
		"pcap":           {"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + strings.Repeat("\x00", 16), "a packet capture", "linger open"},
		"pcapng":         {"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a\x01\x00\x00\x00" + strings.Repeat("\xff", 8) + "\x1c\x00\x00\x00", "a packet capture", "linger open"},
		"HAR":            {`{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[]}}`, "a HAR", "linger open"},
		"a request":      {request, "", "one direction"},
		"both":           {request + response, "", "one direction"},
		"a response":     {response, "", ""},
		"a bad response": {"HTTP/1.1 2x0 OK\r\n\r\n", "", ""},
		"hex in text":    {"48 hours later\n", "", ""},
	} {
		out, err := decoded(t, c.file)
		var got string
		if e := (*exitError)(nil); errors.As(err, &e) {
			got = e.hint
			if e.err != nil {
				got += " " + e.err.Error()
			}
		}
		got += out
		if c.kind == "" && strings.Contains(got, "not bytes sent by a server") {
			t.Errorf("%s: decode refused the file: %s", name, got)
		}
		if !strings.Contains(got, c.kind) || !strings.Contains(got, c.hint) {
			t.Errorf("%s: the error is %q, want it to contain %q and %q", name, got, c.kind, c.hint)
		}
	}
}
