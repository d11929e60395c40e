package words

import (
	"strings"
	"testing"
	"time"

	"linger/session/learned"
)

func TestLearnedLines(t *testing.T) {
	server := learned.Side{First: 160, Idle: learned.Range{Low: 5000 * time.Millisecond, High: 5004 * time.Millisecond, N: 160}}
	for name, c := range map[string]struct {
		sum  learned.Summary
		want string
	}{
		"the race": {
			learned.Summary{Watched: 372 * time.Second, Connections: 214, Ended: 183, Exchanges: 2041, Server: server,
				Client: learned.Side{Keeps: 5004 * time.Millisecond}, PerConnection: learned.Counts{Low: 2, High: 100, N: 183},
				Lost: 3, AfterFIN: learned.Range{Low: 100 * time.Microsecond, High: 600 * time.Microsecond, N: 3}},
			`watched for 6 min 12 s: 214 connections, 2,041 exchanges, 183 ends
server: closes idle connections after 5.00 s (160 of 160 that it ended)
client: keeps idle connections longer than 5.00 s; it never closed first
exchanges per connection: 2 to 100
verdict: The server closes idle connections after 5.00 s, without Connection: close; the client would keep them longer.
verdict: 3 of 2,041 requests were lost, each sent 0.1 to 0.6 ms after the FIN.
advice for the server: keep idle connections longer than the client does; now the server closes them after 5.00 s: server.keepAliveTimeout = 65_000 (Node), http.Server{IdleTimeout: 65 * time.Second} (Go)
advice for the client: close idle connections first, after 4 s or sooner: keepalive_timeout 4s; in upstream (nginx), IdleConnTimeout: 4 * time.Second (Go)
advice for the client and server: repeat only requests with idempotent methods (RFC 9110 §9.2.2)`,
		},
		"the client closes first": {
			learned.Summary{Watched: time.Minute, Connections: 1, Ended: 1, Exchanges: 1, PerConnection: learned.Counts{Low: 1, High: 1, N: 1},
				Client: learned.Side{First: 1, Idle: learned.Range{Low: 2 * time.Second, High: 3 * time.Second, N: 2}}, Server: learned.Side{Keeps: 3 * time.Second}},
			`watched for 60.0 s: 1 connection, 1 exchange, 1 end
server: keeps idle connections longer than 3.00 s; it never closed first
client: closes idle connections after 2.000 s to 3.000 s (2 of 1 that it ended)
exchanges per connection: 1
verdict: The client closes idle connections after 2.000 s to 3.000 s, before the server does.`,
		},
		"a close crossed a request, one lost": {
			learned.Summary{Ended: 1, Exchanges: 1, Lost: 1, Crossed: 1, Server: learned.Side{First: 1, InUse: 1}},
			`watched for 0.00 ms: 0 connections, 1 exchange, 1 end
server: ended 1 connection, but closed none because it was idle
verdict: No side ended a connection only because it was idle, so neither idle limit is known.
verdict: 1 of 1 request was lost: the connection ended before a response came.`,
		},
		"nothing known": {learned.Summary{}, "watched for 0.00 ms: 0 connections, 0 exchanges, 0 ends"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(Learned(&c.sum), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
