package cli

import (
	"io"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/learned"
	"linger/ui/words"
)

// A pairsJSON prints one JSON object for each event.
type pairsJSON struct {
	w     io.Writer
	start time.Time // start of the session
	quiet bool      // print only the last line, with what linger has learned
	err   error
}

func (o *pairsJSON) write(v any) {
	if err := export.WriteLine(o.w, v); err != nil && o.err == nil {
		o.err = err
	}
}

// event writes one object, unless only the last object is printed.
func (o *pairsJSON) event(v any) {
	if !o.quiet {
		o.write(v)
	}
}

func (o *pairsJSON) at(d time.Duration) string {
	return o.start.Add(d).UTC().Format("2006-01-02T15:04:05.000000Z")
}

// A pairsSessionLine is the first line of the stream.
type pairsSessionLine struct {
	Type    string `json:"type"` // "session"
	Schema  int    `json:"schema"`
	Program string `json:"program"`
	Vantage string `json:"vantage"` // "relay" or "capture"
	Target  string `json:"target,omitempty"`
	Listen  string `json:"listen,omitempty"`
	File    string `json:"file,omitempty"`
	At      string `json:"at"`
}

func (o *pairsJSON) session(l pairsSessionLine) {
	l.Type, l.Schema, l.Program, l.At = "session", 1, "linger", o.at(0)
	o.event(l)
}

type pairsConnectionLine struct {
	Type      string `json:"type"` // "connection"
	ID        int    `json:"id"`
	At        string `json:"at"`
	Client    string `json:"client,omitempty"`
	Server    string `json:"server,omitempty"`
	ConnectUS int64  `json:"connect_us"`
	Joined    bool   `json:"joined,omitempty"` // the capture begins in the middle of the connection
	Error     string `json:"error,omitempty"`  // why the connection failed
}

func (o *pairsJSON) connected(p *pairState, ev session.Connected) {
	o.event(pairsConnectionLine{Type: "connection", ID: p.id, At: o.at(p.begun), Client: p.client, Server: p.addr,
		ConnectUS: ev.Connect.Microseconds(), Joined: ev.Connect == 0})
}

func (o *pairsJSON) notConnected(p *pairState, ev session.DialFailed) {
	o.event(pairsConnectionLine{Type: "connection", ID: p.id, At: o.at(p.begun), Server: p.addr, Error: string(ev.Kind)})
}

type pairsRequest struct {
	Method string `json:"method"`
	Target string `json:"target"`
	Bytes  int64  `json:"bytes"`
}

type pairsResponse struct {
	Status    int    `json:"status"`
	Framing   string `json:"framing"`
	BodyBytes int64  `json:"body_bytes"`
	Complete  bool   `json:"complete"`
}

type pairsExchangeLine struct {
	Type       string         `json:"type"` // "exchange"
	ID         int            `json:"id"`
	Connection int            `json:"connection"`
	Number     int            `json:"number"` // number on the connection; 0: an unsolicited response
	At         string         `json:"at"`     // time of the first byte
	DurationUS int64          `json:"duration_us"`
	Request    *pairsRequest  `json:"request,omitempty"`
	Response   *pairsResponse `json:"response,omitempty"`
	Lost       bool           `json:"lost"`
	AfterFINUS int64          `json:"after_fin_us,omitempty"`  // time from the FIN of the server to the request
	Missing    int64          `json:"missing_bytes,omitempty"` // number of bytes that were not captured
	Findings   []string       `json:"findings"`
}

func (o *pairsJSON) exchange(p *pairState, e *pairExchange) {
	l := pairsExchangeLine{Type: "exchange", ID: e.id, Connection: p.id, Number: e.number, At: o.at(e.begun),
		DurationUS: (e.done - e.begun).Microseconds(), Lost: e.lost, AfterFINUS: e.afterFIN.Microseconds(), Missing: e.missing, Findings: []string{}}
	if e.number > 0 {
		l.Request = &pairsRequest{e.method, e.target, e.sent}
	}
	if e.facts.Status > 0 {
		l.Response = &pairsResponse{e.facts.Status, e.facts.Framing().String(), e.facts.ContentBytes, e.facts.Complete}
	}
	for _, f := range e.findings {
		l.Findings = append(l.Findings, string(f.Code))
	}
	o.event(l)
}

func (o *pairsJSON) sideEnded(*pairState, session.SideEnded) {} // part of the close line instead

type pairsEnd struct {
	Side  string `json:"side"`
	How   string `json:"how"`
	Relay bool   `json:"relay,omitempty"`
	At    string `json:"at"`
}

type pairsCloseLine struct {
	Type       string     `json:"type"` // "close"
	Connection int        `json:"connection"`
	At         string     `json:"at"`
	By         string     `json:"by"`
	How        string     `json:"how"`
	Phase      string     `json:"phase"`
	IdleUS     int64      `json:"idle_us"`
	Announced  bool       `json:"announced"`
	Exchanges  int        `json:"exchanges"`
	Lost       int        `json:"lost"`
	Ends       []pairsEnd `json:"ends"`

	LoggedAs []export.Logged `json:"logged_as,omitempty"`
}

