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

// nginx keeps connections to a server only where the upstream has the keepalive
// directive, proxy_http_version is 1.1, and the Connection field is cleared. By
// default it sends HTTP/1.0 and closes.
func nginx(r Response) Verdict {
	if v, ends := closes(r, closeMentioned); ends {
		return v
	}
	return own(nginxOwn, "keepalive_timeout of its upstream")
}

// haproxy purges half of the idle connections that it does not need each
// pool-purge-delay.
func haproxy(r Response) Verdict {
	if v, ends := closes(r, aloneInLine); ends {
		return v
	}
	return own(haproxyOwn, "pool-purge-delay: then half of the idle connections are closed")
}

// apache keeps the connections of a worker until ttl, which is not set by default.
func apache(r Response) Verdict {
	if v, ends := closes(r, closeAsWord); ends {
		return v
	}
	return own(apacheOwn, "no ttl by default: it looks for a FIN before it reuses a connection")
}

// envoy keeps to idle_timeout of the cluster's HTTP protocol options.
func envoy(r Response) Verdict {
	if v, ends := closes(r, closeWins); ends {
		return v
	}
	return own(envoyOwn, "idle_timeout is 1 h by default")
}
