package cli

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

// dialFlags holds the flags for connecting. Except for --max-head, they have the same
// names and meanings as in curl.
type dialFlags struct {
	insecure       bool
	cacert         string
	cert, key      string
	unix           string
	proxy          string
	connectTo      []string
	resolve        []string
	ip4, ip6       bool
	connectTimeout durationFlag
	maxTime        durationFlag
	maxHead        countFlag
	aliveTime      durationFlag
	noAlive        bool
}

func (f *dialFlags) register(fs *pflag.FlagSet) {
	fs.BoolVarP(&f.insecure, "insecure", "k", false, "do not verify the certificate")
	fs.StringVar(&f.cacert, "cacert", "", "trust the certificates in `FILE` instead of the system's")
	fs.StringVarP(&f.cert, "cert", "E", "", "use the client certificate in `FILE` (PEM)")
	fs.StringVar(&f.key, "key", "", "use the private key in `FILE` with --cert (default: the file of --cert)")
	fs.StringVar(&f.unix, "unix-socket", "", "connect to the Unix socket `PATH`")
	fs.StringVarP(&f.proxy, "proxy", "x", "", "connect through the proxy at `URL` (http, socks5, socks5h)")
	fs.StringArrayVar(&f.connectTo, "connect-to", nil, "connect to another host: `HOST1:PORT1:HOST2:PORT2`")
	fs.StringArrayVar(&f.resolve, "resolve", nil, "use these addresses for a name: `HOST:PORT:ADDRESS[,ADDRESS]`")
	fs.BoolVarP(&f.ip4, "ipv4", "4", false, "IPv4 only")
	fs.BoolVarP(&f.ip6, "ipv6", "6", false, "IPv6 only")
	fs.Var(&f.connectTimeout, "connect-timeout", "stop connecting after `TIME`")
	fs.VarP(&f.maxTime, "max-time", "m", "stop waiting for an exchange after `TIME`")
	fs.Var(&f.aliveTime, "keepalive-time", "send TCP keepalive probes every `TIME`, not HTTP keep-alive (default 15s)")
	fs.BoolVar(&f.noAlive, "no-keepalive", false, "send no TCP keepalive probes")
	f.maxHead = 1 << 20
	fs.Var(&f.maxHead, "max-head", "report header sections larger than `BYTES` as an error")
}

// config returns the configuration of a session with target t. It also returns the key
// log, or nil. The caller closes the key log after the session.
func (f *dialFlags) config(t session.Target) (live.Config, *keyLog, error) {
	if f.unix != "" {
		t.Unix = f.unix
	}
	c := live.Config{
		Version:        release,
		Target:         t,
		Limits:         wire.Limits{Head: int(f.maxHead)},
		ConnectTimeout: time.Duration(f.connectTimeout),
		MaxTime:        time.Duration(f.maxTime),
	}
	switch {
	case f.noAlive && f.aliveTime > 0:
		return c, nil, usagef("--keepalive-time cannot be combined with --no-keepalive")
	case f.ip4 && f.ip6:
		return c, nil, usagef("-4 cannot be combined with -6")
	}
	for _, rule := range f.connectTo {
		if err := live.CheckConnectTo(rule); err != nil {
			return c, nil, usagef("--connect-to %q: %w; write HOST1:PORT1:HOST2:PORT2", rule, err)
		}
	}
	for _, rule := range f.resolve {
		if err := live.CheckResolve(rule); err != nil {
			return c, nil, usagef("--resolve %q: %w; write HOST:PORT:ADDRESS", rule, err)
		}
	}
	var err error
	if c.Dialer, err = f.dialer(t, f.network()); err != nil {
		return c, nil, err
	}
	if c.TLS, err = f.tls(); err != nil {
		return c, nil, err
	}
	log := newKeyLog()
	if log == nil {
		return c, nil, nil
	}
	if t.TLS {
		if err := log.open(); err != nil {
			return c, nil, err
		}
	}
	c.TLS.KeyLog = log
	return c, log, nil
}

