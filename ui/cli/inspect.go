package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"linger/session"
	"linger/session/distant"
	"linger/session/export"
	"linger/session/files"
	"linger/session/live"
	"linger/session/practice"
	"linger/session/probe"
	"linger/session/record"
	"linger/ui"
	"linger/ui/tutor"
	"linger/wire"
)

// inspectOptions holds the options of linger without a subcommand, which opens the
// inspector.
type inspectOptions struct {
	request requestFlags
	dial    dialFlags
	record  recordFlags
	curl    curlFlag
	away    durationFlag
	state   stateFlags
	conf    *configuration
	ascii   bool
	plain   bool
}

func (o *inspectOptions) register(c *cobra.Command) {
	f := c.Flags()
	o.registerScreen(f)
	o.request.register(f)
	o.curl.register(f)
	o.dial.register(f)
	f.Var(&o.away, "away", "put a round trip of `TIME` between linger and the built-in practice server, up to 10s")
}

// registerScreen registers the flags that linger learn and linger drill also have.
func (o *inspectOptions) registerScreen(f *pflag.FlagSet) {
	o.record.register(f)
	o.state.register(f)
	f.BoolVar(&o.plain, "plain", false, "print sentences instead of a screen and read one command from each line; for screen readers")
	f.BoolVar(&o.ascii, "ascii", !utf8Locale(), "draw only with ASCII (default: if the locale is not UTF-8)")
}

// run opens the inspector on a URL, or on the practice server inside this
// process.
func (o *inspectOptions) run(c *cobra.Command, args []string) error {
	content, err := o.request.content(c.InOrStdin())
	if err != nil {
		return err
	}
	if o.curl != "" {
		return o.inspectCurl(c, args)
	}
	if len(args) == 0 {
		return o.practise(c, content, ui.Options{Learn: tutor.Options{Pace: 1}, Drill: freeDrill()})
	}
	if o.away > 0 {
		return usagef("--away requires the built-in practice server; omit the URL")
	}
	return o.inspectURL(c, args[0], content, ui.Options{}, nil)
}

// inspectCurl opens the inspector with the request of a curl command.
func (o *inspectOptions) inspectCurl(c *cobra.Command, args []string) error {
	curl, err := o.curl.parse(c, args)
	if err != nil {
		return err
	}
	return o.inspect(c, curl.Target, curl.Request, ui.Options{Problem: o.curl.omitted(curl)}, nil)
}

// inspectURL opens the inspector on a URL, with the request that the flags describe.
func (o *inspectOptions) inspectURL(c *cobra.Command, url string, content []byte, options ui.Options, server *practice.Server) error {
	target, path, err := parseTarget(url)
	if err != nil {
		return err
	}
	request, err := o.request.apply(target.Request("", path), 0, content)
	if err != nil {
		return err
	}
	return o.inspect(c, target, request, options, server)
}

// firstPath is the path of the scenario that the inspector starts on. Its timeout leaves
// time to read the screen before the server closes.
const firstPath = "/countdown?timeout=20"

// practise opens the inspector on the practice server in this process.
func (o *inspectOptions) practise(c *cobra.Command, content []byte, options ui.Options) error {
	server, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
	if err != nil {
		return err
	}
	defer server.Close()
	if time.Duration(o.away) > ui.FarthestAway {
		return usagef("--away %s: at most %s", o.away.String(), ui.FarthestAway)
	}
	options.Practice, options.Away = true, time.Duration(o.away)
	return o.inspectURL(c, server.URL()+firstPath, content, options, server)
}

// inspect opens the inspector on a target: the practice server in this process or, if
// server is nil, another server.
func (o *inspectOptions) inspect(c *cobra.Command, target session.Target, request wire.RequestMessage, options ui.Options, server *practice.Server) (err error) {
	config, log, err := o.dial.config(target)
	config.TellProxy = true
	if err != nil {
		return err
	}
	defer log.Close()
	if err := needTerminal(); err != nil && !o.plain {
		return err
	}
	o.teach(&options, &config, server)
	options.Request = forward(config, request)
	other := config // configuration for probes and for a second session, which are not recorded
	t := terminal{}
	if !o.plain {
		t = newTerminal()
	}
	l := leaveOn(c, t)
	defer l.stop()
	recording, err := o.record.begin(&config)
	if err != nil {
		return err
	}
	l.writes(recording)
	defer func() { err = recording.close(c.ErrOrStderr(), err) }()
	s := live.New(config)
	defer s.Close()
	options.Engine, options.ASCII, options.Plain = s, o.ascii, o.plain
	options.End, options.Secrets = s.Close, o.record.secrets()
	options.Log, options.Files = recording.shown()
	options.Report = func(err error) { fmt.Fprintln(c.ErrOrStderr(), "linger: "+safe(err.Error())) }
	o.conf.show(&options)
	options.Scenarios = scenarios()
	options.Save, options.JSON, options.State = saveCopy, jsonOf(o.conf.secretFields()), o.state.open(o.conf)
	options.Reach = o.dial.reach(config)
	options.Probe = prober(other, options.Reach)
	options.Extent = func(only ...string) probe.Extent { return probe.Config{Session: other, Only: only}.Extent() }
	options.Open = opener(other, options.Source)
	options.Leave = l.onInterrupt()
	if err := ui.Run(l, options); !errors.Is(err, ui.ErrInterrupted) {
		return err
	}
	l.interrupted()
	return &exitError{code: exitInterrupt}
}

