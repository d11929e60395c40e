package saving

import (
	"cmp"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/files"
	"linger/session/log"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
)

// Held is the part of a session that the record still holds, with the options for saving
// it.
type Held struct {
	Record       *record.Record
	Now          time.Duration
	Conn         int                  // ID of the connection that a ticket is about; 0 for the one with the most serious problem
	Secrets      log.Secrets          // whether the files contain the secrets or filler in place of them
	SecretFields session.SecretFields // additional fields whose values are secrets
}

// Extension is the file name extension of session logs.
const Extension = ".linger"

// Name returns a file name without an extension for files about the session. It is
// derived from the name of the server.
func (h Held) Name() string { return Name(h.Record.Target()) }

// Name returns a file name without an extension for files about a target.
func Name(target string) string {
	_, host, _ := strings.Cut(target, "://")
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '-'
	}, host)
	if name = strings.Trim(name, "-."); name == "" {
		return "session"
	}
	return name
}

// SecretsNote returns a sentence about whether saved files contain secrets.
func (h Held) SecretsNote() string {
	if h.Secrets == log.SecretsKept {
		return "Authorization, Cookie and other secrets are kept in the file."
	}
	return "Authorization, Cookie and other secrets are replaced in the file."
}

// Log writes a session log.
func (h Held) Log(name string, overwrite bool) error {
	return h.file(name, overwrite, func(w io.Writer) log.Sink { return log.NewWriter(w, h.header(), h.SecretFields...) })
}

// HAR writes the exchanges as an HTTP Archive.
func (h Held) HAR(name string, overwrite bool) error {
	return h.file(name, overwrite, func(w io.Writer) log.Sink { return export.NewHARWriter(w, h.options()) })
}

// Pcapng writes the connections as a packet capture.
func (h Held) Pcapng(name string, overwrite bool) error {
	return h.file(name, overwrite, func(w io.Writer) log.Sink { return export.NewPcapngWriter(w, h.options()) })
}

// Ticket writes the folder of a ticket.
func (h Held) Ticket(dir string, overwrite bool) error {
	folder, err := files.NewFolder(dir, overwrite)
	if err != nil {
		return err
	}
	t, err := export.NewTicketFolder(export.TicketOptions{FileOptions: h.options(), Words: words.Ticket(), Vantage: h.header().Vantage, Now: h.Now, Conn: h.Conn, Create: folder.Create})
	if err != nil {
		folder.Discard()
		return err
	}
	err = errors.Join(h.write(t), t.Close())
	if err != nil {
		folder.Discard()
	}
	return files.Incomplete(dir, err)
}

// mostMeasured is the maximum number of exchanges that Size measures.
const mostMeasured = 1000

// Size returns the approximate size in bytes of a session log. If there are many
// exchanges, Size measures only the first ones and estimates the rest.
func (h Held) Size() int64 {
	size, seen := counter(0), 0
	w := log.NewWriter(&size, h.header(), h.SecretFields...)
	for batch := range batches(h.Record) {
		_ = w.Write(batch...) // a counter accepts all bytes
		for _, ev := range batch {
			if _, begins := ev.(*session.RequestStarted); begins {
				seen++
			}
		}
		if seen >= mostMeasured {
			break
		}
	}
	if all := h.Record.Count(); seen >= mostMeasured && all > seen {
		return int64(size) * int64(all) / int64(seen)
	}
	return int64(size)
}

// A counter is a writer that counts bytes.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func (h Held) header() log.Header {
	return log.Header{Vantage: cmp.Or(h.Record.Start.Vantage, session.VantageClient), Secrets: h.Secrets}
}

func (h Held) options() export.FileOptions {
	return export.FileOptions{Wall: h.Record.Start.Wall, KeepSecrets: h.Secrets == log.SecretsKept, SecretFields: h.SecretFields, Sentence: words.Sentence, Refused: words.Refused}
}

// file writes the events that the record still holds to a file.
func (h Held) file(name string, overwrite bool, sink func(io.Writer) log.Sink) error {
	f, err := files.Create(name, overwrite)
	if err != nil {
		return err
	}
	return files.Incomplete(name, errors.Join(h.write(sink(f)), f.Close()))
}

func (h Held) write(s log.Sink) error {
	for batch := range batches(h.Record) {
		if err := s.Write(batch...); err != nil {
			return err
		}
	}
	return s.Finish()
}

// mostInBatch is the maximum number of past events in a batch.
const mostInBatch = 256

// batches yields the events of a record in batches. Each batch reuses the memory of the
// previous batch.
func batches(r *record.Record) iter.Seq[[]session.Event] {
	return func(yield func([]session.Event) bool) {
		batch := make([]session.Event, 0, mostInBatch)
		for ev := range r.Events() {
			if batch = append(batch, ev); len(batch) < cap(batch) {
				continue
			}
			if !yield(batch) {
				return
			}
			batch = batch[:0]
		}
		yield(batch)
	}
}

// NotWritten returns a sentence about a file that was not written, or was written only in
// part.
func NotWritten(err error) string {
	s := text.Safe(err.Error()) + "."
	if part := (*files.IncompleteError)(nil); errors.As(err, &part) {
		return s
	}
	return "Not written: " + s
}

// Content writes the content of a message to a file, as received.
func Content(name string, overwrite bool, data []byte) error {
	return files.Write(name, overwrite, data)
}

// FreeName returns the name of a file that does not exist yet: name with a number before
// its extension, such as "a-2.txt" for "a.txt".
func FreeName(name string) string { return free(name, filepath.Ext(name)) }

// FreeFolder returns the name of a folder that does not exist yet: name with a number,
// such as "a-2" for "a".
func FreeFolder(name string) string { return free(name, "") }

func free(name, ext string) string {
	for n := 2; ; n++ {
		if other := strings.TrimSuffix(name, ext) + "-" + strconv.Itoa(n) + ext; !files.Exists(other) {
			return other
		}
	}
}
