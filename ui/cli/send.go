package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/expect"
	"linger/session/files"
	"linger/session/live"
	"linger/wire"
)

type sendOptions struct {
	request   requestFlags
	dial      dialFlags
	exchanges countFlag
	pipeline  bool
	delay     durationFlag
	wait      durationFlag
	raw       string
	reconnect bool
	json      bool
	quiet     bool
	content   string
	expect    []string
	ways      sendWays
	record    recordFlags
	curl      curlFlag
}

func newSend(conf *configuration) *cobra.Command {
	o := sendOptions{record: recordFlags{conf: conf}}
	c := &cobra.Command{
		Use:   "send URL [URL...]",
		Short: "Send requests over one connection and print every exchange; for scripts and CI",
		Long: `Send makes one connection and sends requests over it, one after another or
pipelined: one for each URL, or -n requests that take the URLs in turn. All URLs
must have the same origin. It prints each exchange, what it means for the
connection, and how the connection ended.

The exit code is 1 if the server misbehaved (an error finding, an incomplete
response, an unannounced close before all exchanges were done), if -m expired on
a connection, or if an expectation does not hold; 2 if the command line is wrong;
3 if linger could not connect, or could not connect in time.`,
		Example: `  linger send -n 3 http://127.0.0.1:8321/countdown --wait 10s
  linger send --curl "curl -X PUT -d hello http://127.0.0.1:8321/length"
  linger send --json https://example.com | jq 'select(.type == "close")'
  linger send -n 5 --expect 'exchanges>=5' --expect 'keep_alive.timeout>=60' http://localhost`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && o.curl == "" {
				return usagef("send needs a URL, or --curl COMMAND")
			}
			return nil
		},
		RunE: func(c *cobra.Command, urls []string) error { return o.run(c, urls) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.VarP(&o.exchanges, "exchanges", "n", "make `N` exchanges (default: one for each URL)")
	f.BoolVar(&o.pipeline, "pipeline", false, "write all requests before reading a response")
	f.Var(&o.delay, "delay", "wait `TIME` between a response and the next request")
	f.Var(&o.wait, "wait", "after the last response, wait at most `TIME` for the server to close")
	f.StringVar(&o.raw, "raw", "", "send the bytes of `FILE` instead of requests")
	f.BoolVar(&o.reconnect, "reconnect", false, "if the connection ends early, connect again and send the remaining requests")
	f.StringVarP(&o.content, "output", "o", "", "save the content of the responses in `FILE` as it arrives")
	f.BoolVar(&o.json, "json", false, "print one JSON object on each line")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print only the summary line; with --json, only the close lines")
	f.StringArrayVar(&o.expect, "expect", nil, "exit with 1 unless `CONDITION` holds, such as status.5xx==0, lost==0 or close.by=server")
	o.ways.register(f)
	o.request.register(f)
	o.curl.register(f)
	f.StringArrayVar(&o.request.trailers, "trailer", nil, "send chunked content with the trailer field line `LINE` after it")
	o.dial.register(f)
	o.record.register(f)
	c.MarkFlagsMutuallyExclusive("raw", "pipeline")
	c.MarkFlagsMutuallyExclusive("raw", "exchanges")
	c.MarkFlagsMutuallyExclusive("pipeline", "slow", "halves")
	c.MarkFlagsMutuallyExclusive("pipeline", "end-after")
	return c
}

// run runs the command. It checks the whole command line before it connects.
func (o *sendOptions) run(c *cobra.Command, urls []string) (err error) {
	var expectations []expect.Condition
	for _, text := range o.expect {
		c, err := expect.ParseRecord(text)
		if err != nil {
			return usagef("--expect: %w; linger help expectations lists the names", err)
		}
		expectations = append(expectations, c)
	}
	o.ways.begun = c.Flags().Changed("end-after")
	if err := o.ways.check(); err != nil {
		return err
	}
	if o.ways.end == "half-close" && o.wait == 0 {
		o.wait = durationFlag(time.Second)
	}
	if o.content == "-" {
		return usagef("-o -: the content would be mixed with the results; name a file")
	}
	plan, err := o.planOf(c, urls)
	if err != nil {
		return err
	}
	config, log, err := o.dial.config(plan.target)
	config.TellProxy = true
	if err != nil {
		return err
	}
	defer log.Close()
	for i, m := range plan.requests {
		plan.requests[i] = forward(config, m)
	}
	var saved savedContent
	if o.content != "" {
		if saved.file, err = o.record.create(o.content); err != nil {
			return err
		}
		config.Content = &saved
	}
	l := leaveOn(c, terminal{})
	defer l.stop()
	recording, err := o.record.begin(&config)
	if err != nil {
		return err
	}
	l.writes(recording)
	defer func() { err = recording.close(c.ErrOrStderr(), err) }()
	s := &sender{plan: plan, session: live.New(config), out: o.output(c.OutOrStdout(), &plan), ctx: l,
		progress: newSendProgress(c.OutOrStdout(), c.ErrOrStderr(), o.quiet, plan.total)}
	err = s.run(expectations, c.ErrOrStderr())
	if s.responded() {
		_, _ = saved.Write(nil) // creates the file, even if no content has arrived
	}
	if saveErr := saved.close(); saveErr != nil {
		return files.Incomplete(o.content, saveErr)
	}
	return err
}

// A savedContent writes the file that -o names. After an error, it writes nothing more
// and returns the same error again.
type savedContent struct {
	file io.WriteCloser
	err  error
}

func (s *savedContent) Write(p []byte) (int, error) {
	if s.file == nil || s.err != nil {
		return 0, s.err
	}
	n, err := s.file.Write(p)
	s.err = err
	return n, err
}

func (s *savedContent) close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.err, s.file.Close())
}

