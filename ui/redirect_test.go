package ui

import (
	"strings"
	"testing"

	"linger/session"
	"linger/session/live"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/wire"
)

// leads returns a session whose response redirects to a location.
func leads(status, where string) *play.Play {
	return play.New("http://127.0.0.1:8321").Connect(ms).
		Exchange("GET", "/a/b", ms, play.Head("HTTP/1.1 "+status+" There", "Location: "+where, "Content-Length: 0"))
}

func withCredentials(o *Options) {
	o.Request.Fields = append(o.Request.Fields[:len(o.Request.Fields):len(o.Request.Fields)],
		wire.HeaderField{Name: "Authorization", Value: "Basic czNjcmV0"}, wire.HeaderField{Name: "Cookie", Value: "id=s3cret"})
}

func TestRedirectToAnotherOriginAsks(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(leads("302", "https://elsewhere.example/x"), size[0], size[1], withCredentials)
		press(m, "L")
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "offer-"+itoa(size[0])+"x"+itoa(size[1]), chrome(m, rows))
		press(m, "R", "p", "esc")
		if len(e.did) > 0 || m.desk().top() != nil || m.desk().next.Target != "/chunked" {
			t.Errorf("R, p and esc gave the commands %T, want none and the question closed", e.did)
		}
	}
}

func TestRedirectToAnotherOriginOmitsCredentials(t *testing.T) {
	m, e := shown(leads("302", "https://elsewhere.example/x"), 120, 40, withCredentials, practising)
	press(m, "e", "esc", "enter", "L", "enter")
	if len(e.did) != 3 || e.did[1] != (session.Retarget{Target: session.Target{TLS: true, Host: "elsewhere.example", Port: "443"}}) {
		t.Fatalf("L and enter gave the commands %+v, want a Retarget and a request", e.did)
	}
	sent := e.did[2].(session.Send)
	if r := sent.Request; r.Target != "/x" || !sent.Reconnect || r.Fields[0].Value != "elsewhere.example" || len(r.Fields) != 4 {
		t.Errorf("the request is %+v, want /x for elsewhere.example without credentials", r)
	}
	expect(t, m, "Not sent to https://elsewhere.example: Authorization, Cookie.")
	happens(m, session.Dialing{At: m.desk().now, Conn: 2, Target: "https://elsewhere.example"})
	expect(t, m, "linger  https://elsewhere.example", "connection 2")
	if m.desk().state().Practice {
		t.Error("Practice = true on another origin, want false")
	}
	press(m, "e", "ctrl+p") // earlier requests may contain secrets for the other origin
	if got := look(m); strings.Contains(got, "Cookie") || strings.Contains(got, "127.0.0.1") {
		t.Errorf("the history shows requests of the first origin:\n%s", got)
	}
	press(m, "esc", "g", "down", "L") // linger resolves a redirect of the first origin against that origin
	if o := m.desk().top(); o != nil {
		t.Errorf("L opened %+v, want none: the redirect leads to the current origin", o)
	}
}

// The request to the other origin has the form that the next hop requires, here a proxy.
func TestRedirectThroughAProxyUsesItsForm(t *testing.T) {
	proxy, err := live.ParseProxy("http://me:pass@proxy.example:3128", live.Network{})
	if err != nil {
		t.Fatal(err)
	}
	m, e := shown(leads("303", "http://elsewhere.example/x"), 120, 40, func(o *Options) {
		o.Reach = func(to session.Target) (session.Retarget, error) {
			return session.Retarget{Target: to, Dialer: proxy}, nil
		}
		o.Request.Method = "POST"
		o.Request.Content = []byte("abc")
		o.Request = proxy.Forward(session.Target{Host: "127.0.0.1", Port: "8321"}, o.Request)
	})
	press(m, "L")
	if got := look(m); strings.Contains(got, "Not sent to") {
		t.Errorf("the question says that fields are not sent, want none: the proxy is the same\n%s", got)
	}
	press(m, "enter")
	r := e.did[1].(session.Send).Request
	if last := r.Fields[len(r.Fields)-1]; r.Method != "GET" || r.Target != "http://elsewhere.example/x" || last.Name != "Proxy-Authorization" || len(r.Content) > 0 {
		t.Errorf("the request is %+v, want a GET in absolute form with the proxy's credentials", r)
	}
}

// linger does not repeat a request on this origin that was lost on another one.
func TestLostRequestIsNotRepeatedOnAnotherOrigin(t *testing.T) {
	p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/", "Cookie: s3cret"))
	p.ServerClosed()
	p.To("http://other").Connect(ms)
	m, e := shown(p, 120, 40)
	press(m, "e", "shift+tab", "shift+tab", "l")
	expect(t, m, "No request was lost.")
	if len(e.did) > 0 {
		t.Errorf("the keys gave the commands %T, want none", e.did)
	}
}
