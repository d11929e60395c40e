package words

import (
	"fmt"
	"math"
	"time"

	"linger/session/learned"
	"linger/session/servers"
	"linger/wire/format"
)

// Learned returns lines for plain output and for copying: how both sides treat
// connections, the verdict and the advice.
func Learned(s *learned.Summary) []string {
	out := []string{"watched for " + Watched(s, "connection")}
	out = append(out, learnedSide("server", &s.Server)...)
	out = append(out, learnedSide("client", &s.Client)...)
	if s.PerConnection.N > 0 {
		out = append(out, "exchanges per connection: "+Span(s.PerConnection.Low, s.PerConnection.High))
	}
	for _, v := range LearnedVerdict(s) {
		out = append(out, "verdict: "+v)
	}
	for _, a := range LearnedAdvice(s) {
		out = append(out, "advice for the "+a.For+": "+a.Text())
	}
	return out
}

// Watched returns how long linger has watched, and the numbers of connections, exchanges
// and ends. noun is the word that it uses for a connection.
func Watched(s *learned.Summary, noun string) string {
	text := format.Duration(s.Watched) + ": " + format.Count(s.Connections, noun) + ", " + format.Count(s.Exchanges, "exchange") + ", " + format.Count(s.Ended, "end")
	if s.Unfollowed > 0 {
		text += ", " + format.Number(int64(s.Unfollowed)) + " not followed to the end"
	}
	return text
}

// learnedSide returns lines about how one side treats idle connections.
func learnedSide(name string, s *learned.Side) []string {
	switch {
	case s.Idle.N > 0:
		return []string{fmt.Sprintf("%s: closes idle connections after %s (%d of %d that it ended)", name, Durations(s.Idle), s.Idle.N, s.First)}
	case s.First > 0:
		return []string{fmt.Sprintf("%s: ended %s, but closed none because it was idle", name, format.Count(s.First, "connection"))}
	case s.Keeps > 0:
		return []string{fmt.Sprintf("%s: keeps idle connections longer than %s; it never closed first", name, format.Duration(s.Keeps))}
	}
	return nil
}

// LearnedVerdict returns sentences that sum up the facts, or nil if nothing is known.
func LearnedVerdict(s *learned.Summary) []string {
	var out []string
	server, client := &s.Server, &s.Client
	switch {
	case server.Idle.N > 0 && client.Idle.N == 0:
		out = append(out, fmt.Sprintf("The server closes idle connections after %s, without Connection: close; the client would keep them longer.", Durations(server.Idle)))
	case client.Idle.N > 0 && server.Idle.N == 0:
		out = append(out, fmt.Sprintf("The client closes idle connections after %s, before the server does.", Durations(client.Idle)))
	case server.Idle.N > 0 && client.Idle.N > 0:
		out = append(out, fmt.Sprintf("Both sides close idle connections: the server after %s, the client after %s.", Durations(server.Idle), Durations(client.Idle)))
	case s.Ended > 0 && s.ByRelay < s.Ended:
		out = append(out, "No side ended a connection only because it was idle, so neither idle limit is known.")
	}
	if s.Lost > 0 {
		out = append(out, lostRace(s))
	}
	if s.OnFault > 0 {
		on := "on connections"
		if s.OnFault == 1 {
			on = "on a connection"
		}
		out = append(out, fmt.Sprintf("%s %s %s with a fault that the relay injected.", format.Count(s.OnFault, "lost request"), wasWere(s.OnFault), on))
	}
	return out
}

