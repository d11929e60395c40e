package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/observe"
	"linger/session/record"
	"linger/wire"
)

type decodeOptions struct {
	request requestFlags
	maxHead countFlag
	segment countFlag
	open    bool
	json    bool
	keep    bool
	quiet   bool
	conf    *configuration
}

func newDecode(conf *configuration) *cobra.Command {
	o := decodeOptions{conf: conf}
	c := &cobra.Command{
		Use:   "decode [FILE|-]",
		Short: "Explain captured server bytes: what each part is, and where each message ends",
		Long: `Decode reads what a server sent on one connection, from a file or from standard
input, and explains every byte. The file is a raw capture of these bytes, or the
output of "curl -i --raw".

The request flags describe the requests that these responses answer. Repeat -X once
for each response; the last -X also applies to all further responses.

Without --raw, curl -i removes the chunked coding but keeps the Transfer-Encoding
field. Decode reports such a file if the header section says chunked but no chunk
follows, not even an incomplete or invalid one.`,
		Example: `  curl -si --raw http://example.com | linger decode
  linger decode -X HEAD -X GET capture.bin
  linger decode --json capture.bin | jq .response.framing`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			return o.run(c, name)
		},
	}
	f := c.Flags()
	o.request.register(f)
	o.maxHead = 1 << 20
	f.Var(&o.maxHead, "max-head", "report header sections larger than `BYTES` as an error")
	f.Var(&o.segment, "segment", "decode `N` bytes at a time; the result does not change")
	f.BoolVar(&o.open, "open", false, "assume that the connection was still open at the end of the file")
	f.BoolVar(&o.json, "json", false, "print one JSON object on each line")
	f.BoolVar(&o.keep, "keep-secrets", false, "show Authorization, Cookie and other secrets")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print only the summary line; with --json, only the end line")
	return c
}

// run decodes one file. It returns an error if the file cannot be read. For error
// findings and incomplete messages, it returns an exitError that prints nothing.
func (o *decodeOptions) run(c *cobra.Command, name string) error {
	requests, err := o.requests(c.InOrStdin())
	if err != nil {
		return err
	}
	in := c.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	begun := bufio.NewReader(in)
	if _, err := begun.Peek(1); err == nil { // read only the available bytes: a pipe may deliver more later
		head, _ := begun.Peek(begun.Buffered())
		if err := otherFile(name, head); err != nil {
			return err
		}
	}
	in = begun
	d := &decoding{name: name, out: o.output(c.OutOrStdout())}
	d.record.Apply(session.Started{Program: "linger", Version: release})
	d.capture = newCapture(in, wire.Limits{Head: int(o.maxHead)}, requests, d.apply)
	d.capture.segment, d.capture.open = int(o.segment), o.open
	return d.run(c.ErrOrStderr())
}

// requests returns the requests that the flags describe, one for each -X.
func (o *decodeOptions) requests(stdin io.Reader) ([]observe.Request, error) {
	content, err := o.request.content(stdin)
	if err != nil {
		return nil, err
	}
	var out []observe.Request
	for i := range max(1, len(o.request.methods)) {
		m, err := o.request.apply(wire.RequestMessage{Proto: "HTTP/1.1"}, i, content)
		if err != nil {
			return nil, err
		}
		out = append(out, describe(m))
	}
	return out, nil
}

func (o *decodeOptions) output(w io.Writer) decodeOutput {
	switch {
	case o.json:
		return &decodeJSON{w: w, quiet: o.quiet, secrets: o.keep, fields: o.conf.secretFields()}
	case o.quiet:
		return &decodeListing{printer: newPrinter(w), quiet: true}
	}
	return &decodeListing{printer: newPrinter(w), secrets: o.keep, fields: o.conf.secretFields()}
}

// A decodeOutput prints what decode found in a file.
type decodeOutput interface {
	begin(d *decoding)
	exchange(d *decoding, e *record.Exchange)
	end(d *decoding) error
}

// A decoding holds the state of linger decode for one file.
type decoding struct {
	name    string
	capture *capture
	record  record.Record
	out     decodeOutput
}

func (d *decoding) apply(ev session.Event) {
	d.record.Apply(ev)
	if done, ok := ev.(*session.ExchangeDone); ok {
		d.out.exchange(d, d.record.Exchange(done.Exchange))
	}
}

func (d *decoding) run(diagnostics io.Writer) error {
	d.out.begin(d)
	if err := d.capture.read(); err != nil {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	if err := d.out.end(d); err != nil {
		return err
	}
	if h := d.hint(); h != "" {
		fmt.Fprintf(diagnostics, "linger: %s: %s\n", safe(d.name), h)
	}
	if state, _ := d.capture.end(); state == endError || d.record.Tally().Errors > 0 {
		return &exitError{code: exitMisbehaved}
	}
	return nil
}

// loose returns the findings about bytes that belong to no exchange.
func (d *decoding) loose() []wire.Finding {
	if c := d.record.Conn(1); c != nil {
		return c.Findings
	}
	return nil
}