// teach adds the lessons and the drill. They use the practice server of this process or,
// if server is nil, a remote practice server, which linger recognises by its responses.
func (o *inspectOptions) teach(options *ui.Options, config *live.Config, server *practice.Server) {
	target, near := config.Target, config.Dialer
	network, direct := near.(*live.Network)
	serve := distant.Through(near, target)
	if server != nil {
		config.Label, serve = "the practice server", server.ServeConn
	} else if options.Learn.Pace == 0 {
		if !direct {
			return
		}
		options.Learn.Pace, options.Drill = 1, freeDrill()
	}
	far := func(roundTrip time.Duration) session.Dialer {
		if roundTrip == 0 {
			return near
		}
		return distant.Dialer{Serve: serve, RoundTrip: roundTrip}
	}
	options.Distant = func(roundTrip time.Duration) session.Retarget {
		return session.Retarget{Target: target, Dialer: far(roundTrip)}
	}
	options.Learn.Probing = func(every time.Duration) session.Retarget {
		probing := live.Network{}
		if direct {
			probing = *network
		}
		probing.KeepAlive = every
		return session.Retarget{Target: target, Dialer: &probing}
	}
	config.Dialer = far(options.Away)
}

func needTerminal() error {
	if term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) && os.Getenv("TERM") != "dumb" {
		return nil
	}
	return &exitError{code: exitUsage, err: errors.New("the inspector needs a terminal"),
		hint: "without a terminal, linger send URL prints every exchange, and --plain prints the inspector as lines"}
}

// opener returns a function that opens another session on a given target, with the
// options of the first session.
func opener(c live.Config, first ui.Source) func(session.Target) (ui.Source, error) {
	return func(t session.Target) (ui.Source, error) {
		to, err := first.Reach(t)
		if err != nil {
			return ui.Source{}, err
		}
		own, src := c, first
		src.Log, src.Files = nil, nil
		if t.String() != c.Target.String() { // not the practice server
			own.Label, src.Practice = "", false
		}
		own.Target, own.Dialer = to.Target, to.Dialer
		s := live.New(own)
		src.Engine, src.End = s, s.Close
		return src, nil
	}
}

// prober returns a function that probes the server of a target. A probe makes its own
// connections.
func prober(c live.Config, reach func(session.Target) (session.Retarget, error)) ui.Prober {
	return func(ctx context.Context, t session.Target, r wire.RequestMessage, only []string, progress func(probe.Progress)) *probe.Report {
		own := c
		if to, err := reach(t); err == nil {
			own.Target, own.Dialer = to.Target, to.Dialer
		}
		return probe.Run(ctx, probe.Config{Session: own, Name: session.WithoutSecrets(own.Target.String() + r.Target), Request: r, Only: only, Words: probeWords}, progress)
	}
}

// jsonOf returns a function that encodes an exchange as send --json prints it, without
// the line end. The function returns nil if the exchange does not exist or cannot be
// encoded.
func jsonOf(fields session.SecretFields) func(r *record.Record, exchange int, secrets bool) []byte {
	return func(r *record.Record, exchange int, secrets bool) []byte {
		e := r.Exchange(exchange)
		if e == nil {
			return nil
		}
		var b bytes.Buffer
		lines := linesOf(r)
		lines.Mask, lines.SecretFields = !secrets, fields
		if err := export.WriteLine(&b, lines.Exchange(e)); err != nil {
			return nil
		}
		return bytes.TrimRight(b.Bytes(), "\n")
	}
}

// saveCopy writes copied text to a file, for terminals without clipboard access.
func saveCopy(data []byte) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "linger", "copied.txt")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, files.Write(path, true, data)
}

// utf8Locale reports whether the locale in the environment uses UTF-8. If no locale is
// set, it returns true.
func utf8Locale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}
