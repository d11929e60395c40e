package clients

import (
	"math"
	"time"
)

// The limits of proxies towards the servers behind them, as they are by default.
const (
	nginxOwn   = 60 * time.Second // keepalive_timeout of an upstream
	haproxyOwn = 5 * time.Second  // pool-purge-delay
	apacheOwn  = time.Duration(math.MaxInt64)
	envoyOwn   = time.Hour
)

// The rules of proxies towards the servers behind them.
var (
	// Only where the upstream has the keepalive directive, proxy_http_version is 1.1,
	// and the Connection field is cleared. By default nginx sends HTTP/1.0 and closes.
	nginx = keeping(closeMentioned, nginxOwn, "keepalive_timeout of its upstream")
	// Each pool-purge-delay it closes half of the idle connections that it does not need.
	haproxy = keeping(aloneInLine, haproxyOwn, "pool-purge-delay: then half of the idle connections are closed")
	// Until ttl, which is not set by default.
	apache = keeping(closeAsWord, apacheOwn, "no ttl by default: it looks for a FIN before it reuses a connection")
	// idle_timeout of the HTTP protocol options of the cluster.
	envoy = keeping(closeWins, envoyOwn, "idle_timeout is 1 h by default")
)
