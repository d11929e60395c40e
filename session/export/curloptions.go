package export

import "strings"

// A knownOption is one of curl's options and its effect on the request. Options with a
// value have set; the others have do.
type knownOption struct {
	short byte // 0 if there is no short name
	long  string
	set   func(c *curlArgs, value string) error
	do    func(c *curlArgs)
}

// into returns a set function that stores the value of an option in a field.
func into(field func(*curlArgs) *string) func(*curlArgs, string) error {
	return func(c *curlArgs, v string) error { *field(c) = v; return nil }
}

// connects returns o with an effect: the option is added to Curl.Connecting, because it
// determines where or how to connect.
func connects(o knownOption) knownOption {
	name := o.long
	if o.set != nil {
		o.set = func(c *curlArgs, v string) error {
			c.connecting = append(c.connecting, CurlOption{name, v})
			return nil
		}
		return o
	}
	o.do = func(c *curlArgs) { c.connecting = append(c.connecting, CurlOption{name, "true"}) }
	return o
}

// leaves returns o with an effect: a sentence in Curl.Omitted says that the option was
// left out.
func leaves(o knownOption) knownOption {
	name := o.long
	if o.set != nil {
		o.set = func(c *curlArgs, _ string) error { c.omit("--%s was left out.", name); return nil }
		return o
	}
	o.do = func(c *curlArgs) { c.omit("--%s was left out.", name) }
	return o
}

func (c *curlArgs) proto10() { c.proto = "HTTP/1.0" }
func (c *curlArgs) proto11() { c.proto = "HTTP/1.1" }

func curlShort(letter byte) *knownOption {
	for i := range curlOptions {
		if curlOptions[i].short == letter {
			return &curlOptions[i]
		}
	}
	return nil
}

func curlLong(name string) *knownOption {
	for i := range curlOptions {
		if curlOptions[i].long == name {
			return &curlOptions[i]
		}
	}
	return nil
}

// curlOptions holds all options of curl that linger knows.
var curlOptions = func() (all []knownOption) {
	all = append(all, shaping...)
	add := func(names string, o knownOption, as func(knownOption) knownOption) {
		for _, name := range strings.Fields(names) {
			all = append(all, as(named(name, o)))
		}
	}
	flag, value := knownOption{do: func(*curlArgs) {}}, knownOption{set: func(*curlArgs, string) error { return nil }}
	same := func(o knownOption) knownOption { return o }
	add(withoutMeaning, flag, same)
	add(valueWithoutMeaning, value, same)
	add(connecting, flag, connects)
	add(valueConnecting, value, connects)
	add(leftOut, flag, leaves)
	add(valueLeftOut, value, leaves)
	return all
}()

// named returns o with the names in s. s is a short and a long name, as in "k/insecure",
// or only a long name, as in "insecure".
func named(s string, o knownOption) knownOption {
	if len(s) > 2 && s[1] == '/' {
		o.short, s = s[0], s[2:]
	}
	o.long = s
	return o
}

// shaping holds the options that determine the request.
var shaping = []knownOption{
	{short: 'X', long: "request", set: into(func(c *curlArgs) *string { return &c.method })},
	{short: 'H', long: "header", set: (*curlArgs).addField},
	{short: 'd', long: "data", set: (*curlArgs).addData},
	{long: "data-ascii", set: (*curlArgs).addData},
	{long: "data-binary", set: (*curlArgs).addBinary},
	{long: "data-raw", set: (*curlArgs).addRaw},
	{long: "data-urlencode", set: (*curlArgs).addURLEncoded},
	{long: "json", set: func(c *curlArgs, v string) error { c.json = true; return c.addBinary(v) }},
	{short: 'F', long: "form", set: (*curlArgs).addForm},
	{long: "form-string", set: (*curlArgs).addForm},
	{short: 'T', long: "upload-file", set: (*curlArgs).addUpload},
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
			c.omit("The cookies of %q were not read.", v)
			return nil
		}
		c.cookie = v
		return nil
	}},
	{short: 'L', long: "location", do: func(c *curlArgs) { c.omit("-L was left out. The key L follows a Location.") }},
	{long: "http2", do: func(c *curlArgs) { c.omit("The request is sent as HTTP/1.1: linger does not support HTTP/2.") }},
	{long: "http2-prior-knowledge", do: func(c *curlArgs) { c.omit("The request is sent as HTTP/1.1: linger does not support HTTP/2.") }},
	{long: "http3", do: func(c *curlArgs) { c.omit("The request is sent as HTTP/1.1: linger does not support HTTP/3.") }},
}

// These are the names of the other options, in pairs: first the options without a value,
// then those with a value.
const (
	// These options change neither the bytes of the request nor the connection.
	withoutMeaning = `s/silent S/show-error v/verbose i/include f/fail fail-with-body N/no-buffer g/globoff
		tcp-nodelay basic J/remote-header-name O/remote-name R/remote-time Z/parallel #/progress-bar no-progress-meter
		no-alpn raw styled-output create-dirs fail-early trace-time q/disable`
	valueWithoutMeaning = `o/output D/dump-header w/write-out c/cookie-jar trace trace-ascii stderr output-dir`

	connecting = `k/insecure 4/ipv4 6/ipv6 1/tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 no-keepalive
		proxy-insecure proxytunnel ssl-reqd haproxy-protocol abstract-unix-socket`
	valueConnecting = `x/proxy U/proxy-user noproxy preproxy socks4 socks4a socks5 socks5-hostname proxy-header
		cacert capath E/cert cert-type key key-type pass pinnedpubkey ciphers tls13-ciphers curves tls-max
		resolve connect-to unix-socket interface local-port dns-servers doh-url happy-eyeballs-timeout-ms
		m/max-time connect-timeout keepalive-time`

	// These options affect more than one request, or change the request in a way that
	// linger does not support.
	leftOut = `n/netrc netrc-optional anyauth digest ntlm negotiate location-trusted post301 post302 post303
		retry-all-errors retry-connrefused tr-encoding ignore-content-length`
	valueLeftOut = `K/config netrc-file retry retry-delay retry-max-time max-redirs limit-rate y/speed-time Y/speed-limit
		expect100-timeout max-filesize z/time-cond C/continue-at aws-sigv4 rate`
)
