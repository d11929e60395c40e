package clients

import (
	"math"
	"time"
)

// Default limits of proxies for connections to the servers behind them.
const (
	nginxOwn   = 60 * time.Second // the default of keepalive_timeout in an upstream
	haproxyOwn = 5 * time.Second  // pool-purge-delay
	apacheOwn  = time.Duration(math.MaxInt64)
	envoyOwn   = time.Hour
)

// Rules of proxies for connections to the servers behind them.
var (
	// nginx keeps connections only if the upstream has the keepalive directive,
	// proxy_http_version is 1.1, and the Connection field is cleared. By
	// default nginx sends HTTP/1.0 and closes.
	nginx = keeping(closeMentioned, nginxOwn, "keepalive_timeout of its upstream")
	// HAProxy closes half of its unused idle connections after each pool-purge-delay.
	haproxy = keeping(aloneInLine, haproxyOwn, "pool-purge-delay: then half of the idle connections are closed")
	// Apache keeps an idle connection for the time in ttl, which has no default.
	apache = keeping(closeAsWord, apacheOwn, "no ttl by default: it looks for a FIN before it reuses a connection")
	// Envoy uses idle_timeout in the cluster's HTTP protocol options.
	envoy = keeping(closeWins, envoyOwn, "idle_timeout is 1 h by default")
)
