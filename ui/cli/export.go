package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"linger/session"
	pcap "linger/session/capture"
	"linger/session/export"
	"linger/session/files"
	"linger/session/har"
	"linger/session/log"
	"linger/ui/words"
)

type exportOptions struct {
	formats exportFlags
	json    string
	ticket  string
	keep    bool
	force   bool
	conf    *configuration
}

func newExport(conf *configuration) *cobra.Command {
	o := exportOptions{conf: conf}
	c := &cobra.Command{
		Use:   "export FILE|-",
		Short: "Write a session log, a packet capture or a HAR as HAR, pcapng, JSON lines or a ticket",
		Long: `Export reads a session log, which --record writes, and writes it in the formats of
other programs. Several formats can be written at once; - is standard output. It also
reads packet captures (pcap and pcapng) and HARs.

A HAR contains the exchanges, for browser developer tools. Its format has no
members for framing, persistence, findings and the end of a connection; these are in
the member _linger of each entry.

A pcapng file contains the connections, for Wireshark. The packets are reconstructed,
and the file says so: bytes, addresses, times, FIN and RST are those of the session.
TLS is written decrypted, on port 80. Findings and ends are packet comments.

A ticket is a folder for readers who do not know linger: README.md says what
happened, when, and what to do about it, with the timeline as text and as a picture.
The log, HAR and pcapng are in the same folder.

Secrets are replaced by filler of the same length, as in the log.`,
		Example: `  linger export --har a.har --pcapng a.pcapng a.linger
  linger export --ticket ticket-502 a.linger
  linger export --ticket ticket-502 orders.pcap
  linger export --json - a.linger | jq 'select(.type == "close")'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("export needs one file, or - for standard input")
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
	f.BoolVar(&o.keep, "keep-secrets", false, "keep the secrets that the log contains")
	f.BoolVar(&o.force, "force", false, "overwrite files that exist")
	return c
}

// An exportFile is one output file of an export, with the sink that writes to it.
type exportFile struct {
	log.Sink
	name string
	file outputFile
}

// An outputFile is a file, a ticket or a stream that is closed when it is complete, and
// discarded if it will not be completed.
type outputFile interface {
	io.Closer
	Discard()
}

func (o *exportOptions) run(c *cobra.Command, name string) error {
	in := bufio.NewReader(c.InOrStdin())
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = bufio.NewReader(f)
	}
	if o.none() {
		return usagef("export needs a format: --har, --pcapng or --json FILE, or --ticket DIR")
	}
	if o.ticket == "" && o.json == "" { // these formats need the whole record
		tuneForStreams()
	}
	l := leaveOn(c, terminal{})
	defer l.stop()
	w := &exportWriter{options: o, stdout: c.OutOrStdout(), names: o.names()}
	l.writes(w)
	defer w.close()
	done := make(chan error, 1)
	go func() { done <- w.read(c.ErrOrStderr(), name, in) }()
	select {
	case err := <-done:
		if err != nil {
			return err
		}
		if !w.begun {
			return usagef("%s: the log contains no events", safe(name))
		}
		return w.finish()
	case <-l.Done(): // a pipe may never deliver another event
		return w.interrupt(c.ErrOrStderr(), context.Cause(l))
	}
}

// none reports whether no format was requested.
func (o *exportOptions) none() bool {
	return o.formats == exportFlags{} && o.json == "" && o.ticket == ""
}

// An exportWriter passes the events of an input file to each output file. It opens the
// output files when the first event arrives.
type exportWriter struct {
	options *exportOptions
	stdout  io.Writer
	header  log.Header // header of the session
	to      []exportFile
	begun   bool
	err     error // the first error

	mu       sync.Mutex   // held while an event is written, and while interrupt completes the files
	names    []string     // names of the files, in order
	opened   atomic.Bool  // the files are open
	complete atomic.Int32 // number of files that are complete
}

// errInterrupted is reported as the reason why files are incomplete after a signal.
var errInterrupted = errors.New("a signal arrived before everything was read")

// read reads the events of a session log, a packet capture or a HAR file. It writes a
// line to diagnostics about the parts that it cannot read.
func (w *exportWriter) read(diagnostics io.Writer, name string, in *bufio.Reader) error {
	head, _ := in.Peek(fileMagic)
	switch {
	case pcap.Claims(head):
		file, err := pcap.Open(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		w.header.Vantage = session.VantageCapture
		tuneCollector() // thousands of connections may be open at the same time
		err = captureEvents(file, name, w.take)
		if file.Taken.Unfollowed > 0 {
			fmt.Fprintf(diagnostics, "linger: %s: %s\n", safe(name), words.Taken(&file.Taken)[0])
		}
		var damage *pcap.DamageError
		if errors.As(err, &damage) {
			fmt.Fprintf(diagnostics, "linger: %s: read as far as possible: %s\n", safe(name), safe(damage.Error()))
			err = nil
		}
		return errors.Join(w.failed(), err)
	case har.Claims(head):
		file, err := har.Read(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		w.header.Vantage = session.VantageClient
		reportHAR(diagnostics, name, file)
		if file.Exchanges() > 0 {
			file.Events(w.take)
		}
		return w.failed()
	}
	reader := log.NewReader(in)
	for w.failed() == nil {
		ev, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		w.header = reader.Header()
		w.take(ev)
	}
	reportSkipped(diagnostics, name, reader.Report())
	return w.failed()
}

// failed returns the error that ended the export, or nil.
func (w *exportWriter) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// take writes one event to every output file.
func (w *exportWriter) take(ev session.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil && !w.begun {
		w.begun = true
		if s, ok := ev.(session.Started); ok && w.header.Wall.IsZero() {
			w.header.Wall = s.Wall
		}
		w.to, w.err = w.options.open(w.stdout, w.header, ev)
		w.opened.Store(w.err == nil)
	}
	for _, e := range w.to {
		if w.err == nil {
			w.err = incomplete(e.name, e.Write(ev))
		}
	}
}

// finish completes the output files.
func (w *exportWriter) finish() error {
	for _, e := range w.to {
		if err := incomplete(e.name, errors.Join(e.Finish(), e.file.Close())); err != nil {
			return err
		}
		w.complete.Add(1)
	}
	return nil
}

// interrupt completes the files with the events that were read so far, reports that the
// files are incomplete, and returns err.
func (w *exportWriter) interrupt(diagnostics io.Writer, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = errInterrupted
		if err := w.finish(); err != nil {
			return err
		}
	}
	for _, e := range w.to {
		fmt.Fprint(diagnostics, notComplete(e.name, w.err.Error()))
	}
	return err
}

// rescue returns a line for each file that is not complete.
func (w *exportWriter) rescue(time.Duration) string {
	var lost strings.Builder
	if w.opened.Load() {
		for _, name := range w.names[w.complete.Load():] {
			lost.WriteString(notComplete(name, errUnfinished.Error()))
		}
	}
	return lost.String()
}

// close discards the output files that are not complete.
func (w *exportWriter) close() {
	for _, e := range w.to[w.complete.Load():] {
		e.file.Discard()
	}
}

// incomplete returns the error for a file that could not be written completely, or nil if
// err is nil.
func incomplete(name string, err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitUsage, err: files.Incomplete(name, err)}
}

// open opens the output files.
func (o *exportOptions) open(stdout io.Writer, h log.Header, first session.Event) (to []exportFile, err error) {
	defer func() {
		if err == nil {
			return
		}
		for _, e := range to {
			e.file.Discard()
		}
		to = nil
	}()
	rows := append(o.formats.rows(), exportRow{"--json", o.json, func(w io.Writer, _ export.FileOptions) log.Sink {
		return printerOf(w, h, first, &sendOptions{json: true, record: recordFlags{keep: o.keep, conf: o.conf}})
	}})
	options := exportOptionsOf(h, o.keep, o.conf)
	for _, row := range rows {
		if row.name == "" {
			continue
		}
		if row.name == "-" {
			out := keptOpen{stdout}
			to = append(to, exportFile{row.sink(out, options), standardOutput, out})
			continue
		}
		file, err := createFile(row.name, o.force)
		if err != nil {
			return to, err
		}
		to = append(to, exportFile{row.sink(file, options), row.name, file})
	}
	if o.ticket != "" {
		t, err := o.openTicket(h, options)
		if err != nil {
			return to, err
		}
		to = append(to, exportFile{t, o.ticket, t})
	}
	return to, nil
}

// names returns the names of the output files, in the order in which open opens them.
func (o *exportOptions) names() (all []string) {
	for _, row := range append(o.formats.rows(), exportRow{name: o.json}, exportRow{name: o.ticket}) {
		switch row.name {
		case "":
		case "-":
			all = append(all, standardOutput)
		default:
			all = append(all, row.name)
		}
	}
	return all
}

// standardOutput is the name of standard output in messages.
const standardOutput = "standard output"

// openTicket creates the folder of a ticket, and its files.
func (o *exportOptions) openTicket(h log.Header, options export.FileOptions) (*ticketOutput, error) {
	folder, err := files.NewFolder(o.ticket, o.force)
	if err != nil {
		return nil, notCreated(err)
	}
	t, err := export.NewTicketFolder(export.TicketOptions{FileOptions: options, Words: words.Ticket(), Vantage: h.Vantage, Create: folder.Create})
	if err != nil {
		folder.Discard()
		return nil, notCreated(err)
	}
	return &ticketOutput{t, folder}, nil
}

// A ticketOutput is a ticket in a folder.
type ticketOutput struct {
	*export.TicketFolder
	folder *files.Folder
}

// Discard closes the files of a ticket that will not be completed.
func (t *ticketOutput) Discard() { t.folder.Discard() }

// A keptOpen is a stream that linger did not open and therefore does not close. It does
// not support WriteAt, even if the stream is a file.
type keptOpen struct{ io.Writer }

func (keptOpen) Close() error { return nil }

// Discard does nothing.
func (keptOpen) Discard() {}

// exportOptionsOf returns the options for writing files, with the same wording as on the
// screen.
func exportOptionsOf(h log.Header, keep bool, conf *configuration) export.FileOptions {
	return export.FileOptions{Wall: h.Wall, KeepSecrets: keep, SecretFields: conf.secretFields(), Sentence: words.Sentence, Refused: words.Refused}
}