// network returns a dialer for the system's network, with the options that the flags set.
func (f *dialFlags) network() *live.Network {
	n := &live.Network{ConnectTo: f.connectTo, Resolve: f.resolve, KeepAlive: time.Duration(f.aliveTime)}
	if f.noAlive {
		n.KeepAlive = -1
	}
	switch {
	case f.ip4:
		n.Family = 4
	case f.ip6:
		n.Family = 6
	}
	return n
}

// reach returns a function that returns the dialer for a target. For the target of c,
// this is the dialer of c. For other targets, linger does not use the Unix socket of c,
// and the environment may name a different proxy.
func (f *dialFlags) reach(c live.Config) func(session.Target) (session.Retarget, error) {
	return func(t session.Target) (session.Retarget, error) {
		if t.Unix != "" && t != c.Target {
			return session.Retarget{Target: t, Dialer: f.network()}, nil
		}
		if t.String() == c.Target.String() {
			return session.Retarget{Target: c.Target, Dialer: c.Dialer}, nil
		}
		d, err := f.dialer(t, f.network())
		return session.Retarget{Target: t, Dialer: d}, err
	}
}

// dialer returns a dialer for the proxy that -x or the environment names for the target.
// It returns network if there is no proxy or --unix-socket is set.
func (f *dialFlags) dialer(t session.Target, network *live.Network) (session.Dialer, error) {
	var p *live.Proxy
	var err error
	switch {
	case f.unix != "" && f.proxy != "":
		return nil, usagef("--proxy cannot be combined with --unix-socket")
	case f.unix != "":
		return network, nil
	case f.proxy != "":
		p, err = live.ParseProxy(f.proxy, *network)
	default:
		p, err = live.ProxyFromEnvironment(t, *network)
	}
	if err != nil || p == nil {
		return network, err
	}
	return p, nil
}

// forward returns a request in the form that the next hop requires. A request to an HTTP
// proxy has the whole URL as its target.
func forward(c live.Config, m wire.RequestMessage) wire.RequestMessage {
	if p, ok := c.Dialer.(*live.Proxy); ok {
		return p.Forward(c.Target, m)
	}
	return m
}

func (f *dialFlags) tls() (live.TLSOptions, error) {
	o := live.TLSOptions{Insecure: f.insecure}
	if f.cacert != "" {
		pem, err := os.ReadFile(f.cacert)
		if err != nil {
			return o, err
		}
		o.Roots = x509.NewCertPool()
		if !o.Roots.AppendCertsFromPEM(pem) {
			return o, fmt.Errorf("--cacert %s contains no certificate", f.cacert)
		}
	}
	if f.cert == "" {
		if f.key != "" {
			return o, usagef("--key requires --cert")
		}
		return o, nil
	}
	key := f.key
	if key == "" {
		key = f.cert
	}
	pair, err := tls.LoadX509KeyPair(f.cert, key)
	if err != nil {
		return o, fmt.Errorf("client certificate: %w", err)
	}
	o.Certificates = []tls.Certificate{pair}
	return o, nil
}

// A keyLog is the file that SSLKEYLOGFILE names. Its content can decrypt a capture of the
// traffic. If nothing has called open, the first Write opens the file.
type keyLog struct {
	name string

	mu   sync.Mutex
	file *os.File
}

// newKeyLog returns the key log that the environment names, or nil.
func newKeyLog() *keyLog {
	if name := os.Getenv("SSLKEYLOGFILE"); name != "" {
		return &keyLog{name: name}
	}
	return nil
}

func (k *keyLog) open() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file != nil {
		return nil
	}
	f, err := os.OpenFile(k.name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("SSLKEYLOGFILE: %w", err)
	}
	k.file = f
	return nil
}

// Write appends a line.
func (k *keyLog) Write(p []byte) (int, error) {
	if err := k.open(); err != nil {
		return 0, err
	}
	return k.file.Write(p)
}

// Close closes the file, if it was opened.
func (k *keyLog) Close() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file != nil {
		k.file.Close()
	}
}
