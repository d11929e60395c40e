package export

import (
	"strconv"
	"time"

	"linger/session"
	"linger/wire"
)

type (
	// A SessionLine is the first of the JSON lines. Each line is one JSON object. Later
	// versions of linger may add members to these objects, but will not rename any.
	SessionLine struct {
		Type    string `json:"type"`
		Schema  int    `json:"schema"`
		Program string `json:"program"`
		Version string `json:"version"`
		Target  string `json:"target,omitempty"`
		File    string `json:"file,omitempty"`
		At      string `json:"at,omitempty"`
	}

	// A ConnectionLine reports a connection that was made.
	ConnectionLine struct {
		Type    string   `json:"type"`
		ID      int      `json:"id"`
		At      string   `json:"at"`
		Local   string   `json:"local"`
		Remote  string   `json:"remote"`
		Resolve micros   `json:"resolve_us"`
		Connect micros   `json:"connect_us"`
		Passed  []string `json:"passed,omitempty"` // addresses that did not connect
		Waited  micros   `json:"passed_us,omitempty"`
		Alive   micros   `json:"tcp_keepalive_us"` // 0 if TCP keepalive is off
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

	// An ExchangeLine reports an exchange.
	ExchangeLine struct {
		Type        string           `json:"type"`
		ID          int              `json:"id"`
		Connection  int              `json:"connection"`
		Tunnel      bool             `json:"tunnel,omitempty"` // true if the dialer asked a proxy for a tunnel to the target
		At          string           `json:"at,omitempty"`
		Request     *requestJSON     `json:"request"`
		Response    *responseJSON    `json:"response"`
		KeepAlive   *keepAliveJSON   `json:"keep_alive"`
		Budget      *budgetJSON      `json:"budget"`
		Persistence *persistenceJSON `json:"persistence"`
		ResumedAt   *int64           `json:"resumed_at,omitempty"` // captures only: offset at which decoding resumed after bytes that belong to no message
		Timing      *timingJSON      `json:"timing,omitempty"`
		Retry       session.Retry    `json:"retry,omitempty"`
		Barred      int              `json:"barred_by,omitempty"` // ID of the earlier exchange that announced close
		Readers     []Reader         `json:"readers,omitempty"`   // captures only: how other programs read the response; omitted if all of them read it as linger does
		ReadersAsOf string           `json:"readers_as_of,omitempty"`
		Findings    []Finding        `json:"findings"`
	}

	// A Reader describes how much content another program would read from a response.
	Reader struct {
		Reader  string    `json:"reader"`
		Version string    `json:"version"`
		Outcome string    `json:"outcome"`
		Bytes   *int64    `json:"bytes"`
		Code    wire.Code `json:"code,omitempty"`
		Limit   string    `json:"limit,omitempty"`
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
		OutOfStep  *int64     `json:"out_of_step,omitempty"`
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

	// A Finding is one finding, with its text and its reference.
	Finding struct {
		Code     wire.Code `json:"code"`
		Severity string    `json:"severity"`
		Text     string    `json:"text"`
		Ref      string    `json:"ref"`
		Offset   *int64    `json:"offset"`         // null if no byte shows the finding
		More     int64     `json:"more,omitempty"` // number of further findings with this code in the same message
	}

	// A Logged is a message that a program logs when a connection ends.
	Logged struct {
		Program  string `json:"program"`
		Text     string `json:"text"`
		Status   int    `json:"status,omitempty"`   // the status that a proxy sends to its client
		Measured string `json:"measured,omitempty"` // the version of the program that was measured; absent if the message was taken from its source code
	}

	// A CloseLine reports how a connection ended.
	CloseLine struct {
		Type       string        `json:"type"`
		Connection int           `json:"connection"`
		At         string        `json:"at"`
		By         session.Party `json:"by"`
		How        session.How   `json:"how"`
		Phase      session.Phase `json:"phase"`
		Exchanges  int           `json:"exchanges"`
		Idle       *micros       `json:"idle_us"`
		Announced  bool          `json:"announced"`

		Notice   session.NoticeKind `json:"announced_by,omitempty"`       // what announced the end
		NoticeOf int                `json:"announced_exchange,omitempty"` // ID of the exchange whose message announced the end
		Motive   session.Motive     `json:"motive,omitempty"`             // why linger ended the connection

		Advertised *micros   `json:"advertised_us,omitempty"`
		Lost       []int     `json:"lost,omitempty"`
		RoundTrip  *micros   `json:"round_trip_us,omitempty"`
		Retrans    *int      `json:"retransmissions,omitempty"` // absent if the kernel does not report them
		Text       string    `json:"text"`
		LoggedAs   []Logged  `json:"logged_as,omitempty"` // what other programs log for this end
		Refused    string    `json:"refused,omitempty"`   // how the server refused the TLS handshake after linger had completed it
		Body       int64     `json:"body_bytes"`          // number of content bytes in all exchanges; Errors and Warnings also count all exchanges
		Errors     int       `json:"errors"`
		Warnings   int       `json:"warnings"`
		Findings   []Finding `json:"findings"`
	}

	// An EndLine reports how a decoded file ended.
	EndLine struct {
		Type       string    `json:"type"`
		State      string    `json:"state"`
		Offset     int64     `json:"offset"`
		Responses  int64     `json:"responses"`            // number of exchanges with a response, complete or incomplete
		Incomplete int64     `json:"incomplete,omitempty"` // number of incomplete exchanges
		Body       int64     `json:"body_bytes"`
		Errors     int       `json:"errors"`
		Warnings   int       `json:"warnings"`
		Hint       string    `json:"hint,omitempty"`
		Findings   []Finding `json:"findings"`
	}
)

// schema is the version of the line format.
const schema = 1

// micros is a duration that is written to JSON as a number of microseconds.
type micros time.Duration

// MarshalJSON implements json.Marshaler.
func (m micros) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/float64(time.Microsecond), 'f', -1, 64), nil
}

func after(from, to time.Duration) *micros {
	m := micros(to - from)
	return &m
}
