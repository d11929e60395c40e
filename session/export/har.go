package export

import (
	"bytes"
	"errors"
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

// FileOptions holds the options that a [HARWriter] and a [PcapngWriter] have in common.
type FileOptions struct {
	Wall         time.Time                    // date and time at the session's time 0; used if no [session.Started] event contains it
	KeepSecrets  bool                         // if false, secrets are replaced by filler of the same length, as in the log
	SecretFields session.SecretFields         // further fields that hold secrets
	Sentence     func(*session.Ending) string // returns a sentence about how a connection ended
	Refused      func(*session.Ending) string // returns a sentence about how the server refused a TLS handshake after linger had completed it
}

// masker returns a Masker for the events, or nil if secrets are kept.
func (o *FileOptions) masker() *log.Masker {
	if o.KeepSecrets {
		return nil
	}
	return log.NewMasker(o.SecretFields...)
}

// A HARWriter writes the exchanges of a session as an HTTP Archive, version 1.2
// (github.com/ahmadnassri/har-spec). Each exchange is an entry. The HARWriter writes an
// entry when the next exchange on the same connection, or the connection itself, has
// ended. It then drops the exchange, so that its memory does not grow with the file.
//
// If the file is an [Overwriter], the HARWriter writes the end of the file after each
// entry, and the next entry overwrites that end. Therefore, the file is a valid HAR at
// any time after [session.Started], even if linger is killed or the disk is full.
//
// Programs that import HARs have different requirements. Chrome needs numbers for all
// sizes, and a response object even if no response was received. Firefox needs the
// members pages and cache. Safari needs the start time of the first page. The HAR schema
// requires integers and IP addresses. The member _linger of each entry holds facts for
// which HAR has no member.
type HARWriter struct {
	w         io.Writer
	again     Overwriter // the same file as w; nil if it cannot be overwritten
	size      int64      // offset at which the next entry begins; it overwrites the end of the file
	options   FileOptions
	mask      *log.Masker
	rec       record.Record
	done      ended
	entries   int
	begun     bool
	comments  []string // comments about connections without an exchange, at most mostRemarks of them
	commented int      // number of all comments, including those beyond mostRemarks
}

// An Overwriter is a file whose bytes can be overwritten.
type Overwriter interface {
	io.WriterAt
	Truncate(size int64) error
}

// NewHARWriter returns a HARWriter that writes to w. It writes each entry in one call.
func NewHARWriter(w io.Writer, o FileOptions) *HARWriter {
	again, _ := w.(Overwriter)
	return &HARWriter{w: w, again: again, options: o, mask: o.masker(), rec: record.Record{Halved: 1}}
}

const (
	mostHeld    = 8 << 20 // maximum memory of exchanges that wait for the end of their connection, in bytes
	mostRemarks = 20
	harPageID   = "session"
)

// Write adds events of the session. The events must be in order.
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
	case session.Started:
		return h.begin()
	case session.DialFailed:
		h.comment(fmt.Sprintf("Connection %d was not made: %s", ev.Conn, ev.Text))
	case *session.ExchangeDone:
		return h.finished(h.rec.Exchange(ev.Exchange))
	case session.Unfollowed:
		return h.last(ev.Conn)
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

// finished stores an exchange that has ended. It writes the previous exchange on the same
// connection, because the connection did not end with that exchange. While the stored
// exchanges occupy more than mostHeld bytes, it also writes the oldest ones.
func (h *HARWriter) finished(e *record.Exchange) error {
	if e == nil || h.done.of(e.Conn) == e {
		return nil
	}
	if err := h.last(e.Conn); err != nil {
		return err
	}
	h.done.add(e)
	for h.done.held > mostHeld && h.done.oldest() != e {
		if err := h.last(h.done.oldest().Conn); err != nil {
			return err
		}
	}
	return nil
}

// last writes the stored exchange of a connection, if there is one.
func (h *HARWriter) last(conn int) error {
	if e := h.done.take(conn); e != nil {
		return h.writeExchange(e)
	}
	return nil
}

// closed writes the remaining exchanges of c, which has ended. If c has none, closed adds
// a comment about how c ended.
func (h *HARWriter) closed(c *record.Connection) error {
	if c == nil {
		return nil
	}
	h.done.take(c.ID)
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

// Finish writes the remaining exchanges and the end of the file. Call it after the last
// event.
func (h *HARWriter) Finish() error {
	for _, e := range slices.Clone(h.rec.Exchanges) {
		if err := h.writeExchange(e); err != nil {
			return err
		}
	}
	if err := h.begin(); err != nil {
		return err
	}
	if h.again != nil {
		return h.put(nil)
	}
	end, err := h.end()
	if err != nil {
		return err
	}
	return h.put(end)
}

// end returns the end of the file: everything after the last entry. The end never becomes
// shorter.
func (h *HARWriter) end() ([]byte, error) {
	var comment string
	if h.commented > 0 {
		comment = strings.Join(h.comments, " ")
		if n := h.commented - len(h.comments); n > 0 {
			comment += fmt.Sprintf(" Not listed: %s.", format.Count(n, "connection"))
		}
	}
	return appendJSON([]byte("\n],\"comment\":"), comment, "}}\n")
}

// begin writes the part of the file before the entries, unless it is already written.
func (h *HARWriter) begin() error {
	if h.begun {
		return nil
	}
	h.begun = true
	start := h.rec.Start
	head, err := appendJSON([]byte(`{"log":{"version":"1.2","creator":`), harCreator{"linger", start.Version}, `,"pages":`)
	if err != nil {
		return err
	}
	page := harPage{Started: h.at(0), ID: harPageID, Title: start.Target,
		Comment: "One session of linger. The member _linger of each entry holds facts for which HAR has no member."}
	if head, err = appendJSON(head, []harPage{page}, `,"entries":[`); err != nil {
		return err
	}
	return h.put(head)
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

// writeExchange writes an exchange as an entry and removes it from the record. It ignores
// exchanges that belong to no connection.
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
	text, err := appendJSON([]byte(before), entry, "")
	if err != nil {
		return err
	}
	return h.put(text)
}

// put appends part to the file in one call. If the file can be overwritten, put also
// writes the end of the file; if that fails, put restores the previous end.
func (h *HARWriter) put(part []byte) error {
	if h.again != nil {
		end, err := h.end()
		if err != nil {
			return err
		}
		_, err = h.again.WriteAt(append(part, end...), h.size)
		switch {
		case err == nil:
			h.size += int64(len(part))
			return nil
		case h.size > 0:
			_, again := h.again.WriteAt(end, h.size)
			return errors.Join(err, again, h.again.Truncate(h.size+int64(len(end))))
		case !errors.Is(err, errors.ErrUnsupported):
			return err
		}
		h.again = nil
	}
	_, err := h.w.Write(part)
	return err
}

// appendJSON returns to with v appended as JSON, followed by after.
func appendJSON(to []byte, v any, after string) ([]byte, error) {
	b := bytes.NewBuffer(to)
	if err := WriteLine(b, v); err != nil {
		return nil, err
	}
	b.Truncate(b.Len() - 1) // remove the line end
	b.WriteString(after)
	return b.Bytes(), nil
}

// at returns the date and time at session time t, in a form that all importers accept.
func (h *HARWriter) at(t time.Duration) string {
	return h.wall().Add(t).UTC().Format("2006-01-02T15:04:05.000Z")
}

func (h *HARWriter) wall() time.Time {
	if h.rec.Start.Wall.IsZero() {
		return h.options.Wall
	}
	return h.rec.Start.Wall
}
