package wire

import (
	"fmt"
	"testing"
)

// The brief label of a field line with a known purpose contains only the purpose.
func TestBrief(t *testing.T) {
	for _, tt := range []struct {
		line        Line
		raw         string
		brief, full string
	}{
		{Line{Kind: KindFieldLine, Role: RoleContentLength}, "", "framing", "field line: framing"},
		{Line{Kind: KindFieldLine, Role: RoleKeepAlive, Flags: FlagFolded}, "", "hint, folded", "field line: hint, folded"},
		{Line{Kind: KindFieldLine, Role: RoleConnection, Flags: FlagCut}, "", "connection option, incomplete", "field line: connection option, incomplete"},
		{Line{Kind: KindFieldLine}, "", "field line", "field line"},
		{Line{Kind: KindChunkLine, A: 2}, "1f\r\n", "chunk-size: 31 bytes", "chunk-size: 31 bytes"},
		{Line{Kind: KindChunkLine, A: 2}, "", "chunk-size", "chunk-size"}, // the bytes are not available
	} {
		if got := tt.line.Brief([]byte(tt.raw), -1); got != tt.brief {
			t.Errorf("%+v: Brief() = %q, want %q", tt.line, got, tt.brief)
		}
		if got := tt.line.Label([]byte(tt.raw), -1); got != tt.full {
			t.Errorf("%+v: Label() = %q, want %q", tt.line, got, tt.full)
		}
	}
}

func TestShiftLines(t *testing.T) {
	lines := []Line{{Off: 0, Len: 17}, {Off: 17, Len: 2}}
	ShiftLines(lines, 100)
	if lines[0].Off != 100 || lines[1].Off != 117 || lines[0].End() != lines[1].Off || lines[1].Len != 2 {
		t.Errorf("shifted by 100, the lines are %+v; want offsets 100 and 117, and the same lengths", lines)
	}
	ShiftLines(lines, -100)
	if lines[0].Off != 0 || lines[1].End() != 19 {
		t.Errorf("shifted back by 100, the lines are %+v; want the original ones", lines)
	}
}

func TestStatusText(t *testing.T) {
	for code, want := range map[int]string{100: "Continue", 200: "OK", 404: "Not Found", 511: "Network Authentication Required", 299: "", 418: "", 0: ""} {
		if got := StatusText(code); got != want {
			t.Errorf("StatusText(%d) = %q, want %q", code, got, want)
		}
	}
}

// The text of a finding begins with the text of its rule, or with the code if this
// package does not know the code.
func TestFindingText(t *testing.T) {
	rule, ok := Lookup(CodeBareLF)
	if !ok || rule.Text == "" {
		t.Fatalf("Lookup(%q) = %+v, %t; want a rule with text", CodeBareLF, rule, ok)
	}
	for _, tt := range []struct {
		f        Finding
		text     string
		severity Severity
		count    int
	}{
		{Finding{Code: CodeBareLF}, rule.Text, rule.Severity, 1},
		{Finding{Code: CodeBareLF, Detail: "in line 2", More: 3}, rule.Text + ": in line 2", rule.Severity, 4},
		{Finding{Code: "of-another-package"}, "of-another-package", 0, 1},
		{Finding{Code: "of-another-package", Detail: "after 3 s"}, "of-another-package: after 3 s", 0, 1},
	} {
		if got := tt.f.Text(); got != tt.text {
			t.Errorf("%+v: Text() = %q, want %q", tt.f, got, tt.text)
		}
		if tt.f.Severity() != tt.severity || tt.f.Count() != tt.count || tt.f.Rule().Code != tt.f.Code {
			t.Errorf("%+v: severity %v, count %d, rule %q; want %v, %d, %q", tt.f, tt.f.Severity(), tt.f.Count(), tt.f.Rule().Code, tt.severity, tt.count, tt.f.Code)
		}
	}
}

