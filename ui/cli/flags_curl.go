package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"linger/session/export"
)

// A curlFlag is a curl command whose request linger sends: --curl "curl ...".
type curlFlag string

func (f *curlFlag) register(fs *pflag.FlagSet) {
	fs.StringVar((*string)(f), "curl", "", "take the URL, the request and the connection options from the curl command `COMMAND`")
}

// ofRequest lists the flags that describe a request. They cannot be combined with --curl,
// because a curl command describes the request itself.
var ofRequest = []string{"request", "header", "data", "data-binary", "head", "http1.0", "user-agent", "user", "trailer", "raw"}

// parse parses the curl command and reads the files that it names. It returns an error if
// the command line also has a URL or a flag that describes a request. The connection
// options of the curl command set the flags of the same names, unless the command line
// sets them. The Omitted field of the result names the options that linger omits.
func (f curlFlag) parse(c *cobra.Command, urls []string) (export.Curl, error) {
	fs := c.Flags()
	if len(urls) > 0 {
		return export.Curl{}, usagef("--curl already has a URL; omit %s", urls[0])
	}
	for _, name := range ofRequest {
		if fs.Changed(name) {
			return export.Curl{}, usagef("--curl already has a request; add --%s to the command", name)
		}
	}
	curl, err := export.ParseCurl(strings.TrimSpace(string(f)), func(name string) ([]byte, error) { return readFile(name, c.InOrStdin()) })
	if err == nil {
		err = connectAs(fs, &curl)
	}
	if err != nil {
		return export.Curl{}, usagef("--curl: %w", err)
	}
	return curl, nil
}

// connectAs sets the connection flags to the values in a curl command, except flags that
// the command line sets.
func connectAs(fs *pflag.FlagSet, curl *export.Curl) error {
	given := map[string]bool{}
	fs.Visit(func(flag *pflag.Flag) { given[flag.Name] = true })
	known := curl.Connecting[:0]
	var left export.Curl
	for _, o := range curl.Connecting {
		switch o.Name {
		case "socks5":
			o = export.CurlOption{Name: "proxy", Value: "socks5://" + o.Value}
		case "socks5-hostname":
			o = export.CurlOption{Name: "proxy", Value: "socks5h://" + o.Value}
		}
		switch {
		case fs.Lookup(o.Name) == nil:
			left.Connecting = append(left.Connecting, o)
			continue
		case given[o.Name]:
			continue
		}
		if err := fs.Set(o.Name, o.Value); err != nil {
			return err
		}
		known = append(known, o)
	}
	curl.Connecting = known
	if names := left.ConnectingNames(); names != "" {
		curl.Omitted = append(curl.Omitted, "Omitted, because linger has no such option: "+names+".")
	}
	return nil
}

// omitted returns sentences about the options of the command that linger omits, or "" if
// there are none.
func (curlFlag) omitted(c export.Curl) string { return strings.Join(c.Omitted, " ") }
