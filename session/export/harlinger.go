package export

import (
	"encoding/hex"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// harLinger holds facts for which HAR defines no member. Its members have the same
// meaning as in linger's JSON lines.
type harLinger struct {
	Exchange    int            `json:"exchange"`
	Connection  int            `json:"connection"`
	At          string         `json:"at"`               // time of the first byte of the request
	Target      string         `json:"target,omitempty"` // the request target as sent; omitted if the URL ends with it
	Origin      string         `json:"origin,omitempty"` // the origin of the connection; omitted if the URL has the same origin
	Unsolicited bool           `json:"unsolicited,omitempty"`
	Interim     []interimJSON  `json:"interim,omitempty"`
	Trailer     [][2]string    `json:"trailer,omitempty"`
	Framing     string         `json:"framing,omitempty"`
	Chunks      *int64         `json:"chunks,omitempty"`
	Complete    bool           `json:"complete"`
	Body        int64          `json:"body_bytes"`               // number of content bytes with content codings applied
	Decoded     bool           `json:"coding_removed,omitempty"` // true if the entry has the content without its content codings
	SHA256      string         `json:"sha256,omitempty"`
	KeepAlive   *keepAliveJSON `json:"keep_alive,omitempty"`
	Budget      *budgetJSON    `json:"budget,omitempty"`
	Persistent  *bool          `json:"persistent,omitempty"`
	Reason      string         `json:"reason,omitempty"` // the rule that decided persistence
	Timing      *timingJSON    `json:"timing,omitempty"`
	Retry       session.Retry  `json:"retry,omitempty"`
	Barred      int            `json:"barred_by,omitempty"`
	Findings    []Finding      `json:"findings"`
	TLS         *tlsJSON       `json:"tls,omitempty"`
	Local       string         `json:"local,omitempty"`     // local address of the connection; only with its first request
	Remote      string         `json:"remote,omitempty"`    // remote address of the connection; only with its first request
	LeftOver    []byte         `json:"left_over,omitempty"` // unsolicited data after the response, in base64
	Close       *harClose      `json:"close,omitempty"`     // how the connection ended; only with its last exchange
}

// harClose describes how a connection ended.
type harClose struct {
	At         string             `json:"at"`
	By         session.Party      `json:"by"`
	How        session.How        `json:"how"`
	Phase      session.Phase      `json:"phase"`
	Exchanges  int                `json:"exchanges"`
	Idle       *micros            `json:"idle_us,omitempty"`
	Advertised *micros            `json:"advertised_us,omitempty"`
	Announced  bool               `json:"announced"`
	Notice     session.NoticeKind `json:"announced_by,omitempty"`
	NoticeOf   int                `json:"announced_exchange,omitempty"`
	Motive     session.Motive     `json:"motive,omitempty"`
	Lost       []int              `json:"lost,omitempty"`
	Text       string             `json:"text"`
	Refused    string             `json:"refused,omitempty"`
	Findings   []Finding          `json:"findings"`
}

func harCloseOf(l CloseLine) *harClose {
	return &harClose{At: l.At, By: l.By, How: l.How, Phase: l.Phase, Exchanges: l.Exchanges, Idle: l.Idle, Advertised: l.Advertised, Announced: l.Announced,
		Notice: l.Notice, NoticeOf: l.NoticeOf, Motive: l.Motive, Lost: l.Lost, Text: l.Text, Refused: l.Refused, Findings: l.Findings}
}

func harLingerOf(h *HARWriter, c *record.Connection, e *record.Exchange) harLinger {
	m := Lines{Record: &h.rec, Sentence: h.options.Sentence, Refused: h.options.Refused}
	line := m.Exchange(e)
	l := harLinger{
		Exchange: e.ID, Connection: c.ID, At: exactly(h.wall().Add(e.Started)), Unsolicited: !e.Requested,
		Complete: e.Done && e.Facts().Complete, Body: e.Facts().ContentBytes, SHA256: hex.EncodeToString(e.SHA256()),
		KeepAlive: line.KeepAlive, Budget: line.Budget, Timing: line.Timing,
		Retry: e.Retry(), Barred: e.Barred, Findings: line.Findings,
	}
	if p := line.Persistence; p != nil {
		l.Persistent, l.Reason = &p.Persistent, p.Reason
	}
	if u := urlOf(c.Target, e); e.Requested {
		if !strings.HasPrefix(e.Target, "/") || !strings.HasSuffix(u, e.Target) {
			l.Target = e.Target
		}
		if !strings.HasPrefix(u, c.Target+"/") {
			l.Origin = c.Target
		}
	}
	if r := line.Response; r != nil {
		l.Interim, l.Trailer, l.Chunks = r.Interim, r.Trailer, r.Chunks
		if f := e.Facts().Framing(); f != wire.FramingUndecided {
			l.Framing = f.String()
		}
	}
	if opens(e) {
		made := m.Connection(c)
		l.TLS, l.Local, l.Remote = made.TLS, made.Local, made.Remote
	}
	if e.Response.Len > 0 && e.Facts().FollowedAt > 0 {
		l.LeftOver = c.Loose.Bytes(e.Response.End(), c.Loose.Len)
	}
	if c.State == record.Ended && c.Last() == e {
		l.Close = harCloseOf(m.Closed(c))
	}
	return l
}
