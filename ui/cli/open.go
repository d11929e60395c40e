package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	pcap "linger/session/capture"
	"linger/session/har"
	"linger/session/log"
	"linger/session/replay"
	"linger/ui"
	"linger/wire/format"
)

// atOnce is the time after which linger reports that it is still opening a log.
const atOnce = 300 * time.Millisecond

// fileMagic is the number of bytes at the start of a file that distinguish a capture or a
// HAR from a session log.
const fileMagic = 512

type openOptions struct {
	json  bool
	plain bool
	quiet bool
	ascii bool
	conf  *configuration
}

func newOpen(conf *configuration) *cobra.Command {
	o := openOptions{conf: conf}
	c := &cobra.Command{
		Use:   "open FILE|-",
		Short: "Show a session log or a HAR as it was at any moment, or the connections of a packet capture",
		Long: `Open shows a session log, which --record writes, in the inspector. It starts at
the end of the log: space plays it, the arrow keys move through it, and . > and }
go to the next event, exchange and close. Open follows a log that still grows.

With --plain, --json or -q it needs no terminal and prints the output of linger
send. Open skips and counts lines that it cannot read.

Open shows the HTTP/1.x exchanges of a HAR in the same way. A HAR contains no bytes
and does not say how connections ended: linger rebuilds the messages, and says what
it does not know.

For a packet capture (pcap or pcapng, also compressed with gzip) open prints the
exchanges on each TCP connection, who closed it first and how, and at the end what
linger has learned about both sides; with -q it prints only the last part. It counts
bytes that were not captured. It reads a pipe until the pipe ends or a signal arrives.`,
		Example: `  linger send -n 3 --record a.linger http://localhost
  linger open a.linger
  linger open --json a.linger | jq 'select(.type == "close")'
  tcpdump -U -w - 'tcp port 80' | linger open -`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("open needs one file, or - for standard input")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args[0]) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&o.plain, "plain", false, "print the output of linger send or, for a capture, one line for each event")
	f.BoolVar(&o.json, "json", false, "print one JSON object on each line")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print only the summary line; with --json, only the close lines; for a capture, only what linger has learned")
	f.BoolVar(&o.ascii, "ascii", !utf8Locale(), "draw only with ASCII (default: if the locale is not UTF-8)")
	c.MarkFlagsMutuallyExclusive("json", "plain")
	return c
}

func (o *openOptions) run(c *cobra.Command, name string) error {
	in, regular := bufio.NewReader(c.InOrStdin()), false
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		is, err := f.Stat()
		regular = err == nil && is.Mode().IsRegular()
		in = bufio.NewReader(f)
	}
	head, _ := in.Peek(fileMagic)
	if pcap.Claims(head) {
		return o.openCapture(c, name, in)
	}
	var err error
	var problem string
	open := func() (io.ReadCloser, error) { return os.Open(name) }
	switch prints := o.json || o.plain || o.quiet; {
	case har.Claims(head):
		var file *har.File
		if file, open, err = readHAR(name, in); err == nil {
			defer reportHAR(c.ErrOrStderr(), name, file)
			problem = rebuilt(file)
		}
	case regular:
	case prints: // in is read only once
		open = func() (io.ReadCloser, error) { return io.NopCloser(in), nil }
	default:
		open, err = spool(in)
	}
	if err != nil {
		return err
	}
	if o.json || o.plain || o.quiet {
		return o.print(c, name, open)
	}
	opening := time.AfterFunc(atOnce, func() { fmt.Fprintf(os.Stderr, "linger: opening %s\n", safe(name)) })
	p, err := replay.New(open)
	opening.Stop()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer p.Close()
	if n, _ := p.Step(); n == 0 {
		return usagef("%s: the log contains no events", name)
	}
	if err := needTerminal(); err != nil {
		return &exitError{code: exitUsage, err: errors.New("the inspector needs a terminal"), hint: "to print the log without a terminal, use --plain, --json or -q"}
	}
	options := ui.Options{ASCII: o.ascii, Save: saveCopy}
	o.conf.show(&options)
	options.Source = ui.Source{Player: p, Recording: true, Name: filepath.Base(name), JSON: jsonOf(o.conf.secretFields())}
	options.Problem = strings.TrimSpace(strings.Join([]string{options.Problem, problem, skipped(p.Report())}, " "))
	l := leaveOn(c, newTerminal())
	defer l.stop()
	options.Leave = l.onInterrupt()
	err = ui.Run(l, options)
	reportSkipped(c.ErrOrStderr(), name, p.Report())
	if errors.Is(err, ui.ErrInterrupted) {
		return &exitError{code: exitInterrupt}
	}
	return err
}

// spool copies standard input or a pipe, which can be read only once, to a temporary file
// that it deletes at once where possible. It returns a function that opens the copy.
func spool(in io.Reader) (open func() (io.ReadCloser, error), err error) {
	f, err := os.CreateTemp("", "linger-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // Windows does not delete an open file
	size, err := io.Copy(f, in)
	return func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(f, 0, size)), nil }, err
}

// print prints a log in the same way as the command that recorded it.
func (o *openOptions) print(c *cobra.Command, name string, open func() (io.ReadCloser, error)) error {
	file, err := open()
	if err != nil {
		return err
	}
	defer file.Close()
	reader := log.NewReader(file)
	var to log.Sink
	for {
		ev, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if to == nil {
			to = printerOf(c.OutOrStdout(), reader.Header(), ev, &sendOptions{json: o.json, quiet: o.quiet, record: recordFlags{conf: o.conf}})
		}
		if err := to.Write(ev); err != nil {
			return err
		}
	}
	if to == nil {
		return usagef("%s: the log contains no events", safe(name))
	}
	if err := to.Finish(); err != nil {
		return err
	}
	reportSkipped(c.ErrOrStderr(), name, reader.Report())
	return nil
}

// skipped returns a sentence about the parts of a log that could not be read, or "" if
// there are none.
func skipped(r log.Report) string {
	switch n := r.Unknown + r.Damaged; {
	case r.Newer > 0 && n > 0:
		return "A later version of linger wrote this log: its new parts are not shown, " + format.Count(n, "line") + " skipped."
	case r.Newer > 0:
		return "A later version of linger wrote this log: its new parts are not shown."
	case n > 0:
		return format.Count(n, "line") + " of the log skipped; the first is line " + strconv.Itoa(r.First[0].Line) + " (" + r.First[0].Why + ")."
	}
	return ""
}

// mostReported is the maximum number of skipped lines that linger lists.
const mostReported = 5

// reportSkipped reports on w which parts of a log could not be read.
func reportSkipped(w io.Writer, name string, r log.Report) {
	name = safe(name)
	if r.Newer > 0 {
		fmt.Fprintf(w, "linger: %s was written by a later version of linger (schema %d, this one reads %d): its new parts are not shown\n", name, r.Newer, log.Schema)
	}
	if n := r.Unknown + r.Damaged; n > 0 {
		fmt.Fprintf(w, "linger: %s: %s skipped: %d damaged, %d unknown\n", name, format.Count(n, "line"), r.Damaged, r.Unknown)
		for _, p := range r.First[:min(len(r.First), mostReported)] {
			fmt.Fprintf(w, "  line %d: %s\n", p.Line, safe(p.Why))
		}
	}
	if r.Cut {
		fmt.Fprintf(w, "linger: %s: the last line is not complete: the program that wrote it was killed or is still writing\n", name)
	}
}
