package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/relay"
	"linger/session/traffic"
	"linger/ui"
	"linger/ui/words"
	"linger/wire/format"
)

type relayOptions struct {
	listen string
	faults []string
	dial   durationFlag
	record recordFlags
	plain  bool
	json   bool
	quiet  bool
	ascii  bool
}

func newRelay(conf *configuration) *cobra.Command {
	o := relayOptions{record: recordFlags{conf: conf}}
	c := &cobra.Command{
		Use:   "relay URL",
		Short: "Relay other programs' connections to a server, and show them",
		Long: `Relay listens on a local address. Programs connect to it instead of to URL; it
connects to URL for each of them, and passes on every byte and every end unchanged:
a FIN as a FIN, a reset as a reset. It shows each connection, its exchanges, who
closed first and how, and what it learned about both sides: how long each keeps idle
connections, and which requests were lost because a close crossed them.

Without a terminal, or with --plain, --json or -q, it prints all this, one line for
each event, until a signal arrives.

Relay does not change bytes, so the Host field and the name in a certificate are
those that the client uses. It passes on TLS without showing its content. Relay
listens on loopback unless --listen says otherwise. It relays at most 10,000
connections at once, or fewer if ulimit -n is lower, and resets further ones.

On request, a fault changes what the relay passes on:

` + twoColumns(relay.FaultNames()),
		Example: `  linger relay http://127.0.0.1:3000
  linger relay --fault hold-fin=20ms http://127.0.0.1:3000
  linger relay --json http://127.0.0.1:3000 | jq 'select(.lost)'`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8322", "listen on `ADDRESS`; port 0 means any free port")
	f.StringArrayVar(&o.faults, "fault", nil, "apply the fault `NAME[=VALUE]` to every connection; may be repeated")
	f.Var(&o.dial, "connect-timeout", "reset the client if connecting to the server takes longer than `TIME`")
	o.record.register(f)
	f.BoolVar(&o.plain, "plain", false, "print one line of text for each event (the default without a terminal)")
	f.BoolVar(&o.json, "json", false, "print one JSON object on each line")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print only what linger has learned, at the end")
	f.BoolVar(&o.ascii, "ascii", !utf8Locale(), "draw only with ASCII (default: if the locale is not UTF-8)")
	c.MarkFlagsMutuallyExclusive("plain", "json")
	return c
}

// run runs the relay until a signal arrives, and returns the error with the exit code for
// that signal. If an output file is incomplete, it returns the error about that file
// instead.
func (o *relayOptions) run(c *cobra.Command, url string) (err error) {
	target, _, err := session.ParseTarget(url)
	if err != nil {
		return err
	}
	opt := relay.Options{Server: net.JoinHostPort(target.Host, target.Port), Dial: time.Duration(o.dial)}
	for _, f := range o.faults {
		if err := opt.Faults.Set(f); err != nil {
			return usagef("--fault: %w", err)
		}
	}
	r, err := relay.Listen(o.listen, opt)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	screen := !o.plain && !o.json && !o.quiet && needTerminal() == nil
	t := terminal{}
	if screen {
		t = newTerminal()
	}
	l := leaveOn(c, t)
	defer l.stop()
	defer r.Close() // must run last, after the files are complete
	log, err := o.record.open(session.VantageRelay)
	if err != nil {
		return err
	}
	l.writes(log)
	defer func() {
		if err = log.close(c.ErrOrStderr(), err); err == nil {
			err = context.Cause(l) // the signal that ended the relay, if there was one
		}
	}()
	if screen {
		return o.show(l, r, target, opt.Faults, log)
	}
	return o.print(l, c, r, target, log)
}

// started returns the first event of the session.
func started(r *relay.Relay, target session.Target) session.Started {
	return session.Started{Wall: r.Started(), Program: "linger", Version: release, Verify: true, Target: target.String(), Vantage: session.VantageRelay, Via: r.Addr().String()}
}

// show runs the relay in the inspector.
func (o *relayOptions) show(l *exitContext, r *relay.Relay, target session.Target, f relay.Faults, log recording) error {
	w := &watch{Feed: traffic.NewFeed(), log: log, now: func() time.Duration { return time.Since(r.Started()) }}
	w.do = func(cmd session.Command) {
		switch cmd := cmd.(type) {
		case session.Interfere:
			o.interfere(w, r, cmd.Faults)
		case session.Mark:
			w.emit(session.Marked{At: w.now(), Text: cmd.Text})
		}
	}
	w.emit(started(r, target))
	if set := f.String(); set != "" {
		w.emit(session.Interfered{Faults: set})
	}
	options := ui.Options{ASCII: o.ascii, SecretFields: o.record.conf.secretFields(), Source: ui.Source{Faults: relay.FaultNames(), Secrets: o.record.secrets()}}
	options.Log, options.Files = log.shown()
	err := w.show(l, options, func(ctx context.Context) error {
		err := r.Run(ctx, traffic.NewWatcher(target.String(), w.emit))
		w.emit(session.Ended{At: w.now()})
		return err
	})
	return err
}

// interfere sets the faults of new connections, and emits the event that reports them. If
// they are invalid, it emits Declined instead.
func (o *relayOptions) interfere(w *watch, r *relay.Relay, faults string) {
	f, err := relay.ParseFaults(faults)
	if err != nil {
		w.emit(session.Declined{At: w.now(), Why: format.Sentence(err.Error())})
		return
	}
	r.Interfere(f)
	w.emit(session.Interfered{At: w.now(), Faults: f.String()})
}

// print runs the relay and prints what happens.
func (o *relayOptions) print(ctx context.Context, c *cobra.Command, r *relay.Relay, target session.Target, log recording) error {
	p := newPairList(o.output(c.OutOrStdout(), r, target))
	if !o.quiet {
		fmt.Fprint(c.ErrOrStderr(), pointing(r.Addr().String(), target))
	}
	log.add(started(r, target))
	w := traffic.NewWatcher(target.String(), func(ev session.Event) {
		log.add(ev)
		log.report(c.ErrOrStderr())
		p.apply(ev)
	})
	if err := r.Run(ctx, w); err != nil {
		return err
	}
	at := time.Since(r.Started())
	log.add(session.Ended{At: at})
	p.apply(session.Ended{At: at})
	return p.end(at)
}

func (o *relayOptions) output(w io.Writer, r *relay.Relay, target session.Target) pairsOutput {
	if !o.json {
		return &pairsPlain{w: w, start: r.Started(), noun: "pair", relay: true, quiet: o.quiet}
	}
	out := &pairsJSON{w: w, start: r.Started(), quiet: o.quiet}
	out.session(pairsSessionLine{Vantage: "relay", Target: target.String(), Listen: r.Addr().String()})
	return out
}

// pointing returns the lines that say how to make programs use the relay.
func pointing(listen string, t session.Target) string {
	var b strings.Builder
	fmt.Fprintf(&b, "linger: relay on %s, to %s. Point programs at it:\n", listen, t)
	for _, way := range words.Pointing(listen, t) {
		fmt.Fprintf(&b, "  %-8s %s\n", way[0], way[1])
	}
	fmt.Fprintf(&b, "ctrl+c stops the relay and prints what linger has learned.\n")
	return b.String()
}
