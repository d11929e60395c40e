package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/expect"
	"linger/session/export"
	"linger/session/log"
	"linger/session/probe"
	"linger/session/state"
	"linger/ui/card"
	"linger/ui/words"
)

type probeOptions struct {
	request     requestFlags
	dial        dialFlags
	json        bool
	markdown    bool
	junit       string
	record      recordFlags
	maxWait     durationFlag
	maxRequests countFlag
	repeat      countFlag
	only        []string
	expect      []string
	noState     bool
}

func newProbe(conf *configuration) *cobra.Command {
	o := probeOptions{maxWait: durationFlag(probe.DefaultMaxWait), record: recordFlags{conf: conf}}
	c := &cobra.Command{
		Use:   "probe URL [URL...]",
		Short: "Measure what a server really does with persistent connections: a report card",
		Long: `Probe measures how a server keeps HTTP/1.x connections, and prints a report card:
for each check what was advertised, what was measured, and what it means, then
what to set at both ends. Several URLs are compared side by side, in the order
given; for the hops of a chain, start at the client.

Checks wait at the same time; the whole probe takes at most three times --max-wait
(or -m, if that is longer) plus 10 s. --connect-timeout and -m limit the waits for
a connection and for the first response; without them the limit is --max-wait, but
at least 5 s and at most 30 s. If responses are slow, probe shortens waits and
omits checks, and the card says so.

Probe sends GET and HEAD. Three checks may use another method or send content:
framing and expect-continue with one request each, and the sweep. With -X, or with
--only sweep, the sweep sends up to 40 requests, one after another, each after a
different idle time. Behind a proxy it finds the idle time after which requests
get a response with status 5xx.

The exit code is 1 if a check fails or an expectation does not hold, and 3 if linger
could not connect. Ctrl-C prints the results so far.`,
		Example: `  linger probe http://localhost:8080/
  linger probe --expect 'idle-timeout>=65s' --junit report.xml http://localhost:8080/
  linger probe https://www.example.com/ http://origin.internal:8080/
  linger probe -X POST -d x=1 --only expect-continue http://localhost:8080/form
  linger probe -X POST -d '{}' --only sweep https://www.example.com/`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("probe needs a URL")
			}
			return nil
		},
		RunE: func(c *cobra.Command, urls []string) error { return o.run(c, urls) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&o.json, "json", false, "print one JSON object for each target")
	f.BoolVar(&o.markdown, "markdown", false, "print Markdown, for a ticket")
	f.StringVar(&o.junit, "junit", "", "also write JUnit XML to `FILE`")
	f.Var(&o.maxWait, "max-wait", "wait at most `TIME` for an idle connection to be closed")
	o.maxRequests, o.repeat = probe.DefaultMaxRequests, probe.DefaultRepeat
	f.Var(&o.maxRequests, "max-requests", "send at most `N` requests on one connection")
	f.Var(&o.repeat, "repeat", "wait for `N` idle closes, started at different times")
	f.StringSliceVar(&o.only, "only", nil, "run only the checks `NAMES`, separated by commas")
	f.StringArrayVar(&o.expect, "expect", nil, "exit with 1 unless `CONDITION` holds, such as idle-timeout>=65s or race=pass")
	o.request.register(f)
	o.dial.register(f)
	o.record.register(f)
	f.BoolVar(&o.noState, "no-state", false, "do not store the measured idle limit")
	c.MarkFlagsMutuallyExclusive("json", "markdown")
	return c
}

