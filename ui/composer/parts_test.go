package composer

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linger/ui/theme"
	"linger/wire"
)

func TestEscapes(t *testing.T) {
	for raw, want := range map[string]string{
		`GET / HTTP/1.1\r\n`:  "GET / HTTP/1.1\r\n",
		"a\\r\\n\nb":          "a\r\nb",
		`\t\0\\\x7f\xFf`:      "\t\x00\\\x7f\xff",
		"ä你":                  "ä你",
		"":                    "",
		"line\nbreaks\r\nare": "linebreaksare",
	} {
		got, err := Unescape(raw)
		if err != nil || string(got) != want {
			t.Errorf("Unescape(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
	for raw, what := range map[string]string{`a\q`: `\q`, `\`: `\`, `\x1`: `\x1`, `\x1g`: `\x1g`, "\\\x1b": `\\x1b`} {
		_, err := Unescape(raw)
		var e *EscapeError
		if !errors.As(err, &e) || e.What != what {
			t.Errorf("Unescape(%q) = %v, want an EscapeError about %q", raw, err, what)
		}
	}
	if got := Escape([]byte("A: b\r\n\r\n\x00\x1b\\\xff ü")); got != "A: b\\r\\n\n\\r\\n\n\\x00\\x1b\\\\\\xff ü" {
		t.Errorf("Escape returned %q", got)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nA: \\x\xff\u202e\x00\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := Escape(b)
		back, err := Unescape(s)
		if err != nil || string(back) != string(b) {
			t.Fatalf("%q became the text %q, then the bytes %q (error %v); want the same bytes", b, s, back, err)
		}
		for _, r := range s {
			if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 {
				t.Fatalf("the control character %U is in %q", r, s)
			}
		}
	})
}

func FuzzUnescape(f *testing.F) {
	for _, s := range []string{`\x`, `\`, `\xg0\r`, "a\nb\\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := Unescape(s)
		if err != nil {
			return
		}
		if again, err := Unescape(Escape(b)); err != nil || string(again) != string(b) {
			t.Fatalf("%q became the bytes %q, then %q (error %v); want the same bytes", s, b, again, err)
		}
	})
}

func FuzzEditedText(f *testing.F) {
	f.Add("GET / HTTP/1.1\nHost: h\n# Off: 1\n\ncontent\n")
	f.Fuzz(func(t *testing.T, s string) {
		d := parseText(s, draft{})
		again := formatText(parseText(formatText(d), d))
		if again != formatText(d) {
			t.Errorf("parsing %q and formatting it again gave %q", formatText(d), again)
		}
	})
}

func TestJudge(t *testing.T) {
	const fields = "Host: h\r\nConnection: keep-alive\r\n"
	for _, c := range []struct {
		name, raw string
		ok        bool
		says      string
		again     string
	}{
		{"GET", "GET / HTTP/1.1\r\n" + fields + "\r\n", true, "Nothing here ends the connection", "repeated"},
		{"HEAD", "HEAD / HTTP/1.1\r\n" + fields + "\r\n", true, "no body", "repeated"},
		{"close", "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", true, "closes after its response", "repeated"},
		{"POST", "POST / HTTP/1.1\r\n" + fields + "Content-Length: 2\r\n\r\nab", true, "framing agree", "unknown"},
		{"1.0", "GET / HTTP/1.0\r\n\r\n", true, "without keep-alive", "repeated"},
		{"1.0 keep-alive", "GET / HTTP/1.0\r\n" + fields + "\r\n", true, "stay open", "repeated"},
		{"pipelined", strings.Repeat("GET / HTTP/1.1\r\n"+fields+"\r\n", 3), true, "3 requests in one", "repeated"},
		{"CONNECT", "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n", true, "tunnel", "unknown"},
		{"no Host", "GET / HTTP/1.1\r\n\r\n", false, "No Host", "confirm"},
		{"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", false, "More than one Host", "confirm"},
		{"incomplete header section", "GET / HTTP/1.1\r\nHost: h\r\n", false, "incomplete", "confirm"},
		{"content too short", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab", false, "shorter", "confirm"},
		{"content too long", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nab", false, "", "confirm"},
		{"both framings", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false, "Transfer-Encoding", "confirm"},
		{"LF alone", "GET / HTTP/1.1\nHost: h\n\n", false, "LF instead of CRLF", "confirm"},
		{"unsupported version", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", false, "HTTP", "confirm"},
		{"no version", "GET /\r\n\r\n", false, "", "confirm"},
		{"empty request", "", false, "", ""},
		{"noise", "\x00\x01\x02", false, "", "confirm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := judge([]byte(c.raw))
			if v.ok != c.ok || !strings.Contains(v.rest, c.says) || !strings.Contains(v.again, c.again) {
				t.Errorf("the verdict is %+v; want well-formed: %t, with the texts %q and %q", v, c.ok, c.says, c.again)
			}
		})
	}
}

func TestParseTimes(t *testing.T) {
	for s, want := range map[string]struct {
		n     int
		every time.Duration
	}{"10": {10, 0}, " 3x ": {3, 0}, "10 every 2s": {10, 2 * time.Second}, "5 every 0.5": {5, time.Second / 2}, "2every1m": {2, time.Minute}} {
		if n, every, err := parseTimes(s, mostSent); err != nil || n != want.n || every != want.every {
			t.Errorf("parseTimes(%q) = %d, %v, %v; want %d, %v", s, n, every, err, want.n, want.every)
		}
	}
	for _, s := range []string{"", "0", "-1", "1000000", "ten", "3 every", "3 every -2s", "3 every soon", "3 every 300h", "3 every 1e7"} {
		if n, every, err := parseTimes(s, mostSent); err == nil {
			t.Errorf("parseTimes(%q) = %d, %v; want an error", s, n, every)
		}
	}
}

func TestEditedText(t *testing.T) {
	base := origin.Request("POST", "/x")
	base.Content = []byte("hello")
	d := draftOf(base, base, byYou)
	s := formatText(d)
	if want := "# Expect: 100-continue\nContent-Length: 5\n\nhello\n"; !strings.HasSuffix(s, want) {
		t.Errorf("the text for the editor is %q", s)
	}
	if back := parseText(s, d); !back.same(d) {
		t.Errorf("formatting and parsing changed the draft:\n%+v\nbecame\n%+v", d, back)
	}
	more := parseText(strings.Replace(s, "hello", "hello, you", 1), d)
	if b, _ := more.goesOut(); !strings.HasSuffix(string(b), "Content-Length: 10\r\n\r\nhello, you") {
		t.Errorf("the Content-Length was not calculated again after the content changed: %q", b)
	}
	own := parseText(strings.Replace(s, "Length: 5", "Length: 7", 1), d)
	if b, _ := own.goesOut(); !strings.HasSuffix(string(b), "Content-Length: 7\r\n\r\nhello") {
		t.Errorf("the Content-Length that the user typed was changed: %q", b)
	}
}

func TestChunkedPreset(t *testing.T) {
	m := model(120, 30)
	m.side = true
	press(t, m, "6")
	if got := bytesOf(t, m); !strings.HasSuffix(got, "Transfer-Encoding: chunked\r\n\r\n6\r\nname=l\r\n5\r\ninger\r\n0\r\n\r\n") {
		t.Errorf("the request is %q", got)
	}
	if v := judge([]byte(bytesOf(t, m))); !v.ok {
		t.Errorf("the verdict is %+v, want well-formed", v)
	}
}

func TestOnlyMalformedPresetsAreMalformed(t *testing.T) {
	for _, p := range presets {
		d := p.made(origin.Request("GET", "/"), "/")
		b, err := d.goesOut()
		if err != nil {
			t.Fatal(err)
		}
		if v := judge(b); v.ok == (p.group == groupMalformed) {
			t.Errorf("%s: the verdict on %q is %+v, want malformed: %t", p.name, b, v, p.group == groupMalformed)
		}
	}
}

func TestDraftOfKeepsTheBytes(t *testing.T) {
	for _, raw := range []string{
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhello",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
	} {
		m := messageOf(t, raw)
		d := draftOf(m, origin.Request("GET", "/"), byYou)
		if b, _ := d.goesOut(); string(b) != raw {
			t.Errorf("draftOf changed the bytes %q to %q", raw, b)
		}
	}
}

func messageOf(t *testing.T, raw string) (m wire.RequestMessage) {
	t.Helper()
	head, content, _ := strings.Cut(raw, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	m.Method, m.Target, m.Proto = requestLine(lines[0])
	for _, l := range lines[1:] {
		name, value, _ := strings.Cut(l, ": ")
		m.Fields = append(m.Fields, wire.HeaderField{Name: name, Value: value})
	}
	m.Content = []byte(content)
	if strings.HasPrefix(content, "5\r\n") {
		m.Content, m.Chunked = []byte("hello"), true
	}
	return m
}

func TestEditorCommandsThatNeedAShellAreRefused(t *testing.T) {
	t.Setenv("VISUAL", `"$HOME/bin/ed" -w`)
	m := New(theme.Unstyled(true), wire.RequestMessage{Method: "GET", Target: "/", Proto: "HTTP/1.1"})
	if m.openEditor() != nil || !strings.Contains(m.remark, "$VISUAL") {
		t.Errorf("the remark is %q, want it to say that linger cannot run the command", m.remark)
	}
	t.Setenv("VISUAL", `"/a b/ed" -w ''`)
	if m.openEditor() == nil {
		t.Errorf("no editor was started; the remark is %s", m.remark)
	}
}