// Content is suspicious if it begins with a chunk, or if it lacks the beginning of the
// gzip stream that its fields announce. The content of a chunked body begins after the
// first chunk line.
func TestContentSuspicious(t *testing.T) {
	const gzip = "HTTP/1.1 %s\r\nContent-Encoding: gzip%s\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n%s\r\n0\r\n\r\n"
	const head, chunked = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	sized := func(body string) string { return fmt.Sprintf(head, len(body)) + body }
	for _, tt := range []struct {
		name, message string
		want          bool
	}{
		{"chunks in length-delimited content", sized("5\r\nhello\r\n0\r\n\r\n"), true},
		{"text", sized("hello, world"), false},
		{"digits without a line end", sized("12345678"), false},
		{"too short for chunks", sized("0\r\n"), false},
		{"empty content", sized(""), false},
		{"chunked once", chunked + "5\r\nhello\r\n0\r\n\r\n", false},
		{"chunked twice", chunked + "f\r\n5\r\nhello\r\n0\r\n\r\n\r\n0\r\n\r\n", true},
		{"gzip", fmt.Sprintf(gzip, "200 OK", "", "\x1f\x8b\x08"), false},
		{"text announced as gzip", fmt.Sprintf(gzip, "200 OK", "", "abc"), true},
		{"partial content", fmt.Sprintf(gzip, "206 OK", "", "abc"), false},
		{"two codings", fmt.Sprintf(gzip, "200 OK", ", br", "abc"), false},
	} {
		d := NewDecoder(Limits{})
		d.Expect(Request{Method: "GET", Version: Version{1, 1}})
		for rest := []byte(tt.message); len(rest) > 0; {
			n, _ := d.Feed(rest)
			rest = rest[n:]
		}
		f := d.Facts()
		if got := ContentSuspicious(f, []byte(tt.message)[f.BodyAt:]); got != tt.want {
			t.Errorf("%s: ContentSuspicious() = %t, want %t; facts %+v", tt.name, got, tt.want, f)
		}
	}
}

// Lacks describes what an incomplete request lacks.
func TestIncompleteRequest(t *testing.T) {
	for raw, want := range map[string]string{
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n":                                          "",
		"GET / HTTP/1.1\r\nHost: h\r\n":                                              "the end of the header section",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1500\r\n\r\nhello":            "1,495 of 1,500 bytes of content",
		"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello": "the end of the chunked content",
	} {
		n := 0
		for r := range DecodeRequests([]byte(raw), 0) {
			n++
			if r.Lacks != want || r.Complete != (want == "") || r.Used != len(raw) {
				t.Errorf("%q: Lacks %q, Complete %t, Used %d; want %q, %t, %d", raw, r.Lacks, r.Complete, r.Used, want, want == "", len(raw))
			}
		}
		if n != 1 {
			t.Errorf("%q: DecodeRequests yielded %d requests, want 1", raw, n)
		}
	}
	if req, lines, found := DecodeRequest(nil, 7); req.Method != "" || lines != nil || found != nil {
		t.Errorf("DecodeRequest(nil) = %+v, %v, %v; want a zero request, no lines and no findings", req, lines, found)
	}
}

// DecodeRequests stops when its caller stops iterating.
func TestDecodeRequestsStops(t *testing.T) {
	const one = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	n := 0
	for range DecodeRequests([]byte(one+one+one), 0) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("DecodeRequests yielded %d requests, want 2", n)
	}
}

// Trailers returns only the fields of the trailer section, and Fields only those of the
// header section.
func TestTrailers(t *testing.T) {
	raw := []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: head\r\n\r\n2\r\nhi\r\n0\r\nB: one\r\nC: two\r\n\r\n")
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	var lines []Line
	for rest := raw; len(rest) > 0; {
		n, _ := d.Feed(rest)
		lines, rest = append(lines, d.Lines()...), rest[n:]
	}
	for name, tt := range map[string]struct {
		got  func(func(Field) bool)
		want string
	}{
		"header":  {Fields(raw, 0, lines), "Transfer-Encoding=chunked A=head "},
		"trailer": {Trailers(raw, 0, lines), "B=one C=two "},
	} {
		got := ""
		for f := range tt.got {
			got += f.Name + "=" + f.Value + " "
		}
		if got != tt.want {
			t.Errorf("the fields of the %s section are %q, want %q", name, got, tt.want)
		}
	}
}

// A version has the same form in JSON as in a start-line.
func TestVersionText(t *testing.T) {
	for s, want := range map[string]Version{"": {}, "HTTP/1.0": {1, 0}, "HTTP/1.1": {1, 1}} {
		v := Version{9, 9}
		if err := v.UnmarshalText([]byte(s)); err != nil || v != want || v.String() != s {
			t.Errorf("UnmarshalText(%q) = %+v, error %v; want %+v and the same text from String", s, v, err, want)
		}
	}
	for _, s := range []string{"HTTP/1", "http/1.1", "HTTP/1.1 ", "1.1"} {
		v := Version{1, 0}
		if err := v.UnmarshalText([]byte(s)); err == nil || v != (Version{1, 0}) {
			t.Errorf("UnmarshalText(%q) = %+v, error %v; want an error and no change", s, v, err)
		}
	}
}

func TestIsLeftOver(t *testing.T) {
	for _, rule := range Rules() {
		lines := LeftOver(rule.Code, []byte("0\r\n\r\n"), 0)
		reads := lines[0].Kind != KindUnsolicited // LeftOver recognised the bytes
		if got := IsLeftOver(rule.Code); got != reads {
			t.Errorf("IsLeftOver(%q) = %t, want %t: LeftOver returned kind %v", rule.Code, got, reads, lines[0].Kind)
		}
	}
}