func (o *pairsJSON) closed(p *pairState, ev session.Closed) {
	l := pairsCloseLine{Type: "close", Connection: p.id, At: o.at(ev.At), By: string(ev.By), How: string(ev.How), Phase: string(ev.Phase),
		IdleUS: ev.Idle.Microseconds(), Announced: ev.Announced(), Exchanges: p.exchanges, Lost: p.lost, Ends: []pairsEnd{}, LoggedAs: export.LoggedAs(&ev.Ending)}
	if p.idleEnd { // requests after this end were sent before the client saw the end
		l.Phase, l.IdleUS, l.At = string(session.PhaseIdle), p.idle.Microseconds(), o.at(p.ends[0].At)
	}
	for _, e := range p.ends {
		l.Ends = append(l.Ends, pairsEnd{string(e.Side), string(e.How), e.Relay, o.at(e.At)})
	}
	o.event(l)
}

type pairsPassedLine struct {
	Type       string `json:"type"` // "passed"
	Connection int    `json:"connection"`
	At         string `json:"at"`
	Protocol   string `json:"protocol,omitempty"`
	Sent       int64  `json:"sent"`
	Received   int64  `json:"received"`
	LastByte   string `json:"last_byte"`
}

func (o *pairsJSON) passed(p *pairState, ev session.Passed) {
	o.event(pairsPassedLine{"passed", p.id, o.at(ev.At), ev.Protocol, ev.Sent, ev.Received, o.at(ev.LastByte)})
}

type pairsSentenceLine struct {
	Type       string `json:"type"` // "note"
	Connection int    `json:"connection"`
	At         string `json:"at"`
	Kind       string `json:"kind"`
	Text       string `json:"text"`
}

func (o *pairsJSON) sentence(p *pairState, at time.Duration, kind, text string) {
	o.event(pairsSentenceLine{"note", p.id, o.at(at), kind, text})
}

type pairsRange struct {
	Low     int64 `json:"low"`
	High    int64 `json:"high"`
	Samples int   `json:"samples"`
}

type pairsLearnedLine struct {
	Type          string      `json:"type"` // "learned"
	At            string      `json:"at"`
	WatchedUS     int64       `json:"watched_us"`
	Connections   int         `json:"connections"`
	NotConnected  int         `json:"not_connected"`
	Opaque        int         `json:"opaque"`
	Ended         int         `json:"ended"`
	Unfollowed    int         `json:"unfollowed,omitempty"` // connections that linger did not follow to their end
	Exchanges     int         `json:"exchanges"`
	ServerFirst   int         `json:"server_first"`
	ClientFirst   int         `json:"client_first"`
	RelayFirst    int         `json:"relay_first"`
	Announced     int         `json:"announced"`
	ServerIdleUS  *pairsRange `json:"server_idle_us"`
	ClientIdleUS  *pairsRange `json:"client_idle_us"`
	ServerKeepsUS int64       `json:"server_keeps_us"` // the timeout is at least this long
	ClientKeepsUS int64       `json:"client_keeps_us"` // the timeout is at least this long
	PerConnection *pairsRange `json:"exchanges_per_connection"`
	Lost          int         `json:"lost"`
	AfterFINUS    *pairsRange `json:"lost_after_fin_us"`
	Retried       int         `json:"retried"`
	Verdict       []string    `json:"verdict"`
	Advice        []string    `json:"advice"`
	HintUS        *pairsRange `json:"hint_us,omitempty"` // the timeouts that servers advertised
	CapturedAt    *pairsPlace `json:"captured_at,omitempty"`
}

// A pairsPlace describes where the packets of a capture were recorded.
type pairsPlace struct {
	Place       string `json:"place,omitempty"` // "client", "server", "between", "both" or "proxy"; absent if unknown
	Sure        bool   `json:"sure"`
	RoundTripUS int64  `json:"round_trip_us"`
	Duplicates  int    `json:"duplicates"`
	Text        string `json:"text"`
}

func (o *pairsJSON) learned(at time.Duration, s *learned.Summary, taken *session.CapturedAt) error {
	l := pairsLearnedLine{Type: "learned", At: o.at(at), WatchedUS: s.Watched.Microseconds(), Connections: s.Connections, NotConnected: s.NotMade,
		Opaque: s.Opaque, Ended: s.Ended, Unfollowed: s.Unfollowed, Exchanges: s.Exchanges, ServerFirst: s.Server.First, ClientFirst: s.Client.First, RelayFirst: s.ByRelay,
		Announced: s.Server.Announced + s.Client.Announced, ServerIdleUS: rangeOf(s.Server.Idle), ClientIdleUS: rangeOf(s.Client.Idle),
		ServerKeepsUS: s.Server.Keeps.Microseconds(), ClientKeepsUS: s.Client.Keeps.Microseconds(),
		Lost: s.Lost, AfterFINUS: rangeOf(s.AfterFIN), Retried: s.Retried, Verdict: append([]string{}, words.LearnedVerdict(s)...), Advice: []string{}}
	if c := s.PerConnection; c.N > 0 {
		l.PerConnection = &pairsRange{int64(c.Low), int64(c.High), c.N}
	}
	l.HintUS = rangeOf(s.Hint)
	if taken != nil {
		l.CapturedAt = &pairsPlace{string(taken.Place), taken.Sure, taken.RoundTrip.Microseconds(), taken.Duplicates, words.Taken(taken)[0]}
	}
	for _, a := range words.LearnedAdvice(s) {
		l.Advice = append(l.Advice, a.For+": "+a.Text())
	}
	o.write(l)
	return o.err
}

func rangeOf(r learned.Range) *pairsRange {
	if r.N == 0 {
		return nil
	}
	return &pairsRange{r.Low.Microseconds(), r.High.Microseconds(), r.N}
}
