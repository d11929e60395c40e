package export

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/wire/format"
)

// FileOptions holds the options common to the writers of files.
type FileOptions struct {
	Wall         time.Time                    // the date and time of time 0, if there is no [session.Started]
	KeepSecrets  bool                         // false: filler of the same length replaces them, as in the log
	SecretFields session.SecretFields         // further fields that hold secrets
	Sentence     func(*session.Ending) string // returns how a connection ended
	Refused      func(*session.Ending) string // returns how the server refused a TLS handshake that linger had completed
}

// masker returns the Masker for events, or nil if secrets are kept.
func (o *FileOptions) masker() *log.Masker {
	if o.KeepSecrets {
		return nil
	}
	return log.NewMasker(o.SecretFields...)
}

// A HARWriter writes the exchanges of a session as an HTTP Archive, version 1.2
// (github.com/ahmadnassri/har-spec). Each exchange is an entry. It is written
// when the next one on its connection has ended or the connection has ended,
// and is then dropped, so that memory does not grow with the file.
//
// Importers differ in their requirements. Chrome needs numbers for all sizes
// and a full response, even if none was received; Firefox needs pages and
// cache; Safari needs the start of the first page; the schema requires integers
// and addresses. The member _linger of each entry holds what the format has no
// member for.
type HARWriter struct {
	w         io.Writer
	options   FileOptions
	mask      *log.Masker
	rec       record.Record
	done      []*record.Exchange // ended but not yet written: the newest exchange of each connection
	entries   int
	begun     bool
	comments  []string // comments about entries that are not exchanges
	commented int      // number of comments
}

// NewHARWriter returns a HARWriter that writes to w, each entry in one call.
func NewHARWriter(w io.Writer, o FileOptions) *HARWriter {
	return &HARWriter{w: w, options: o, mask: o.masker()}
}

const (
	mostHeld    = 8 << 20 // most bytes of messages that wait for the end of their connection
	mostRemarks = 20
	harPageID   = "session"
)

// Write adds events of the session, in order.
func (h *HARWriter) Write(evs ...session.Event) error {
	for _, ev := range evs {
		if h.mask != nil {
			ev = h.mask.Event(ev)
		}
		h.rec.Apply(ev)
		if err := h.take(ev); err != nil {
			return err
		}
	}
	return nil
}

func (h *HARWriter) take(ev session.Event) error {
	switch ev := ev.(type) {
	case session.DialFailed:
		h.comment(fmt.Sprintf("Connection %d was not made: %s", ev.Conn, ev.Text))
	case *session.ExchangeDone:
		return h.finished(h.rec.Exchange(ev.Exchange))
	case session.Closed:
		return h.closed(h.rec.Conn(ev.Conn))
	}
	return nil
}

func (h *HARWriter) comment(s string) {
	h.commented++
	if len(h.comments) < mostRemarks {
		h.comments = append(h.comments, s)
	}
}

// finished handles an exchange that has ended. It writes the previous one on
// its connection, because the connection did not end with that.
func (h *HARWriter) finished(e *record.Exchange) error {
	if e == nil || slices.Contains(h.done, e) {
		return nil
	}
	h.done = append(h.done, e)
	held := int64(0)
	for i := len(h.done) - 1; i >= 0; i-- {
		d := h.done[i]
		held += min(d.Request.Len, record.KeepContent) + min(d.Response.Len, record.KeepContent)
		if d != e && (d.Conn == e.Conn || held > mostHeld) {
			if err := h.writeExchange(d); err != nil {
				return err
			}
			h.done = slices.Delete(h.done, i, i+1)
		}
	}
	return nil
}

// closed writes the last exchange of a connection that has ended.
func (h *HARWriter) closed(c *record.Connection) error {
	if c == nil {
		return nil
	}
	h.done = slices.DeleteFunc(h.done, func(e *record.Exchange) bool { return e.Conn == c.ID })
	if len(c.Exchanges) == 0 {
		h.comment(fmt.Sprintf("Connection %d: %s.", c.ID, h.options.Sentence(&c.Close.Ending)))
	}
	for _, e := range slices.Clone(c.Exchanges) {
		if err := h.writeExchange(e); err != nil {
			return err
		}
	}
	return nil
}

// Finish writes the exchanges of connections that are still open, and the end
// of the file.
func (h *HARWriter) Finish() error {
	for _, e := range slices.Clone(h.rec.Exchanges) {
		if err := h.writeExchange(e); err != nil {
			return err
		}
	}
	if err := h.begin(); err != nil {
		return err
	}
	var comment string
	if h.commented > 0 {
		comment = strings.Join(h.comments, " ")
		if n := h.commented - len(h.comments); n > 0 {
			comment += fmt.Sprintf(" %s more.", format.Count(n, "connection"))
		}
	}
	return h.put("\n],\"comment\":", comment, "}}\n")
}

// begin writes the file up to the entries.
func (h *HARWriter) begin() error {
	if h.begun {
		return nil
	}
	h.begun = true
	start := h.rec.Start
	if err := h.put(`{"log":{"version":"1.2","creator":`, harCreator{"linger", start.Version}, ","); err != nil {
		return err
	}
	page := harPage{Started: h.at(0), ID: harPageID, Title: start.Target,
		Comment: "One session of linger. The member _linger of each entry has the facts that HAR has no member for."}
	return h.put(`"pages":`, []harPage{page}, `,"entries":[`)
}

type (
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}

	harPage struct {
		Started string   `json:"startedDateTime"`
		ID      string   `json:"id"`
		Title   string   `json:"title"`
		Timings struct{} `json:"pageTimings"`
		Comment string   `json:"comment"`
	}
)

// writeExchange writes an exchange and forgets it.
func (h *HARWriter) writeExchange(e *record.Exchange) error {
	if e.Conn == 0 {
		return nil
	}
	if err := h.begin(); err != nil {
		return err
	}
	before := ",\n"
	if h.entries == 0 {
		before = "\n"
	}
	h.entries++
	entry := harEntryOf(h, h.rec.Conns[e.Conn-1], e)
	h.rec.Release(e)
	return h.put(before, entry, "")
}

// put writes a value as JSON between two texts, in one call of Write.
func (h *HARWriter) put(before string, v any, after string) error {
	var b bytes.Buffer
	b.WriteString(before)
	if err := WriteLine(&b, v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // removes the line end
	b.WriteString(after)
	_, err := h.w.Write(b.Bytes())
	return err
}

// at returns a time of the session in the form that importers accept.
func (h *HARWriter) at(t time.Duration) string {
	return h.wall().Add(t).UTC().Format("2006-01-02T15:04:05.000Z")
}

func (h *HARWriter) wall() time.Time {
	if h.rec.Start.Wall.IsZero() {
		return h.options.Wall
	}
	return h.rec.Start.Wall
}
