package cli

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/words"
	"linger/wire"
)

// The JSON lines, one object a line. Members may be added; none is renamed.
type (
	sessionLine struct {
		Type    string `json:"type"`
		Schema  int    `json:"schema"`
		Program string `json:"program"`
		Version string `json:"version"`
		Target  string `json:"target,omitempty"`
		File    string `json:"file,omitempty"`
		At      string `json:"at,omitempty"`
	}

	connectionLine struct {
		Type    string   `json:"type"`
		ID      int      `json:"id"`
		At      string   `json:"at"`
		Local   string   `json:"local"`
		Remote  string   `json:"remote"`
		Resolve micros   `json:"resolve_us"`
		Connect micros   `json:"connect_us"`
		Alive   micros   `json:"tcp_keepalive_us"` // 0: off
		TLS     *tlsJSON `json:"tls,omitempty"`
	}

	tlsJSON struct {
		Version   string   `json:"version"`
		Cipher    string   `json:"cipher"`
		ALPN      string   `json:"alpn"`
		Handshake micros   `json:"handshake_us"`
		Verified  bool     `json:"verified"`
		Resumed   bool     `json:"resumed"`
		Peer      string   `json:"peer"`
		Expires   string   `json:"expires,omitempty"`
		Chain     []string `json:"chain,omitempty"`

		ClientCert session.ClientCert `json:"client_certificate,omitempty"`
	}

	exchangeLine struct {
		Type        string           `json:"type"`
		ID          int              `json:"id"`
		Connection  int              `json:"connection"`
		At          string           `json:"at,omitempty"`
		Request     *requestJSON     `json:"request"`
		Response    *responseJSON    `json:"response"`
		KeepAlive   *keepAliveJSON   `json:"keep_alive"`
		Budget      *budgetJSON      `json:"budget"`
		Persistence *persistenceJSON `json:"persistence"`
		Timing      *timingJSON      `json:"timing,omitempty"`
		Retry       session.Retry    `json:"retry,omitempty"`
		Barred      int              `json:"barred_by,omitempty"` // the exchange that had said close before it
		Readers     []readerJSON     `json:"readers,omitempty"`   // of a capture, where they differ
		ReadersAsOf string           `json:"readers_as_of,omitempty"`
		Findings    []findingJSON    `json:"findings"`
	}

	// readerJSON is how much content another reader would take.
	readerJSON struct {
		Reader  string    `json:"reader"`
		Version string    `json:"version"`
		Outcome string    `json:"outcome"`
		Bytes   *int64    `json:"bytes"`
		Code    wire.Code `json:"code,omitempty"`
	}

	requestJSON struct {
		Method  string      `json:"method"`
		Target  string      `json:"target,omitempty"`
		Version string      `json:"version"`
		Header  [][2]string `json:"header"`
		Wire    int64       `json:"wire_bytes,omitempty"`
	}

	responseJSON struct {
		Version  *string       `json:"version"`
		Status   *int          `json:"status"`
		Reason   *string       `json:"reason"`
		Header   [][2]string   `json:"header"`
		Trailer  [][2]string   `json:"trailer"`
		Interim  []interimJSON `json:"interim"`
		Framing  *string       `json:"framing"`
		Chunks   *int64        `json:"chunks,omitempty"`
		Complete bool          `json:"complete"`
		Body     int64         `json:"body_bytes"`
		Wire     int64         `json:"wire_bytes"`
		SHA256   string        `json:"sha256,omitempty"`
	}

	interimJSON struct {
		Status int         `json:"status"`
		Header [][2]string `json:"header"`
	}

	keepAliveJSON struct {
		Timeout *int64      `json:"timeout"`
		Max     *int64      `json:"max"`
		Params  [][2]string `json:"params"`
		Applies bool        `json:"applies"`
	}

	budgetJSON struct {
		Timeout   *int64 `json:"timeout"`
		Max       *int64 `json:"max"`
		CountedBy string `json:"counted_by,omitempty"`
	}

	persistenceJSON struct {
		Persistent bool       `json:"persistent"`
		Reason     string     `json:"reason"`
		Steps      []stepJSON `json:"steps"`
	}

	stepJSON struct {
		OK   bool   `json:"ok"`
		Text string `json:"text"`
		Ref  string `json:"ref"`
	}

	timingJSON struct {
		Send      micros  `json:"send_us"`
		FirstByte *micros `json:"first_byte_us"`
		Total     *micros `json:"total_us"`
	}

	findingJSON struct {
		Code     wire.Code `json:"code"`
		Severity string    `json:"severity"`
		Text     string    `json:"text"`
		Ref      string    `json:"ref"`
		Offset   *int64    `json:"offset"`         // null where no byte gives it away
		More     int64     `json:"more,omitempty"` // like it in the same message, and not listed
	}

	closeLine struct {
		Type       string        `json:"type"`
		Connection int           `json:"connection"`
		At         string        `json:"at"`
		By         session.Party `json:"by"`
		How        session.How   `json:"how"`
		Phase      session.Phase `json:"phase"`
		Exchanges  int           `json:"exchanges"`
		Idle       *micros       `json:"idle_us"`
		Announced  bool          `json:"announced"`

		Notice   session.NoticeKind `json:"announced_by,omitempty"`       // what announced it
		NoticeOf int                `json:"announced_exchange,omitempty"` // whose message did
		Motive   session.Motive     `json:"motive,omitempty"`             // why linger ended it

		Advertised *micros       `json:"advertised_us,omitempty"`
		Lost       []int         `json:"lost,omitempty"`
		RoundTrip  *micros       `json:"round_trip_us,omitempty"`
		Retrans    *int          `json:"retransmissions,omitempty"` // where the kernel tells
		Text       string        `json:"text"`
		Refused    string        `json:"refused,omitempty"` // the TLS handshake, after all
		Body       int64         `json:"body_bytes"`        // of all exchanges, as are errors and warnings
		Errors     int           `json:"errors"`
		Warnings   int           `json:"warnings"`
		Findings   []findingJSON `json:"findings"`
	}

	endLine struct {
		Type       string        `json:"type"`
		State      endState      `json:"state"`
		Offset     int64         `json:"offset"`
		Responses  int64         `json:"responses"`            // exchanges that hold one, whole or begun
		Incomplete int64         `json:"incomplete,omitempty"` // of them
		Body       int64         `json:"body_bytes"`
		Errors     int           `json:"errors"`
		Warnings   int           `json:"warnings"`
		Hint       string        `json:"hint,omitempty"`
		Findings   []findingJSON `json:"findings"`
	}
)

