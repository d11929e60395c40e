package export_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"linger/session"
	"linger/session/export"
	"linger/wire"
)

// sent returns the bytes of the request that a curl command describes.
func sent(t *testing.T, command string) (string, export.Curl) {
	t.Helper()
	c, err := export.ParseCurl(command, nil)
	if err != nil {
		t.Fatalf("ParseCurl(%q) returned the error %v, want none", command, err)
	}
	raw := string(wire.AppendRequest(nil, c.Request))
	return raw, c
}

func TestParseCurlReturnsTheRequestThatCurlSends(t *testing.T) {
	const usual = "User-Agent: linger\r\nAccept: */*\r\n"
	for _, c := range []struct{ name, command, want string }{
		{"only a URL", "curl localhost:8080", "GET / HTTP/1.1\r\nHost: localhost:8080\r\n" + usual + "\r\n"},
		{"quotes and a continued line", "curl 'http://h/a?b=c&d' \\\n  -H 'X: \"y\"'", "GET /a?b=c&d HTTP/1.1\r\nHost: h\r\n" + usual + "X: \"y\"\r\n\r\n"},
		{"short options and a value in one word", "curl -sSkXPUT http://h/", "PUT / HTTP/1.1\r\nHost: h\r\n" + usual + "\r\n"},
		{"content", "curl http://h/ -d a=1 -d b=2", "POST / HTTP/1.1\r\nHost: h\r\n" + usual +
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2"},
		{"JSON", `curl http://h/ --json '{"a":1}'`, "POST / HTTP/1.1\r\nHost: h\r\nUser-Agent: linger\r\nAccept: application/json\r\n" +
			"Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}"},
		{"content sent as the query", "curl -G http://h/?x -d a=1 --data-urlencode 'q=ä b'", "GET /?x&a=1&q=%C3%A4+b HTTP/1.1\r\nHost: h\r\n" + usual + "\r\n"},
		{"HEAD with HTTP/1.0", "curl -I -0 http://h/", "HEAD / HTTP/1.0\r\nHost: h\r\n" + usual + "\r\n"},
		{"a replaced, a removed and an empty field", "curl http://h -H 'accept: text/html' -H 'User-Agent:' -H 'X;'",
			"GET / HTTP/1.1\r\nHost: h\r\naccept: text/html\r\nX:\r\n\r\n"},
		{"credentials, User-Agent, Referer and Cookie", "curl http://h -u me:secret -A 'Mine/1' -e http://r/ -b 'a=b'", "GET / HTTP/1.1\r\nHost: h\r\n" +
			"Authorization: Basic bWU6c2VjcmV0\r\nUser-Agent: Mine/1\r\nAccept: */*\r\nReferer: http://r/\r\nCookie: a=b\r\n\r\n"},
		{"password in the URL", "curl http://me:se%63ret@h/", "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic bWU6c2VjcmV0\r\n" + usual + "\r\n"},
		{"chunked", "curl http://h/ -H 'Transfer-Encoding: chunked' -d hello", "POST / HTTP/1.1\r\nHost: h\r\n" + usual +
			"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
		{"empty content", "curl http://h/ -d ''", "POST / HTTP/1.1\r\nHost: h\r\n" + usual +
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"},
		{"request target", "curl -X OPTIONS --request-target '*' http://h/x", "OPTIONS * HTTP/1.1\r\nHost: h\r\n" + usual + "\r\n"},
		{"a command copied from a browser", "curl 'http://h/' \\\r  -H 'accept: */*' \\\r  --data-raw $'a\\u0021\\nb' \\\r  --compressed --insecure",
			"POST / HTTP/1.1\r\nHost: h\r\nUser-Agent: linger\r\naccept: */*\r\nAccept-Encoding: deflate, gzip, br, zstd\r\n" +
				"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n\r\na!\nb"},
		{"dots in the path", "curl http://h/a/../b/./c/..?d/../e", "GET /b/?d/../e HTTP/1.1\r\nHost: h\r\n" + usual + "\r\n"},
		{"dots with --path-as-is", "curl --path-as-is http://h/a/../b", "GET /a/../b HTTP/1.1\r\nHost: h\r\n" + usual + "\r\n"},
		{"bytes that are not text", `curl http://h/ --data-binary $'\xff\x01'`, "POST / HTTP/1.1\r\nHost: h\r\n" + usual +
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\n\xff\x01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := sent(t, c.command); got != c.want {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestParseCurlListsWhatItOmits(t *testing.T) {
	raw, c := sent(t, "curl -L http://h/ http://other/ -F a=b -d @body.json -H @fields -o out --digest -K curlrc --http2-prior-knowledge")
	all := strings.Join(c.Omitted, "\n")
	for _, want := range []string{"-L was left out", "only the first URL", "multipart", `"body.json" was not read`, `"fields" was not read`, "--digest was left out",
		"--config was left out", "not support HTTP/2"} {
		if !strings.Contains(all, want) {
			t.Errorf("Omitted lacks %q:\n%s", want, all)
		}
	}
	if !strings.HasPrefix(raw, "POST / ") {
		t.Errorf("the request is %q, want POST /", raw)
	}
}

func TestParseCurlKeepsConnectionOptions(t *testing.T) {
	_, c := sent(t, "curl -kx proxy:3128 --unix-socket /s -4 --resolve h:80:1.2.3.4 --resolve h:443:1.2.3.4 -E cert.pem --socks5 p -m 5 http://h/")
	want := []export.CurlOption{{"insecure", "true"}, {"proxy", "proxy:3128"}, {"unix-socket", "/s"}, {"ipv4", "true"}, {"resolve", "h:80:1.2.3.4"}, {"resolve", "h:443:1.2.3.4"},
		{"cert", "cert.pem"}, {"socks5", "p"}, {"max-time", "5"}}
	if !slices.Equal(c.Connecting, want) || len(c.Omitted) > 0 {
		t.Errorf("Connecting is %v and Omitted %q; want %v and none", c.Connecting, c.Omitted, want)
	}
	if got := c.ConnectingNames(); got != "--insecure, --proxy, --unix-socket, --ipv4, --resolve, --cert, --socks5, --max-time" {
		t.Errorf("ConnectingNames() = %q, want all eight names once", got)
	}
}

// With a read function, ParseCurl reads files as curl does.
func TestParseCurlReadsFiles(t *testing.T) {
	files := map[string]string{"a": "x\r\ny\x00", "fields": "A: 1\r\n\nB: 2\n", "-": "standard input", "dir/up": "all\n"}
	read := func(name string) ([]byte, error) {
		if s, ok := files[name]; ok {
			return []byte(s), nil
		}
		return nil, errors.New(name + " is missing")
	}
	for _, c := range []struct{ command, target, content string }{
		{"curl http://h/ -d @a -d b", "/", "xy&b"},
		{"curl http://h/ --data-binary @a", "/", "x\r\ny\x00"},
		{"curl http://h/ --json @a", "/", "x\r\ny\x00"},
		{"curl http://h/ -d @-", "/", "standard input"},
		{"curl http://h/ --data-urlencode @a --data-urlencode n@a", "/", "x%0D%0Ay%00&n=x%0D%0Ay%00"},
		{"curl http://h/ -d @fields -H @fields", "/", "A: 1B: 2"},
		{"curl http://h/ --data-raw @a", "/", "@a"},
		{"curl -T dir/up http://h/in/", "/in/up", "all\n"},
		{"curl -T - http://h/in/", "/in/", "standard input"},
	} {
		got, err := export.ParseCurl(c.command, read)
		if err != nil || string(got.Request.Content) != c.content || got.Request.Target != c.target || len(got.Omitted) > 0 {
			t.Errorf("%s: content %q for %s, omitted %q, error %v; want %q for %s", c.command, got.Request.Content, got.Request.Target, got.Omitted, err, c.content, c.target)
		}
		names := ""
		for _, f := range got.Request.Fields {
			names += f.Name + " "
		}
		if strings.Contains(c.command, "-H @") != strings.Contains(names, "A B ") || strings.Contains(c.command, "-T") == strings.Contains(names, "Content-Type") {
			t.Errorf("%s: the fields are %s; want A and B only for -H @fields, and Content-Type unless -T is given", c.command, names)
		}
	}
	for _, command := range []string{"curl http://h/ -d @no", "curl http://h/ -H @no", "curl http://h/ -T no", "curl http://h/ --data-urlencode @no"} {
		if _, err := export.ParseCurl(command, read); err == nil || !strings.Contains(err.Error(), "no is missing") {
			t.Errorf("ParseCurl(%q) returned the error %v, want the error of read", command, err)
		}
	}
}

func TestParseCurlErrors(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"wget http://h/", "does not begin with curl"},
		{"", "does not begin with curl"},
		{"curl", "it has no URL"},
		{"curl -H", "-H needs a value"},
		{"curl http://h/ -H \"Authorization: $TOKEN\"", "$TOKEN"},
		{"curl `ls`", "a substitution"},
		{"curl \"$(ls)\"", "a substitution"},
		{"curl <(ls)", "a substitution"},
		{"curl http://h/ | sh", "`|`"},
		{"curl http://h/?a&b", "`&`"},
		{"curl 'http://h/", "quote"},
		{"curl --frobnicate http://h/", "--frobnicate"},
		{"curl ftp://h/", "not http"},
		{"curl http://h/ -H $'A: b\\r\\nC: d'", "line end"},
	} {
		_, err := export.ParseCurl(c.command, nil)
		if !errors.Is(err, export.ErrNotCurl) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseCurl(%q) returned %v, want ErrNotCurl with %q", c.command, err, c.want)
		}
	}
}

func TestCurlCommandSendsTheSameRequest(t *testing.T) {
	target, _, err := session.ParseTarget("http://127.0.0.1:8321")
	if err != nil {
		t.Fatal(err)
	}
	post := target.Request("POST", "/form")
	post.Content = []byte("it's ü\n\x01")
	post.Fields = append(post.Fields, wire.HeaderField{Name: "Content-Type", Value: "text/plain"})
	bare := wire.RequestMessage{Method: "GET", Target: "/a/../b?x=[1]", Proto: "HTTP/1.0", Fields: []wire.HeaderField{{Name: "X"}}}
	for _, c := range []struct {
		name string
		m    wire.RequestMessage
		want string
	}{
		{"GET", target.Request("GET", "/x"), "curl --http1.1 -H 'User-Agent: linger' -H 'Accept: */*' -H 'Connection: keep-alive' http://127.0.0.1:8321/x"},
		{"HEAD", wire.RequestMessage{Method: "HEAD", Target: "/", Proto: "HTTP/1.1"}, "curl --http1.1 -I -H Host: -H User-Agent: -H Accept: http://127.0.0.1:8321/"},
		{"content", session.Framed(post), "curl --http1.1 -H 'User-Agent: linger' -H 'Accept: */*' -H 'Connection: keep-alive' " +
			`-H 'Content-Type: text/plain' --data-binary $'it\'s \303\274\n\001' http://127.0.0.1:8321/form`},
		{"a target that curl would change", wire.RequestMessage{Method: "GET", Target: "/ü#", Proto: "HTTP/1.1"},
			`curl --http1.1 -H Host: -H User-Agent: -H Accept: --request-target $'/\303\274#' http://127.0.0.1:8321/`},
		{"fields that curl adds are suppressed", bare, "curl -0 -H Host: -H User-Agent: -H Accept: -H 'X;' --path-as-is -g 'http://127.0.0.1:8321/a/../b?x=[1]'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := export.CurlCommand(target, c.m)
			if err != nil || got != c.want {
				t.Errorf("CurlCommand returned the error %v\n got %s\nwant %s", err, got, c.want)
			}
			back, err := export.ParseCurl(got, nil)
			if err != nil {
				t.Fatal(err)
			}
			if string(back.Request.Content) != string(c.m.Content) || back.Request.Method != c.m.Method {
				t.Errorf("ParseCurl returned the request %+v, want %+v", back.Request, c.m)
			}
		})
	}
}

func TestCurlCommandErrors(t *testing.T) {
	target := session.Target{Host: "h", Port: "80"}
	for _, m := range []wire.RequestMessage{
		{Method: "GET", Target: "/", Proto: "HTTP/1.2"},
		{Method: "GET", Target: "/", Proto: "HTTP/1.1", Fields: []wire.HeaderField{{Name: "A", Value: "b\r\nC: d"}}},
		{Method: "POST", Target: "/", Proto: "HTTP/1.1", Content: []byte("a\x00b")},
		{Method: "POST", Target: "/", Proto: "HTTP/1.1", Chunked: true, Trailers: []wire.HeaderField{{Name: "T", Value: "1"}}},
	} {
		if s, err := export.CurlCommand(target, m); !errors.Is(err, export.ErrNoCurl) {
			t.Errorf("CurlCommand(%+v) = %q, %v; want ErrNoCurl", m, s, err)
		}
	}
}

func TestMessageOf(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		same      bool
	}{
		{"GET", "GET /x HTTP/1.1\r\nHost: h\r\nX:\r\n\r\n", true},
		{"content", "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", true},
		{"chunked", "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\n", true},
		{"LF alone", "GET /x HTTP/1.1\nHost: h\n\n", false},
		{"two requests", "GET /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n", false},
		{"no spaces after the colon", "GET /x HTTP/1.1\r\nHost:h\r\n\r\n", false},
		{"nothing", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, same := export.MessageOf([]byte(c.raw))
			if same != c.same {
				t.Errorf("MessageOf returned %+v, %t; want same = %t", m, same, c.same)
			}
			if same && string(wire.AppendRequest(nil, m)) != c.raw {
				t.Errorf("the message is written as %q, want %q", wire.AppendRequest(nil, m), c.raw)
			}
		})
	}
}

func FuzzParseCurl(f *testing.F) {
	for _, s := range []string{
		"curl http://h/ -d a=1 -H 'X: y'", "curl $'a\\xff' -G", "curl <(a)", "curl 'a", "curl --json '{' -0 :80", "curl http://a@b@c/?#",
		"curl -X '\r' http://h/", "curl $\"x\" @(a|b) {1..9} ~root",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := export.ParseCurl(s, nil)
		if err != nil {
			if !errors.Is(err, export.ErrNotCurl) {
				t.Errorf("ParseCurl returned the error %v, want one that wraps ErrNotCurl", err)
			}
			return
		}
		command, err := export.CurlCommand(c.Target, c.Request)
		if err != nil {
			return
		}
		back, err := export.ParseCurl(command, nil)
		if err != nil {
			t.Fatalf("ParseCurl(%q) returned the error %v, want none", command, err)
		}
		if string(back.Request.Content) != string(c.Request.Content) || back.Request.Method != c.Request.Method {
			t.Errorf("%s: ParseCurl returned %+v, want %+v", command, back.Request, c.Request)
		}
	})
}

func FuzzMessageOf(f *testing.F) {
	f.Add([]byte("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n\r\n"))
	f.Add([]byte("GET\r\n: \r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, same := export.MessageOf(raw); same && string(wire.AppendRequest(nil, m)) != string(raw) {
			t.Errorf("MessageOf(%q) = %+v, true; want false, because the bytes differ", raw, m)
		}
	})
}
