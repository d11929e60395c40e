package export

import "strings"

// A curlOption is one of curl's options and what it means for one request.
// Options that take a value have set, others do.
type curlOption struct {
	short byte // 0: none
	long  string
	set   func(c *curlArgs, value string) error
	do    func(c *curlArgs)
}

// into returns an option whose value is kept.
func into(field func(*curlArgs) *string) func(*curlArgs, string) error {
	return func(c *curlArgs, v string) error { *field(c) = v; return nil }
}

// elsewhere are options that choose where or how to connect: the session has
// chosen already.
func elsewhere(name string) func(*curlArgs, string) error {
	return func(c *curlArgs, _ string) error {
		c.note("%s was left out: the connection is this session's.", name)
		return nil
	}
}

func (c *curlArgs) proto10() { c.proto = "HTTP/1.0" }
func (c *curlArgs) proto11() { c.proto = "HTTP/1.1" }

func curlShort(letter byte) *curlOption {
	for i := range curlOptions {
		if curlOptions[i].short == letter {
			return &curlOptions[i]
		}
	}
	return nil
}

func curlLong(name string) *curlOption {
	for i := range curlOptions {
		if curlOptions[i].long == name {
			return &curlOptions[i]
		}
	}
	return nil
}

// curlOptions are all options that are known.
var curlOptions = func() (all []curlOption) {
	all = append(all, shaping...)
	for _, o := range strings.Fields(withoutMeaning) {
		all = append(all, named(o, curlOption{do: func(*curlArgs) {}}))
	}
	for _, o := range strings.Fields(valueWithoutMeaning) {
		all = append(all, named(o, curlOption{set: func(*curlArgs, string) error { return nil }}))
	}
	for _, o := range strings.Fields(connecting) {
		n := named(o, curlOption{})
		n.set = elsewhere("--" + n.long)
		all = append(all, n)
	}
	return all
}()

// named has the names of an option written as "k/insecure" or "insecure".
func named(s string, o curlOption) curlOption {
	if len(s) > 2 && s[1] == '/' {
		o.short, s = s[0], s[2:]
	}
	o.long = s
	return o
}

// shaping are the options that shape the request.
var shaping = []curlOption{
	{short: 'X', long: "request", set: into(func(c *curlArgs) *string { return &c.method })},
	{short: 'H', long: "header", set: func(c *curlArgs, v string) error { c.fields = append(c.fields, v); return nil }},
	{short: 'd', long: "data", set: (*curlArgs).addData},
	{long: "data-ascii", set: (*curlArgs).addData},
	{long: "data-binary", set: (*curlArgs).addData},
	{long: "data-raw", set: func(c *curlArgs, v string) error { c.hasData, c.data = true, append(c.data, v); return nil }},
	{long: "data-urlencode", set: (*curlArgs).addURLEncoded},
	{long: "json", set: func(c *curlArgs, v string) error { c.json = true; return c.addData(v) }},
	{short: 'F', long: "form", set: func(c *curlArgs, _ string) error {
		c.note("-F was left out: linger makes no multipart content.")
		return nil
	}},
	{short: 'T', long: "upload-file", set: func(c *curlArgs, v string) error {
		if c.method == "" {
			c.method = "PUT"
		}
		return c.addData("@" + v)
	}},
	{short: 'G', long: "get", do: func(c *curlArgs) { c.asQuery = true }},
	{short: 'I', long: "head", do: func(c *curlArgs) { c.head = true }},
	{short: '0', long: "http1.0", do: (*curlArgs).proto10},
	{long: "http1.1", do: (*curlArgs).proto11},
	{short: 'A', long: "user-agent", set: func(c *curlArgs, v string) error { c.agent = &v; return nil }},
	{short: 'e', long: "referer", set: into(func(c *curlArgs) *string { return &c.referer })},
	{short: 'u', long: "user", set: into(func(c *curlArgs) *string { return &c.user })},
	{long: "oauth2-bearer", set: into(func(c *curlArgs) *string { return &c.bearer })},
	{short: 'r', long: "range", set: func(c *curlArgs, v string) error { c.byteRange = "bytes=" + v; return nil }},
	{long: "path-as-is", do: func(c *curlArgs) { c.asIs = true }},
	{long: "compressed", do: func(c *curlArgs) { c.compressed = true }},
	{long: "url", set: func(c *curlArgs, v string) error { c.addURL(v); return nil }},
	{long: "request-target", set: into(func(c *curlArgs) *string { return &c.target })},
	{short: 'b', long: "cookie", set: func(c *curlArgs, v string) error {
		if !strings.Contains(v, "=") {
			c.note("The cookies of %q were not read.", v)
			return nil
		}
		c.cookie = v
		return nil
	}},
	{short: 'L', long: "location", do: func(c *curlArgs) { c.note("-L was left out: L follows a Location.") }},
	{long: "http2", do: func(c *curlArgs) { c.note("It goes out as HTTP/1.1: linger speaks no HTTP/2.") }},
	{long: "http3", do: func(c *curlArgs) { c.note("It goes out as HTTP/1.1: linger speaks no HTTP/3.") }},
}

// Options without a value, and with one, that change nothing in the bytes.
const (
	withoutMeaning = `s/silent S/show-error v/verbose i/include f/fail fail-with-body N/no-buffer g/globoff
		tcp-nodelay no-keepalive location-trusted n/netrc anyauth basic digest ntlm negotiate
		J/remote-header-name O/remote-name R/remote-time Z/parallel #/progress-bar no-progress-meter
		k/insecure 4/ipv4 6/ipv6 1/tlsv1 tlsv1.2 tlsv1.3 no-alpn raw styled-output create-dirs
		http2-prior-knowledge fail-early trace-time tr-encoding retry-all-errors retry-connrefused`
	valueWithoutMeaning = `o/output D/dump-header w/write-out m/max-time connect-timeout c/cookie-jar
		retry retry-delay retry-max-time max-redirs keepalive-time limit-rate y/speed-time Y/speed-limit
		K/config trace trace-ascii stderr ciphers tls-max expect100-timeout max-filesize z/time-cond`
	connecting = `x/proxy U/proxy-user noproxy socks5 socks5-hostname cacert E/cert cert-type key key-type
		resolve connect-to unix-socket interface local-port`
)
