package export

import (
	"encoding/hex"
	"strconv"
	"time"

	"linger/session"
	"linger/session/logwords"
	"linger/session/record"
	"linger/wire"
)

// Lines makes the JSON lines from a record. The caller provides the functions that return
// sentences, so that the lines and the screen have the same sentences.
type Lines struct {
	Alone        bool // judge each message by itself and ignore the bytes after it
	Record       *record.Record
	Mask         bool                         // replace secrets by ****
	SecretFields session.SecretFields         // additional fields whose values are secrets
	Sentence     func(*session.Ending) string // returns a sentence about how the connection ended
	Refused      func(*session.Ending) string // returns a sentence about how the server refused a TLS handshake after linger had completed it
}

// at returns the date and time at t, in RFC 3339 form with nanoseconds. It returns "" if
// the record is a decoded file, which has no times.
func (m Lines) at(t time.Duration) string {
	if m.Record.Start.Wall.IsZero() {
		return ""
	}
	return m.Record.Start.Wall.Add(t).UTC().Format("2006-01-02T15:04:05.000000000Z07:00")
}

// Session returns the first line of the output.
func (m Lines) Session() SessionLine {
	return SessionLine{Type: "session", Schema: schema, Program: m.Record.Start.Program, Version: m.Record.Start.Version,
		Target: m.Record.Start.Target, At: m.at(0)}
}

// Connection returns the line of a connection that was made.
func (m Lines) Connection(c *record.Connection) ConnectionLine {
	l := ConnectionLine{Type: "connection", ID: c.ID, At: m.at(c.Opened), Local: c.Info.Local, Remote: c.Info.Remote,
		Resolve: micros(c.Info.Resolve), Connect: micros(c.Info.Connect), Alive: micros(c.Info.TCPAlive),
		Passed: c.Info.Passed, Waited: micros(c.Info.PassedFor)}
	if t := c.Info.TLS; t != nil {
		l.TLS = &tlsJSON{Version: t.Version, Cipher: t.Cipher, ALPN: t.ALPN, Handshake: micros(t.Handshake),
			Verified: t.Verified, Resumed: t.Resumed, Peer: t.Peer, Chain: t.Chain, ClientCert: t.ClientCert}
		if !t.Expires.IsZero() {
			l.TLS.Expires = t.Expires.UTC().Format(time.RFC3339)
		}
	}
	return l
}

// Exchange returns the line of an exchange, which may be incomplete.
func (m Lines) Exchange(e *record.Exchange) ExchangeLine {
	l := ExchangeLine{Type: "exchange", ID: e.ID, Connection: e.Conn, At: m.at(e.Started), Retry: e.Retry(), Barred: e.Barred,
		Findings: Findings(e.Findings)}
	if e.Requested {
		l.Tunnel = e.Tunnel
		l.Request = &requestJSON{Method: e.Method, Target: m.text(e.Target), Version: e.Proto, Header: m.pairs(e.RequestFields())}
		if l.At != "" { // no bytes were sent for a decoded file
			l.Request.Wire = e.Request.Len
			if e.Written {
				l.Request.Wire = e.Sent
			}
		}
	}
	if e.Response.Len > 0 {
		l.Response = m.response(e)
	}
	if _, final := e.Final(); final && e.Done {
		l.KeepAlive, l.Budget = m.keepAlive(e), budget(e.Budget())
	}
	if e.Done && e.Reason != wire.ReasonUndecided {
		l.Persistence = m.persistence(e)
		if e.Facts().Resumed {
			l.ResumedAt = &e.Facts().Off
		}
	}
	if l.At != "" && e.Requested {
		l.Timing = &timingJSON{Send: micros(max(0, e.SentAt-e.Started))}
		if e.HasByte() {
			l.Timing.FirstByte, l.Timing.Total = after(e.Started, e.FirstByte), after(e.Started, e.LastByte)
		}
	}
	return l
}

func (m Lines) response(e *record.Exchange) *responseJSON {
	r := &responseJSON{Header: [][2]string{}, Trailer: m.pairs(e.TrailerFields()), Interim: []interimJSON{},
		Complete: e.Done && e.Facts().Complete, Wire: e.WireBytes, SHA256: hex.EncodeToString(e.SHA256())}
	if !e.Done {
		r.Wire = e.Response.Len
	}
	final, ok := e.Begun()
	for _, h := range e.Heads {
		if h != final {
			r.Interim = append(r.Interim, interimJSON{Status: h.Status, Header: m.pairs(e.Fields(h))})
		}
	}
	if len(e.Heads) > 0 || ok {
		version := "HTTP/" + strconv.Itoa(int(e.Facts().Version.Major)) + "." + strconv.Itoa(int(e.Facts().Version.Minor))
		r.Version = &version
	}
	if !ok {
		return r
	}
	r.Status = &final.Status
	if framing := e.Facts().Framing(); framing != wire.FramingUndecided {
		word := framing.String()
		r.Framing = &word
	}
	if phrase, ok := e.ReasonPhrase(); ok {
		phrase = m.text(phrase)
		r.Reason = &phrase
	}
	r.Header = m.pairs(e.Fields(final))
	r.Body = e.Facts().ContentBytes
	if e.Facts().Framing() == wire.FramingChunked {
		r.Chunks = &e.Facts().ChunkCount
	}
	return r
}

