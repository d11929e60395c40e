package servers

import (
	"slices"
	"strings"
	"time"
)

// A Default holds how long a server leaves an idle connection open by default.
type Default struct {
	Name   string
	Idle   time.Duration
	Option string // name of the setting for this time
	Source string // address of the document that states the default
	token  string // name of the product in the Server field, in lower case
}

// defaults holds the known servers. Guess tries them in this order.
var defaults = []Default{
	{"nginx", 75 * time.Second, "keepalive_timeout", "nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_timeout", "nginx"},
	{"OpenResty", 75 * time.Second, "keepalive_timeout", "nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_timeout", "openresty"},
	{"Apache httpd", 5 * time.Second, "KeepAliveTimeout", "httpd.apache.org/docs/2.4/mod/core.html#keepalivetimeout", "apache"},
	{"lighttpd", 5 * time.Second, "server.max-keep-alive-idle", "redmine.lighttpd.net/projects/lighttpd/wiki/Server_max-keep-alive-idleDetails", "lighttpd"},
	{"Kestrel", 130 * time.Second, "KeepAliveTimeout", "learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/options", "kestrel"},
	{"Jetty", 30 * time.Second, "idleTimeout", "jetty.org/docs/jetty/12/operations-guide/modules/standard.html#http", "jetty"},
	{"gunicorn", 2 * time.Second, "keepalive", "docs.gunicorn.org/en/stable/settings.html#keepalive", "gunicorn"},
	{"uvicorn", 5 * time.Second, "timeout-keep-alive", "www.uvicorn.org/settings/#timeouts", "uvicorn"},
	{"AWS load balancer", 60 * time.Second, "idle_timeout.timeout_seconds", "docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html", "awselb"},
}

// Guess returns the default of the first product in a Server field (RFC 9110 §10.2.4),
// and false if that product is unknown.
func Guess(server string) (Default, bool) {
	product := strings.ToLower(strings.TrimSpace(server))
	for _, d := range defaults {
		rest, ok := strings.CutPrefix(product, d.token)
		if ok && (rest == "" || strings.ContainsRune("/( ", rune(rest[0]))) {
			return d, true
		}
	}
	return Default{}, false
}

// All returns the defaults of all known servers.
func All() []Default { return slices.Clone(defaults) }
