package probe

import (
	"fmt"
	"slices"
	"strings"

	"linger/session/record"
	"linger/wire/format"
)

// A Path holds what linger saw of the hops from the client to the application
// if there is or may be a proxy between them. A proxy keeps connections to its
// clients and a pool of connections to the next hop. Each has a limit of its
// own, and linger never deduces one from the other.
type Path struct {
	Proxy string // the name that the proxy gives itself, such as "nginx/1.22.1" or "1.1 varnish"; empty: none
	Sure  bool   // there certainly is a proxy: it said so, linger used it as one, or the user asked for the sweep
	Hops  []Hop  // the hops, from the client to the application
	Swept bool   // the sweep showed something of the hops behind the proxy
}

// A Hop is one part of a path.
type Hop struct {
	Where string `json:"where"`
	Found string `json:"found"` // "?": the hop cannot be seen from here
	Text  string `json:"text"`
}

// unseenHop is the result for a hop that cannot be seen.
const unseenHop = "?"

// proxies holds the names of programs that mostly forward requests, as in their Server
// field but in lower case.
var proxies = []string{"nginx", "openresty", "envoy", "istio-envoy", "haproxy", "varnish", "squid", "ats", "traefik", "cloudflare", "cloudfront", "awselb", "akamaighost"}

// path returns what linger saw of the path, or nil if there is no sign of a proxy or no
// limit was measured.
func (e *evidence) path(r *Report) *Path {
	if len(r.Idle) == 0 && r.Sweep == nil {
		return nil
	}
	via, server := e.intermediary()
	p := &Path{Proxy: via, Sure: via != "" || r.Through != "" || r.Sweep != nil}
	if p.Proxy == "" {
		p.Proxy = server
	}
	if !p.Sure && !passesOn(server) {
		return nil
	}
	next, application := p.behind(r)
	p.Hops = []Hop{towardsYou(r), next, application}
	return p
}

// intermediary returns the values of Via and Server in the first response (RFC 9110
// §7.6.3 and §10.2.4).
func (e *evidence) intermediary() (via, server string) {
	for _, r := range e.runs[greeting] {
		x := r.exchange(0)
		if !wasAnswered(x) {
			continue
		}
		return fieldOf(x, "Via"), fieldOf(x, "Server")
	}
	return "", ""
}

// fieldOf returns the value of the first field with that name in the final response of an
// exchange, or "" if there is none.
func fieldOf(x *record.Exchange, name string) string {
	if h, ok := x.Final(); ok {
		for f := range x.Fields(h) {
			if strings.EqualFold(f.Name, name) {
				return f.Value
			}
		}
	}
	return ""
}

// passesOn reports whether a Server field names a program that mostly forwards
// requests.
func passesOn(server string) bool {
	product, _, _ := strings.Cut(strings.ToLower(server), "/")
	product, _, _ = strings.Cut(product, " ")
	return slices.Contains(proxies, product)
}

// towardsYou returns the hop nearest to linger, which the check idle-timeout measures.
func towardsYou(r *Report) Hop {
	h := Hop{"towards you", unseenHop, "not measured"}
	if n := len(r.Idle); n > 0 {
		h.Found, h.Text = r.Idle.String()+" idle", fmt.Sprintf("%d of %d closed", len(r.Idle.Closes()), n)
		if len(r.Idle.Closes()) == 0 {
			h.Text = "still open after each wait"
		}
	}
	return h
}

// behind returns what the sweep showed of the proxy's pool and of the application.
func (p *Path) behind(r *Report) (next, application Hop) {
	next = Hop{"towards the next", unseenHop, "its own pool: not visible from here"}
	application = Hop{"the application", unseenHop, "behind the proxy"}
	c := r.Check(nameSweep)
	if c == nil || r.Sweep == nil || c.Verdict == Skip {
		return next, application
	}
	p.Swept = true
	s := r.Sweep
	if bad := s.Failures(); len(bad) > 0 {
		next.Found, next.Text = c.Found+" idle", fmt.Sprintf("%d of %s failed", len(bad), format.Count(len(s.Tries), "request"))
		application.Found, application.Text = "closes after about "+format.Brief(bad[0].Idle), "the proxy keeps the connection longer than that"
		return next, application
	}
	next.Found, next.Text = c.Found, c.Text
	return next, application
}