func (o *probeOptions) run(c *cobra.Command, urls []string) (err error) {
	configs, logs, err := o.configs(c, urls)
	defer func() {
		for _, f := range logs {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	report, err := o.report()
	if err != nil {
		return err
	}
	l := leaveOn(c, terminal{})
	defer l.stop()
	recording, err := o.record.open(session.VantageClient)
	if err != nil {
		return err
	}
	l.writes(recording)
	defer func() { err = recording.close(c.ErrOrStderr(), err) }()
	if len(recording) > 0 {
		joiner := log.NewJoiner(recording.publish)
		defer joiner.Finish()
		for i := range configs {
			configs[i].Record = joiner.Session
		}
	}
	progress := newProgress(c.ErrOrStderr(), len(urls))
	progress.begin(urls, configs[0].AtMost())
	progress.sweeps(configs)
	reports := probeAll(l, configs, progress)
	o.remember(configs, reports)
	if err := o.print(c.OutOrStdout(), report, reports); err != nil {
		return err
	}
	if l.Err() != nil {
		return context.Cause(l)
	}
	return probeExit(reports)
}

// configs returns the probe configuration for each URL, and the key logs that the caller
// must close after the probes.
func (o *probeOptions) configs(c *cobra.Command, urls []string) (configs []probe.Config, logs []*keyLog, err error) {
	if o.maxWait == 0 {
		return nil, nil, usagef("--max-wait 0: use a longer time, because a probe must wait")
	}
	if err := o.checks(c.Flags().Changed("only")); err != nil {
		return nil, nil, err
	}
	thresholds, err := o.thresholds()
	if err != nil {
		return nil, nil, err
	}
	content, err := o.request.content(c.InOrStdin())
	if err != nil {
		return nil, nil, err
	}
	for _, url := range urls {
		target, path, err := parseTarget(url)
		if err != nil {
			return nil, logs, err
		}
		m, err := o.request.apply(target.Request("GET", path), 0, content)
		if err != nil {
			return nil, logs, err
		}
		sc, keyLog, err := o.dial.config(target)
		if err != nil {
			return nil, logs, err
		}
		if keyLog != nil {
			logs = append(logs, keyLog)
		}
		configs = append(configs, probe.Config{
			Session: sc, Name: session.WithoutSecrets(target.String() + path), Request: forward(sc, m),
			MaxWait: time.Duration(o.maxWait), MaxRequests: int(o.maxRequests), Repeat: int(o.repeat), Only: o.only, Sweep: c.Flags().Changed("request"), Expect: thresholds, Words: probeWords,
		})
	}
	return configs, logs, nil
}

// probeWords lets a probe use the wording of the screen.
var probeWords = probe.Words{Framing: words.Framing, End: words.Ended}

// checks validates the names in --only.
func (o *probeOptions) checks(given bool) error {
	all := strings.Join(probe.Names(), ", ")
	if given && len(o.only) == 0 {
		return usagef("--only requires a check; available checks: %s", all)
	}
	for _, name := range o.only {
		switch {
		case name == "":
			return usagef("--only %s: a name is missing; available checks: %s", strings.Join(o.only, ","), all)
		case !slices.Contains(probe.Names(), name):
			return usagef("--only: unknown check %q; available checks: %s", name, all)
		}
	}
	return nil
}

// thresholds returns the parsed conditions of --expect.
func (o *probeOptions) thresholds() (ts []expect.Condition, err error) {
	for _, s := range o.expect {
		t, err := probe.ParseExpectation(s)
		if err != nil {
			return nil, usagef("--expect: %w", err)
		}
		if len(o.only) > 0 && !slices.Contains(o.only, t.Name) {
			return nil, usagef("--expect %s: --only excludes that check", s)
		}
		ts = append(ts, t)
	}
	return ts, nil
}

// remember stores the measured limits for the inspector. It ignores errors, because a
// probe works without stored limits.
func (o *probeOptions) remember(configs []probe.Config, reports []*probe.Report) {
	s := (&stateFlags{noState: o.noState, noProgress: true}).open(o.record.conf)
	for i, r := range reports {
		if configs[i].Session.Target.Unix != "" { // the path of a Unix socket does not identify a server
			continue
		}
		g := r.IdleRange()
		s.Measured(state.Limit{Target: configs[i].Session.Target.String(), Low: g.Low, High: g.High, Closes: g.Closes})
	}
}

// probeAll probes all targets at the same time.
func probeAll(ctx context.Context, configs []probe.Config, p *probeProgress) []*probe.Report {
	reports := make([]*probe.Report, len(configs))
	var wg sync.WaitGroup
	for i, config := range configs {
		wg.Go(func() { reports[i] = probe.Run(ctx, config, p.of(i)) })
	}
	wg.Wait()
	p.clear()
	return reports
}

func (o *probeOptions) print(w io.Writer, report func() (io.WriteCloser, error), reports []*probe.Report) error {
	if o.junit != "" {
		f, err := report()
		if err != nil {
			return err
		}
		if err := writeJUnit(f, reports); err != nil {
			return err
		}
	}
	switch {
	case o.json:
		for _, r := range reports {
			if err := export.WriteLine(w, r); err != nil {
				return err
			}
		}
		return nil
	case o.markdown:
		return writeVisible(w, func(w io.Writer) error { return probe.WriteMarkdown(w, reports) })
	}
	return printCards(w, reports)
}

// report returns a function that returns the file of --junit, to be written after the
// probe. report creates a new file at once, so that linger reports an error before the
// probe. An existing file is not overwritten until the function is called.
func (o *probeOptions) report() (func() (io.WriteCloser, error), error) {
	if o.junit == "" {
		return nil, nil
	}
	if _, err := os.Lstat(o.junit); err == nil && o.record.force {
		return func() (io.WriteCloser, error) { return createFile(o.junit, true) }, nil
	}
	f, err := createFile(o.junit, false)
	return func() (io.WriteCloser, error) { return f, nil }, err
}

func writeJUnit(f io.WriteCloser, reports []*probe.Report) error {
	err := writeVisible(f, func(w io.Writer) error { return probe.WriteJUnit(w, reports) })
	return errors.Join(err, f.Close())
}

// cardWidth is the width in cells of a report card that is not printed on a terminal.
const cardWidth = 104

func printCards(w io.Writer, reports []*probe.Report) error {
	p, width := newPrinter(w), cardWidth
	if f, ok := w.(term.File); ok {
		if cols, _, err := term.GetSize(f.Fd()); err == nil && cols > 0 {
			width = min(cols, 140)
		}
	}
	show := func(rows []string) {
		for _, row := range rows {
			p.line(row)
		}
		p.line()
	}
	if len(reports) > 1 {
		show(card.SideBySide(p.t, reports, width))
	}
	for _, r := range reports {
		show(card.Report(p.t, r, width))
	}
	for _, r := range reports {
		summary := r.Summary()
		if len(reports) > 1 && r.Failure == "" {
			summary = r.Target + ": " + summary
		}
		p.line(p.t.Strong.Render("linger: " + safe(summary)))
	}
	return p.err
}

// probeExit returns an exitError: code 3 if linger could not connect to a target, code 1
// if a check failed, or nil.
func probeExit(reports []*probe.Report) error {
	code := exitDone
	for _, r := range reports {
		switch {
		case r.Failure != "":
			return &exitError{code: exitNoConnect}
		case len(r.Failed()) > 0:
			code = exitMisbehaved
		}
	}
	if code == exitDone {
		return nil
	}
	return &exitError{code: code}
}