func (m Lines) keepAlive(e *record.Exchange) *keepAliveJSON {
	if !e.Facts().Hint.Present {
		return nil
	}
	k := &keepAliveJSON{Applies: e.Facts().Hint.Applies, Params: [][2]string{}, Timeout: natural(e.Facts().Hint.Timeout), Max: natural(e.Facts().Hint.Max)}
	for _, p := range e.HintParams() {
		k.Params = append(k.Params, [2]string{p.Name, m.value(p.Name, p.Value)})
	}
	return k
}

func budget(b session.Budget) *budgetJSON {
	if !b.Applies || !b.HasTimeout && !b.HasMax {
		return nil
	}
	j := &budgetJSON{CountedBy: b.CountedBy}
	if b.HasTimeout {
		seconds := b.Advertised()
		j.Timeout = &seconds
	}
	if b.HasMax {
		j.Max = &b.Max
	}
	return j
}

// persistence returns the verdict on whether the connection persists after e. If m.Alone
// is set, the verdict depends only on the message itself. If unsolicited data follows,
// the result also has the offset of its first byte.
func (m Lines) persistence(e *record.Exchange) *persistenceJSON {
	f, reason := *e.Facts(), e.Reason
	if m.Alone {
		f.FollowedAt, f.RequestMisread, reason = 0, false, e.Promised()
	}
	p := &persistenceJSON{Persistent: reason.Persistent(), Reason: reason.String(), Steps: []stepJSON{}}
	if at := e.Facts().FollowedAt; at > 0 {
		p.OutOfStep = &at
	}
	for _, s := range f.PersistenceSteps() {
		if s.Asked {
			p.Steps = append(p.Steps, stepJSON{OK: s.OK || !s.Decides, Text: m.text(stepText(s)), Ref: s.Ref})
		}
	}
	return p
}

func stepText(s wire.Step) string {
	if s.Evidence == "" {
		return s.Claim
	}
	return s.Claim + ": " + s.Evidence
}

// Closed returns the line of a connection that has ended.
func (m Lines) Closed(c *record.Connection) CloseLine {
	t := record.TallyOf(c)
	l := CloseLine{Type: "close", Connection: c.ID, At: m.at(c.Close.At), By: c.Close.By, How: c.Close.How, Phase: c.Close.Phase,
		Exchanges: c.Close.Exchanges, Announced: c.Close.Announced(), Notice: c.Close.Notice.Kind, Motive: c.Close.Motive, Lost: c.Close.Lost, Text: m.Sentence(&c.Close.Ending),
		LoggedAs: LoggedAs(&c.Close.Ending), Body: t.Body, Errors: t.Errors, Warnings: t.Warnings, Findings: Findings(c.Findings)}
	if c.Close.Phase == session.PhaseIdle {
		l.Idle = (*micros)(&c.Close.Idle)
	}
	if c.Close.Announced() {
		l.NoticeOf = c.Close.Notice.Of
	}
	if c.Close.Refusal != "" {
		l.Refused = m.Refused(&c.Close.Ending)
	}
	if c.Close.HasAdvertised {
		l.Advertised = (*micros)(&c.Close.Advertised)
	}
	if p := &c.Path; p.Conn > 0 {
		l.RoundTrip, l.Retrans = (*micros)(&p.RoundTrip), &p.Retrans
	}
	return l
}

// LoggedAs returns the messages that other programs log when a connection ends as e
// describes.
func LoggedAs(e *session.Ending) (all []Logged) {
	for _, w := range logwords.Of(e) {
		for _, text := range w.Texts {
			all = append(all, Logged{Program: w.Program, Text: text, Status: w.Status, Measured: w.Version})
		}
	}
	return all
}

// Findings returns fs in the form that the JSON lines use. It never returns nil, so that
// the JSON has an empty list if there are no findings.
func Findings(fs []wire.Finding) []Finding {
	out := make([]Finding, 0, len(fs))
	for _, f := range fs {
		rule, _ := session.Lookup(f.Code)
		out = append(out, Finding{Code: f.Code, Severity: rule.Severity.String(), Text: session.TextOf(f), Ref: rule.Ref, Offset: natural(f.Offset), More: f.More})
	}
	return out
}

func natural(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

// Readers returns how other programs would read the response of e. It returns nil if
// there is no final response, or if all programs read the same content as linger. end is
// the offset after the last byte that a program could read as content.
func Readers(e *record.Exchange, end int64) []Reader {
	h, ok := e.Final()
	if !ok {
		return nil
	}
	rs := wire.Readers(e.Facts(), e.Findings, end-h.End)
	if wire.Agree(rs) && rs[0].Outcome != wire.OutcomeRefuses && rs[0].Bytes == e.Facts().ContentBytes {
		return nil
	}
	out := make([]Reader, 0, len(rs))
	for _, r := range rs {
		out = append(out, Reader{Reader: r.Reader, Version: r.Version, Outcome: r.Outcome.String(), Bytes: natural(r.Bytes), Code: r.Code, Limit: r.Limit})
	}
	return out
}