// lostRace returns a sentence that says how many requests were lost, and how.
func lostRace(s *learned.Summary) string {
	text := fmt.Sprintf("%s of %s %s lost", format.Number(int64(s.Lost)), format.Count(s.Exchanges, "request"), wasWere(s.Lost))
	switch {
	case s.Crossed > 0 && s.AfterFIN.N > 0:
		text += fmt.Sprintf(": %s sent %s after the FIN, %s before the end", format.Number(int64(s.AfterFIN.N)), millis(s.AfterFIN.Low, s.AfterFIN.High), format.Number(int64(s.Crossed)))
	case s.Crossed > 0:
		text += ": the connection ended before a response came"
	case s.Lost == 1:
		text += fmt.Sprintf(", sent %s after the FIN", millis(s.AfterFIN.Low, s.AfterFIN.High))
	default:
		text += fmt.Sprintf(", each sent %s after the FIN", millis(s.AfterFIN.Low, s.AfterFIN.High))
	}
	return text + "."
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// An Advised is advice for one side or for both.
type Advised struct {
	For   string          // "server", "client" or "client and server"
	Do    string          // a clause
	Paste []servers.Paste // settings of servers or clients that have this effect
}

// Text returns the clause, followed by up to two of the settings as examples.
func (a *Advised) Text() string {
	text := a.Do
	for i, p := range a.Paste[:min(len(a.Paste), 2)] {
		text += [...]string{": ", ", "}[i] + p.Line() + " (" + p.Where + ")"
	}
	return text
}

// LearnedAdvice returns advice for each side on how to prevent a close from crossing a
// request. The usual advice comes first. LearnedAdvice returns nil if the server closed no
// idle connection.
func LearnedAdvice(s *learned.Summary) []Advised {
	if s.Server.Idle.N == 0 {
		return nil
	}
	return []Advised{
		{forServer, fmt.Sprintf("keep idle connections longer than the client does; now the server closes them after %s", Durations(s.Server.Idle)), servers.Keep(longerThan(s.Client.Keeps))},
		closeEarlier(shortest(s)),
		{"client and server", "repeat only requests with idempotent methods (RFC 9110 §9.2.2)", nil},
	}
}

// forServer is the value of Advised.For in advice for the server.
const forServer = "server"

// shortest returns the idle time that a client can rely on: the shortest after which the
// server closed, or the shortest that it advertised.
func shortest(s *learned.Summary) time.Duration {
	if s.Hint.N > 0 && s.Hint.Low > 0 {
		return min(s.Server.Idle.Low, s.Hint.Low)
	}
	return s.Server.Idle.Low
}

// closeEarlier returns advice for a client to close before the idle limit of a
// server.
func closeEarlier(limit time.Duration) Advised {
	at := CloseBy(limit)
	if at < time.Second {
		return Advised{"client", fmt.Sprintf("a limit of %s leaves no time to close first: open a new connection for each request", format.Duration(limit)), nil}
	}
	return Advised{"client", fmt.Sprintf("close idle connections first, after %s or sooner", format.Seconds(at)), servers.CloseWithin(at)}
}

// longerThan returns how long a server should keep idle connections if its client keeps
// them for at least d. That is a little longer than d, and longer than the default of
// proxies (nginx and AWS: 60 s).
func longerThan(d time.Duration) time.Duration {
	return max(time.Minute, d.Round(time.Second)) + 5*time.Second
}

// CloseBy returns the idle time after which a client should close a connection that the
// server closes after limit: one second earlier, in whole seconds, but at least half of
// limit. It returns 0 for a limit below 2 s.
func CloseBy(limit time.Duration) time.Duration {
	return max((limit - time.Second).Truncate(time.Second), (limit / 2).Truncate(time.Second))
}

// Durations returns a range of durations: "5.0 s", "4.998 s to 5.004 s".
func Durations(r learned.Range) string {
	low, high := format.Duration(r.Low), format.Duration(r.High)
	if low == high {
		return low
	}
	return format.Exactly(r.Low) + " to " + format.Exactly(r.High)
}

// Hinted returns the timeouts that servers advertised, in seconds as in the Keep-Alive
// field: "5", "5 to 60".
func Hinted(r learned.Range) string {
	return Span(int(r.Low/time.Second), int(r.High/time.Second))
}

// millis returns a range of short times in milliseconds: "0.1 to 0.6 ms".
func millis(low, high time.Duration) string {
	l, h := oneDigit(low), oneDigit(high)
	if l == h {
		return l + " ms"
	}
	return l + " to " + h + " ms"
}

func oneDigit(d time.Duration) string {
	return format.Fixed(math.Max(0.1, float64(d)/float64(time.Millisecond)), 1)
}

// Span returns a range of numbers: "2 to 100".
func Span(low, high int) string {
	if low == high {
		return format.Number(int64(low))
	}
	return format.Number(int64(low)) + " to " + format.Number(int64(high))
}