// schema is the version of the lines' meaning.
const schema = 1

// micros is a duration that reads as a number of microseconds.
type micros time.Duration

// MarshalJSON implements json.Marshaler.
func (m micros) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/float64(time.Microsecond), 'f', -1, 64), nil
}

func after(from, to time.Duration) *micros {
	if to == 0 {
		return nil
	}
	m := micros(to - from)
	return &m
}

// A lineMaker derives lines from the record.
type lineMaker struct{ rec *record.Record }

// at is a moment of the session as RFC 3339 with nanoseconds; a decoded file
// has no clock, and none is printed.
func (m lineMaker) at(t time.Duration) string {
	if m.rec.Start.Wall.IsZero() {
		return ""
	}
	return m.rec.Start.Wall.Add(t).UTC().Format("2006-01-02T15:04:05.000000000Z07:00")
}

func (m lineMaker) session() sessionLine {
	return sessionLine{Type: "session", Schema: schema, Program: m.rec.Start.Program, Version: m.rec.Start.Version,
		Target: m.rec.Start.Target, At: m.at(0)}
}

func (m lineMaker) connection(c *record.Connection) connectionLine {
	l := connectionLine{Type: "connection", ID: c.ID, At: m.at(c.Opened), Local: c.Info.Local, Remote: c.Info.Remote,
		Resolve: micros(c.Info.Resolve), Connect: micros(c.Info.Connect), Alive: micros(c.Info.TCPAlive)}
	if t := c.Info.TLS; t != nil {
		l.TLS = &tlsJSON{Version: t.Version, Cipher: t.Cipher, ALPN: t.ALPN, Handshake: micros(t.Handshake),
			Verified: t.Verified, Resumed: t.Resumed, Peer: t.Peer, Chain: t.Chain, ClientCert: t.ClientCert}
		if !t.Expires.IsZero() {
			l.TLS.Expires = t.Expires.UTC().Format(time.RFC3339)
		}
	}
	return l
}

func (m lineMaker) exchange(e *record.Exchange) exchangeLine {
	l := exchangeLine{Type: "exchange", ID: e.ID, Connection: e.Conn, At: m.at(e.Started), Retry: e.Retry, Barred: e.Barred,
		Findings: findings(e.Findings)}
	if e.Requested {
		l.Request = &requestJSON{Method: e.Method, Target: e.Target, Version: e.Proto, Header: pairs(e.RequestFields())}
		if l.At != "" { // of a capture the bytes sent are not known
			l.Request.Wire = e.Request.Len
			if e.SentAt > 0 {
				l.Request.Wire = e.Sent
			}
		}
	}
	if e.Response.Len > 0 {
		l.Response = m.response(e)
	}
	if _, final := e.Final(); final && e.Done {
		l.KeepAlive, l.Budget = keepAlive(e), budget(e.Budget)
	}
	if e.Done && e.Reason != wire.ReasonUndecided {
		l.Persistence = persistence(e)
	}
	if l.At != "" && e.Requested {
		l.Timing = &timingJSON{Send: micros(max(0, e.SentAt-e.Started)), FirstByte: after(e.Started, e.FirstByte), Total: after(e.Started, e.LastByte)}
	}
	return l
}

