package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/export"
	"linger/session/files"
	"linger/session/practice"
)

type practiceOptions struct {
	list    bool
	listen  string
	unix    string
	tls     bool
	ca      string
	verbose bool
	conf    *configuration
}

func newPractice(conf *configuration) *cobra.Command {
	o := practiceOptions{conf: conf}
	c := &cobra.Command{
		Use:   "practice",
		Short: "Run a practice server with a scenario for each kind of connection behavior",
		Long: `Practice runs a server that plays one scenario under each path. Some behave
well; others close early, send a wrong length, reset, stall, or never respond.
It listens on loopback unless --listen says otherwise, serves only its scenarios,
and connects to nothing. It logs one line for each connection and each exchange.
A whole class may use one server: it limits the connections of each computer, and
responds with 503 if there are too many connections.`,
		Example: `  linger practice                    then: linger http://127.0.0.1:8321/countdown
  linger practice --list             every scenario
  linger practice --listen :8321     for a whole class, on every interface
  linger practice --tls              with a temporary certificate`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if o.list {
				return practice.WriteList(c.OutOrStdout())
			}
			return o.serve(c)
		},
	}
	f := c.Flags()
	f.BoolVarP(&o.list, "list", "l", false, "list the scenarios")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8321", "listen on `ADDRESS`; \":8321\" means every interface, port 0 means any free port")
	f.StringVar(&o.unix, "unix-socket", "", "listen on the Unix socket `PATH` instead")
	f.BoolVar(&o.tls, "tls", false, "serve https, with a temporary certificate")
	f.StringVar(&o.ca, "ca", "linger-practice-ca.pem", "with --tls: write the CA certificate to trust to `FILE`")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "log every byte received and sent, with secrets as ****")
	c.MarkFlagsMutuallyExclusive("listen", "unix-socket")
	return c
}

// serve runs the practice server until linger receives a signal.
func (o *practiceOptions) serve(c *cobra.Command) error {
	l := leaveOn(c, terminal{})
	defer l.stop()
	out := c.OutOrStdout()
	config := practice.Config{Log: out, Verbose: o.verbose, Mask: o.maskLines}
	var err error
	if config.TLS, err = o.certificate(); err != nil {
		return err
	}
	network, address := "tcp", o.listen
	if o.unix != "" {
		network, address = "unix", o.unix
		if err := removeDeadSocket(o.unix); err != nil {
			return err
		}
	}
	server, err := practice.Listen(network, address, config)
	if err != nil {
		return err
	}
	defer server.Close()
	o.greet(out, server)
	<-l.Done()
	if err := server.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "the practice server has stopped")
	return context.Cause(l)
}

// maskLines returns a function that masks the secrets in lines. The function must be
// called with the lines of one direction, in order.
func (o *practiceOptions) maskLines() func(string) string {
	return (&session.SecretLines{Fields: o.conf.secretFields()}).Masked
}

// greet prints the server's address for use on this machine. If the server listens on
// every interface, greet also prints the commands for other computers.
func (o *practiceOptions) greet(w io.Writer, server *practice.Server) {
	url := server.URL()
	options := ""
	if o.tls {
		options += " --cacert " + export.ShellQuote(o.ca)
	}
	if o.unix != "" {
		options += " --unix-socket " + export.ShellQuote(o.unix)
	}
	fmt.Fprintf(w, "practice server on %s, %d scenarios; ctrl+c stops it\n", url, len(practice.Scenarios()))
	for _, u := range classURLs(server, ownAddresses()) {
		fmt.Fprintf(w, "other computers: linger%s %s\n", options, u)
	}
	fmt.Fprintf(w, "try: linger%s %s/countdown\n", options, url)
}

// classURLs returns the server's URLs for other computers, or nil if the server does not
// listen on every interface. URLs with IPv4 addresses come first, because they are easier
// to type.
func classURLs(server *practice.Server, addresses []string) []string {
	at, ok := server.Addr().(*net.TCPAddr)
	if !ok || !at.IP.IsUnspecified() {
		return nil
	}
	scheme, _, _ := strings.Cut(server.URL(), "://")
	var short, long []string
	for _, a := range addresses {
		u := scheme + "://" + net.JoinHostPort(a, strconv.Itoa(at.Port))
		if strings.Contains(a, ":") {
			long = append(long, u)
		} else {
			short = append(short, u)
		}
	}
	return append(short, long...)
}

// certificate returns a TLS configuration with a certificate for every name and address
// of this machine, and writes the CA certificate to the file o.ca. If --tls is not set,
// it returns nil.
func (o *practiceOptions) certificate() (*tls.Config, error) {
	if !o.tls {
		return nil, nil
	}
	hosts := append([]string{"localhost", "127.0.0.1", "::1"}, ownAddresses()...)
	if name, err := os.Hostname(); err == nil {
		hosts = append(hosts, name)
	}
	cert, ca, err := practice.SelfSigned(hosts...)
	if err != nil {
		return nil, err
	}
	old, _ := os.ReadFile(o.ca) // files.Create does not overwrite a file that cannot be read
	f, err := files.Create(o.ca, practice.IsAuthority(old))
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	_, err = f.Write(ca)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}}, nil
}

// ownAddresses returns the addresses of this machine that other computers can reach.
func ownAddresses() []string {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var out []string
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			out = append(out, ip.IP.String())
		}
	}
	slices.Sort(out)
	return out
}

// removeDeadSocket removes a socket file that an earlier server left at path. It returns
// an error if another server listens on the socket. It does not remove other files;
// listening then fails.
func removeDeadSocket(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil
	}
	if err != nil {
		return err
	}
	if c, err := net.Dial("unix", path); err == nil {
		c.Close()
		return fmt.Errorf("another server already listens on %s", path)
	}
	return os.Remove(path)
}