func (o *sendOptions) output(w io.Writer, p *plan) sendOutput {
	switch {
	case o.json:
		return &sendJSON{w: w, quiet: o.quiet, secrets: o.record.keep, fields: o.record.conf.secretFields()}
	case o.quiet:
		return &sendPlain{printer: newPrinter(w), quiet: true}
	}
	return &sendPlain{printer: newPrinter(w), wait: time.Duration(o.wait), repeat: p.repeating()}
}

// A plan says which requests the command linger send sends, how, and how often.
type plan struct {
	target    session.Target
	requests  []wire.RequestMessage // one for each URL; linger sends them in turn
	total     int                   // number of exchanges; 0 for raw bytes, which may contain any number of requests
	content   *io.SectionReader     // file with content that linger reads while it sends; nil if there is none
	raw       []byte
	pipeline  bool
	delay     time.Duration
	wait      time.Duration
	reconnect bool
	ways      sendWays
}

// planOf returns the plan with the requests for the URLs, or with the request of a curl
// command.
func (o *sendOptions) planOf(c *cobra.Command, urls []string) (plan, error) {
	if o.curl == "" {
		return o.plan(urls, c.InOrStdin())
	}
	curl, err := o.curl.parse(c, urls)
	if err != nil {
		return plan{}, err
	}
	if notes := o.curl.omitted(curl); notes != "" {
		fmt.Fprintln(c.ErrOrStderr(), "linger: --curl: "+safe(notes))
	}
	p := o.pace()
	p.target, p.requests, p.total = curl.Target, []wire.RequestMessage{curl.Request}, max(1, int(o.exchanges))
	return p, nil
}

// pace returns a plan without requests. It says only how requests are sent.
func (o *sendOptions) pace() plan {
	return plan{pipeline: o.pipeline, delay: time.Duration(o.delay), wait: time.Duration(o.wait), reconnect: o.reconnect, ways: o.ways}
}

func (o *sendOptions) plan(urls []string, stdin io.Reader) (plan, error) {
	p := o.pace()
	var targets []string
	for i, u := range urls {
		t, target, err := parseTarget(u)
		if err != nil {
			return p, err
		}
		if i > 0 && t != p.target {
			return p, usagef("%s and %s have different origins; one connection serves only one origin", u, urls[0])
		}
		p.target = t
		targets = append(targets, target)
	}
	if o.raw != "" {
		var err error
		p.raw, err = readFile(o.raw, stdin)
		if err == nil && len(p.raw) == 0 {
			err = usagef("--raw %s: the file is empty", o.raw)
		}
		return p, err
	}
	if !o.pipeline {
		if err := o.request.open(stdin); err != nil {
			return p, err
		}
	}
	content, err := o.request.content(stdin)
	if err != nil {
		return p, err
	}
	p.content = o.request.file
	p.total = int(o.exchanges)
	if p.total == 0 {
		p.total = len(urls)
	}
	for _, target := range targets {
		m, err := o.request.apply(p.target.Request("", target), 0, content)
		if err != nil {
			return p, err
		}
		p.requests = append(p.requests, m)
	}
	return p, nil
}

// request returns the request of exchange i, counted from 0.
func (p *plan) request(i int) wire.RequestMessage { return p.requests[i%len(p.requests)] }

// from returns the requests from exchange i on.
func (p *plan) from(i int) []wire.RequestMessage {
	ms := make([]wire.RequestMessage, 0, p.total-i)
	for ; i < p.total; i++ {
		ms = append(ms, p.request(i))
	}
	return ms
}