func (m lineMaker) response(e *record.Exchange) *responseJSON {
	r := &responseJSON{Header: [][2]string{}, Trailer: pairs(e.TrailerFields()), Interim: []interimJSON{},
		Complete: e.Done && e.Facts.Complete, Wire: e.WireBytes, SHA256: hex.EncodeToString(e.SHA256)}
	if !e.Done {
		r.Wire = e.Response.Len
	}
	final, ok := e.Begun()
	for _, h := range e.Heads {
		if h != final {
			r.Interim = append(r.Interim, interimJSON{Status: h.Status, Header: pairs(e.Fields(h))})
		}
	}
	if len(e.Heads) > 0 || ok {
		version := "HTTP/" + strconv.Itoa(int(e.Facts.Version.Major)) + "." + strconv.Itoa(int(e.Facts.Version.Minor))
		r.Version = &version
	}
	if !ok {
		return r
	}
	r.Status = &final.Status
	if framing := e.Facts.Framing(); framing != wire.FramingUndecided {
		word := framing.String()
		r.Framing = &word
	}
	if phrase, ok := e.ReasonPhrase(); ok {
		r.Reason = &phrase
	}
	r.Header = pairs(e.Fields(final))
	r.Body = e.Facts.ContentBytes
	if e.Facts.Framing() == wire.FramingChunked {
		r.Chunks = &e.Facts.ChunkCount
	}
	return r
}

func keepAlive(e *record.Exchange) *keepAliveJSON {
	if !e.Facts.Hint.Present {
		return nil
	}
	k := &keepAliveJSON{Applies: e.Facts.Hint.Applies, Params: [][2]string{}, Timeout: natural(e.Facts.Hint.Timeout), Max: natural(e.Facts.Hint.Max)}
	for _, p := range hintParams(e) {
		k.Params = append(k.Params, [2]string{p.Name, p.Value})
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

func persistence(e *record.Exchange) *persistenceJSON {
	p := &persistenceJSON{Persistent: e.Reason.Persistent(), Reason: e.Reason.String(), Steps: []stepJSON{}}
	for _, s := range e.Facts.PersistenceSteps() {
		if s.Asked {
			p.Steps = append(p.Steps, stepJSON{OK: s.OK || !s.Decides, Text: stepText(s), Ref: s.Ref})
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

func (m lineMaker) closed(c *record.Connection) closeLine {
	t := tallyOf(c)
	l := closeLine{Type: "close", Connection: c.ID, At: m.at(c.Close.At), By: c.Close.By, How: c.Close.How, Phase: c.Close.Phase,
		Exchanges: c.Close.Exchanges, Announced: c.Close.Announced(), Notice: c.Close.Notice.Kind, Motive: c.Close.Motive, Lost: c.Close.Lost, Text: words.Sentence(&c.Close.Ending),
		Body: t.body, Errors: t.errors, Warnings: t.warnings, Findings: findings(c.Findings)}
	if c.Close.Phase == session.PhaseIdle {
		l.Idle = (*micros)(&c.Close.Idle)
	}
	if c.Close.Announced() {
		l.NoticeOf = c.Close.Notice.Of
	}
	if c.Close.Refusal != "" {
		l.Refused = words.Refused(&c.Close.Ending)
	}
	if c.Close.HasAdvertised {
		l.Advertised = (*micros)(&c.Close.Advertised)
	}
	if p := &c.Path; p.Conn > 0 {
		l.RoundTrip, l.Retrans = (*micros)(&p.RoundTrip), &p.Retrans
	}
	return l
}

func findings(fs []wire.Finding) []findingJSON {
	out := make([]findingJSON, 0, len(fs))
	for _, f := range fs {
		rule, _ := session.Lookup(f.Code)
		out = append(out, findingJSON{Code: f.Code, Severity: rule.Severity.String(), Text: findingText(f), Ref: rule.Ref, Offset: natural(f.Offset), More: f.More})
	}
	return out
}

// findingText is the finding in words, whichever package its code is of.
func findingText(f wire.Finding) string {
	rule, _ := session.Lookup(f.Code)
	if f.Detail == "" {
		return rule.Text
	}
	return rule.Text + ": " + f.Detail
}

func natural(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

var _ json.Marshaler = micros(0)
