package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/export"
	"linger/session/files"
	"linger/session/log"
	"linger/session/record"
	"linger/ui/words"
)

type exportOptions struct {
	formats exportFlags
	json    string
	ticket  string
	keep    bool
	force   bool
}

func newExport() *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:   "export LOG|-",
		Short: "Write a session log as HAR, pcapng, JSON lines or a ticket, for others",
		Long: `Export reads a session log, which --record writes, and writes it in the formats of
other programs. Several formats can be written at once; - is standard output.

HAR holds the exchanges, for the developer tools of browsers. Where HAR has no
member for what linger knows, such as framing, persistence, findings and how the
connection ended, it stands in the member _linger of each entry.

pcapng holds the connections, for Wireshark. The packets are reconstructed, which the
file says: bytes, addresses, times, FIN and RST are those of the session. TLS is
written decrypted, on port 80. Findings and ends are comments of packets.

A ticket is a folder that a reader who does not know linger understands: README.md
says what happened, when, and what to do about it, with the timeline as text and as
a picture. The log, HAR and pcapng stand beside it.

Secrets are masked by filler of the same length, as in the log.`,
		Example: `  linger export --har a.har --pcapng a.pcapng a.linger
  linger export --ticket ticket-502 a.linger
  linger export --json - a.linger | jq 'select(.type == "close")'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("export needs one session log, or - for standard input")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args[0]) },
	}
	f := c.Flags()
	f.SortFlags = false
	o.formats.register(f)
	f.StringVar(&o.json, "json", "", "write JSON lines to `FILE`, as linger send --json prints them")
	f.StringVar(&o.ticket, "ticket", "", "write a folder `DIR` that explains the session: a page in Markdown, a picture, the log, HAR and pcapng")
	f.BoolVar(&o.keep, "keep-secrets", false, "keep secrets that the log has kept")
	f.BoolVar(&o.force, "force", false, "overwrite files that exist")
	return c
}

// An exporting is a file that is being written.
type exporting struct {
	log.Sink
	name string
	file io.Closer
}

func (o *exportOptions) run(c *cobra.Command, name string) error {
	in := c.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	reader := log.NewReader(in)
	first, err := reader.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", name, err)
	}
	if first == nil {
		return usagef("%s: the log holds no event", name)
	}
	to, err := o.open(c.OutOrStdout(), reader.Header())
	defer func() {
		for _, e := range to {
			e.file.Close()
		}
	}()
	if err != nil {
		return err
	}
	if err := exportEvents(first, reader, to); err != nil {
		return err
	}
	reportSkipped(c.ErrOrStderr(), name, reader.Report())
	return nil
}

// exportEvents writes the events of a log to each of the files.
func exportEvents(ev session.Event, reader *log.Reader, to []exporting) error {
	for {
		for _, e := range to {
			if err := e.Write(ev); err != nil {
				return incomplete(e.name, err)
			}
		}
		var err error
		if ev, err = reader.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	for _, e := range to {
		if err := errors.Join(e.Finish(), e.file.Close()); err != nil {
			return incomplete(e.name, err)
		}
	}
	return nil
}

func incomplete(name string, err error) error {
	return &exitError{code: exitUsage, err: fmt.Errorf("%s is not complete: %w", name, err)}
}

// open opens the files to write. Each format is a row: the flag, the file, and what
// writes it.
func (o *exportOptions) open(stdout io.Writer, h log.Header) (to []exporting, err error) {
	rows := append(o.formats.rows(), exportRow{"--json", o.json, func(w io.Writer, _ export.FileOptions) log.Sink {
		return &jsonSink{out: sendJSON{w: w, secrets: o.keep}}
	}})
	options := exportOptionsOf(h, o.keep)
	for _, row := range rows {
		if row.name == "" {
			continue
		}
		name, file := row.name, io.WriteCloser(stays{stdout})
		if name == "-" {
			name = "standard output"
		} else if file, err = createFile(name, o.force); err != nil {
			return to, err
		}
		to = append(to, exporting{row.sink(file, options), name, file})
	}
	if o.ticket != "" {
		t, err := o.openTicket(h, options)
		if err != nil {
			return to, err
		}
		to = append(to, exporting{t, o.ticket, t})
	}
	if len(to) == 0 {
		return nil, usagef("export needs a format: --har, --pcapng or --json FILE, or --ticket DIR")
	}
	return to, nil
}

// openTicket makes the folder of a ticket, and its files.
func (o *exportOptions) openTicket(h log.Header, options export.FileOptions) (*export.TicketFolder, error) {
	create, err := files.Folder(o.ticket, o.force)
	if err != nil {
		return nil, notCreated(err)
	}
	t, err := export.NewTicketFolder(export.TicketOptions{FileOptions: options, Words: words.Ticket(), Vantage: h.Vantage, Create: create})
	if err != nil {
		return nil, notCreated(err)
	}
	return t, nil
}

// stays is a file that is not ours to close.
type stays struct{ io.Writer }

func (stays) Close() error { return nil }

// A jsonSink writes the JSON lines of a session.
type jsonSink struct {
	record record.Record
	out    sendJSON
}

func (s *jsonSink) Write(evs ...session.Event) error {
	for _, ev := range evs {
		if log.At(ev) > s.record.Now() { // what happens at one moment is printed at once
			s.out.update(&s.record)
		}
		s.record.Apply(ev)
	}
	return s.out.err
}

func (s *jsonSink) Finish() error { return s.out.finish(&s.record, record.Tally{}) }

// exportOptionsOf returns how files are written, in the words of the screen.
func exportOptionsOf(h log.Header, keep bool) export.FileOptions {
	return export.FileOptions{Wall: h.Wall, KeepSecrets: keep, Sentence: words.Sentence, Refused: words.Refused}
}
