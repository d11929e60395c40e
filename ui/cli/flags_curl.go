package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"linger/session/export"
)

// A curlFlag is a curl command whose request is sent: --curl "curl ...".
type curlFlag string

func (f *curlFlag) register(fs *pflag.FlagSet) {
	fs.StringVar((*string)(f), "curl", "", "take the URL and the request from the curl command `COMMAND`")
}

// ofRequest are the flags that describe a request, of which a curl command has its own.
var ofRequest = []string{"request", "header", "data", "data-binary", "head", "http1.0", "user-agent", "user", "trailer", "raw"}

// parse reads the command. It stands in the place of URLs and of the flags that
// describe a request.
func (f curlFlag) parse(fs *pflag.FlagSet, urls []string) (export.Curl, error) {
	if len(urls) > 0 {
		return export.Curl{}, usagef("--curl has a URL of its own; leave %s out", urls[0])
	}
	for _, name := range ofRequest {
		if fs.Changed(name) {
			return export.Curl{}, usagef("--curl has a request of its own; write --%s into the command", name)
		}
	}
	curl, err := export.ParseCurl(strings.TrimSpace(string(f)))
	if err != nil {
		return export.Curl{}, usagef("--curl: %w", err)
	}
	return curl, nil
}

// notes returns what of the command was left out, in sentences, or "".
func (curlFlag) notes(c export.Curl) string { return strings.Join(c.Notes, " ") }
