package export

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/learned"
	"linger/session/log"
	"linger/session/record"
)

// These are the names of the files in a ticket's folder.
const (
	ticketPage   = "README.md" // GitHub shows a file with this name below the list of the files in a folder
	timelineFile = "timeline.svg"
	logFile      = "session.linger"
	harFile      = "session.har"
	pcapngFile   = "session.pcapng"
)

// A ticketFile is a file in the folder other than the page.
type ticketFile struct{ name, what string }

var ticketFiles = []ticketFile{
	{logFile, "the session log: `linger open " + logFile + "` shows the session at any moment"},
	{harFile, "the exchanges, for the developer tools of browsers"},
	{pcapngFile, "the connections, for Wireshark; the file says that linger reconstructed them"},
	{timelineFile, "the picture above"},
}

// TicketOptions configures a [TicketFolder].
type TicketOptions struct {
	FileOptions
	Words   TicketWords
	Vantage session.Vantage
	Now     time.Duration                             // time of the report; 0 means the time of the last event
	Conn    int                                       // ID of the connection that the page is about; 0 means the one that [Remarkable] returns
	Create  func(name string) (io.WriteCloser, error) // creates a file in the folder
}

// A TicketFolder writes a session as a folder of files: a Markdown page, which GitHub
// shows; the session log; a HAR file; a packet capture; and a picture of the timeline.
type TicketFolder struct {
	options TicketOptions
	rec     record.Record
	taught  learned.Targets
	files   map[string]io.WriteCloser
	beside  []namedSink
}

type namedSink struct {
	log.Sink
	name string
}

// NewTicketFolder creates the files of a ticket. The caller must call Close if there is
// no error.
func NewTicketFolder(o TicketOptions) (*TicketFolder, error) {
	t := &TicketFolder{options: o, files: map[string]io.WriteCloser{}}
	t.rec.Halved = 2 // the writers of the other files need memory as well
	for _, name := range []string{ticketPage, timelineFile, logFile, harFile, pcapngFile} {
		f, err := o.Create(name)
		if err != nil {
			_ = t.Close() // report only the first error
			return nil, err
		}
		t.files[name] = f
	}
	header := log.Header{Vantage: o.Vantage, Secrets: log.SecretsMasked, Wall: o.Wall}
	if o.KeepSecrets {
		header.Secrets = log.SecretsKept
	}
	t.beside = []namedSink{
		{log.NewWriter(t.files[logFile], header, o.SecretFields...), logFile},
		{NewHARWriter(t.files[harFile], o.FileOptions), harFile},
		{NewPcapngWriter(t.files[pcapngFile], o.FileOptions), pcapngFile},
	}
	return t, nil
}

// Write adds events of the session, which must be in order.
func (t *TicketFolder) Write(evs ...session.Event) error {
	for _, ev := range evs {
		t.rec.Apply(ev)
		t.taught.Apply(ev)
	}
	for _, f := range t.beside {
		if err := f.Write(evs...); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

// Finish completes the files and writes the page. Call it after the last event.
func (t *TicketFolder) Finish() error {
	for _, f := range t.beside {
		if err := f.Finish(); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	c := t.rec.Conn(t.options.Conn)
	if c == nil {
		c = Remarkable(&t.rec)
	}
	if c == nil {
		return errors.New("no connection to report")
	}
	page := &ticketWriter{r: &t.rec, c: c, now: max(t.options.Now, t.rec.Now()), w: t.options.Words, sum: t.taught.Of(c.Target), files: ticketFiles, secrets: t.options.KeepSecrets, secretFields: t.options.SecretFields}
	page.page()
	if err := page.chart().svg(t.files[timelineFile], fmt.Sprintf("Timeline of connection %d", c.ID)); err != nil {
		return fmt.Errorf("%s: %w", timelineFile, err)
	}
	if _, err := io.WriteString(t.files[ticketPage], page.b.String()); err != nil {
		return fmt.Errorf("%s: %w", ticketPage, err)
	}
	return nil
}

// Close closes the files, even if they are incomplete.
func (t *TicketFolder) Close() error {
	var errs []error
	for name, f := range t.files {
		if err := f.Close(); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// Remarkable returns the connection in r that most needs a report. It looks for the
// newest connection with an error, a lost request or a faulty end; then for the newest
// with a warning; then for the newest with an exchange. If it finds none, it returns the
// newest connection, or nil if r has no connections.
func Remarkable(r *record.Record) *record.Connection {
	for _, wanted := range []func(*record.Connection) bool{
		func(c *record.Connection) bool {
			return record.TallyOf(c).Errors > 0 || c.State == record.Ended && (len(c.Close.Lost) > 0 || ending.Faulty(&c.Close.Ending))
		},
		func(c *record.Connection) bool { return record.TallyOf(c).Warnings > 0 },
		func(c *record.Connection) bool { return c.Count() > 0 },
		func(*record.Connection) bool { return true },
	} {
		for _, c := range slices.Backward(r.Conns) {
			if wanted(c) {
				return c
			}
		}
	}
	return nil
}

// listing writes the list of the other files in the folder.
func (t *ticketWriter) listing() {
	if t.files == nil {
		return
	}
	t.b.WriteString("\n## Files in this folder\n\n| file | what it is |\n|---|---|\n")
	for _, f := range t.files {
		t.printf("| [`%s`](%[1]s) | %s |\n", f.name, f.what)
	}
	if t.secrets {
		t.b.WriteString("\n**The files hold secrets**: values of `Authorization`, `Cookie` and the like were kept in them, though not on this page.\n")
		return
	}
	t.b.WriteString("\nThese files contain filler in place of the values of `Authorization`, `Cookie` and other secrets.\n")
}
