package session

import (
	"context"
	"fmt"
	"net"
	"testing"

	"linger/wire"
)

func TestToggles(t *testing.T) {
	m := Target{Host: "h", Port: "8080"}.Request("GET", "/")
	connection := func() (out string) {
		for _, f := range m.Fields {
			if f.Name == "Connection" {
				out += "[" + f.Value + "]"
			}
		}
		return out
	}
	if !AsksToPersist(m) {
		t.Error("AsksToPersist is false for the default request, want true")
	}
	for _, want := range []string{"", "[keep-alive]"} {
		before := len(m.Fields)
		if m = TogglePersist(m); connection() != want || AsksToPersist(m) != (want != "") || len(m.Fields) == before {
			t.Errorf("after TogglePersist, the Connection fields are %q, want %q", connection(), want)
		}
	}
	if m = WithConnection(m, "close"); connection() != "[close]" || AsksToPersist(m) {
		t.Errorf("after WithConnection, the Connection fields are %q, want [close]", connection())
	}
	for value, want := range map[string]bool{"Keep-Alive": true, "te, keep-alive": true, "not-keep-alive": false, "keep-alive2": false} {
		if got := AsksToPersist(WithConnection(m, value)); got != want {
			t.Errorf("AsksToPersist with Connection: %s is %t, want %t", value, got, want)
		}
	}
	var seen string
	for range 2 {
		m = ToggleHead(ToggleVersion(m))
		seen += m.Method + " " + m.Proto + ", "
	}
	if seen != "HEAD HTTP/1.0, GET HTTP/1.1, " {
		t.Errorf("the toggled requests are %q; want HEAD HTTP/1.0, then GET HTTP/1.1", seen)
	}
}

// Framed adds the field that frames the content, but never a second one.
func TestFramed(t *testing.T) {
	length := wire.HeaderField{Name: "content-length", Value: "7"}
	for _, c := range []struct {
		m    wire.RequestMessage
		want string
	}{
		{wire.RequestMessage{}, "[]"},
		{wire.RequestMessage{Content: []byte("abc")}, "[{Content-Length 3 }]"},
		{wire.RequestMessage{Content: []byte("abc"), Chunked: true}, "[{Transfer-Encoding chunked }]"},
		{wire.RequestMessage{Content: []byte("abc"), Unframed: true}, "[]"},
		{wire.RequestMessage{Content: []byte("abc"), Fields: []wire.HeaderField{length}}, "[{content-length 7 }]"},
	} {
		if got := fmt.Sprint(Framed(c.m).Fields); got != c.want {
			t.Errorf("Framed(%+v) has the fields %s, want %s", c.m, got, c.want)
		}
	}
}

// forwarder is a Dialer for an HTTP proxy.
type forwarder struct{ DialFunc }

func (forwarder) Forward(t Target, m wire.RequestMessage) wire.RequestMessage {
	m.Target = t.String() + m.Target
	return m
}

func TestForward(t *testing.T) {
	to := Target{Host: "h", Port: "80"}
	m := to.Request("GET", "/a")
	if got := (Retarget{Target: to}).Forward(m); got.Target != "/a" {
		t.Errorf("without a proxy, the request target is %s, want /a", got.Target)
	}
	if got := (Retarget{Target: to, Dialer: forwarder{}}).Forward(m); got.Target != "http://h/a" {
		t.Errorf("with a proxy, the request target is %s, want http://h/a", got.Target)
	}
}

func TestDialFunc(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	asked := ""
	dial := DialFunc(func(_ context.Context, to Target) (net.Conn, error) {
		asked = to.Address()
		return ours, nil
	})
	to := Target{Host: "::1", Port: "80"}
	c, times, err := dial.Dial(t.Context(), to)
	if c != ours || err != nil || times.Connect < 0 || asked != "[::1]:80" || dial.Address(to) != asked {
		t.Errorf("Dial returned %v, %+v, %v and called the function for %s; want its connection, for [::1]:80", c, times, err, asked)
	}
}
