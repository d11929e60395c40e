package export

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/wire"
)

// ErrNotCurl is the error for a text that is no curl command, or one that
// cannot be read without running it.
var ErrNotCurl = errors.New("not a curl command linger can read")

// A Curl is the request that a curl command describes.
type Curl struct {
	Target  session.Target // of the command's URL; a session may be connected elsewhere
	Request wire.RequestMessage
	// Notes are sentences about what was left out: options that concern
	// more than one request, files that were not read.
	Notes []string
}

// ParseCurl reads a curl command as a shell would split it, and gives the
// request that curl would send, as HTTP/1.1 unless -0 says otherwise, and with
// linger's User-Agent unless -A does. Nothing is run, expanded or read: a
// command that uses variables or substitutions is an error, a file is a note.
// Errors wrap [ErrNotCurl].
func ParseCurl(command string) (Curl, error) {
	args, err := shellWords(command)
	if err != nil {
		return Curl{}, err
	}
	if len(args) == 0 || args[0] != "curl" && !strings.HasSuffix(args[0], "/curl") {
		return Curl{}, fmt.Errorf("%w: it does not begin with curl", ErrNotCurl)
	}
	var c curlArgs
	if err := c.read(args[1:]); err != nil {
		return Curl{}, err
	}
	return c.request()
}

// curlArgs are the options of a command as far as they shape one request.
type curlArgs struct {
	url, target string // target: --request-target
	method      string
	proto       string
	fields      []string
	data        []string
	hasData     bool
	asQuery     bool // -G
	json        bool
	head        bool
	agent       *string
	referer     string
	cookie      string
	user        string
	bearer      string
	byteRange   string
	compressed  bool
	asIs        bool // --path-as-is
	notes       []string
}

func (c *curlArgs) note(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if !slices.Contains(c.notes, s) {
		c.notes = append(c.notes, s)
	}
}

// read takes the options in, in order.
func (c *curlArgs) read(args []string) error {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			for _, u := range args[i+1:] {
				c.addURL(u)
			}
			return nil
		case strings.HasPrefix(a, "--"):
			n, err := c.long(a, args[i+1:])
			if err != nil {
				return err
			}
			i += n
		case len(a) > 1 && a[0] == '-':
			n, err := c.short(a[1:], args[i+1:])
			if err != nil {
				return err
			}
			i += n
		default:
			c.addURL(a)
		}
	}
	return nil
}

func (c *curlArgs) addURL(u string) {
	if c.url == "" {
		c.url = u
		return
	}
	c.note("Only the first URL was taken.")
}

// long carries out an option such as --header or --header=value and says how
// many of the words after it were its value.
func (c *curlArgs) long(a string, rest []string) (int, error) {
	name, value, joined := strings.Cut(a[2:], "=")
	o := curlLong(name)
	switch {
	case o == nil:
		return 0, fmt.Errorf("%w: linger does not know its option --%s", ErrNotCurl, name)
	case o.set == nil:
		o.do(c)
		return 0, nil
	case joined:
		return 0, o.set(c, value)
	case len(rest) == 0:
		return 0, fmt.Errorf("%w: --%s needs a value", ErrNotCurl, name)
	}
	return 1, o.set(c, rest[0])
}

// short carries out letters such as -sSLXPOST: the first that takes a value
// takes the rest of the word, or the next one.
func (c *curlArgs) short(letters string, rest []string) (int, error) {
	for i := range len(letters) {
		o := curlShort(letters[i])
		switch {
		case o == nil:
			return 0, fmt.Errorf("%w: linger does not know its option -%c", ErrNotCurl, letters[i])
		case o.set == nil:
			o.do(c)
			continue
		case i+1 < len(letters):
			return 0, o.set(c, letters[i+1:])
		case len(rest) == 0:
			return 0, fmt.Errorf("%w: -%c needs a value", ErrNotCurl, letters[i])
		}
		return 1, o.set(c, rest[0])
	}
	return 0, nil
}

// addData is -d, --data-binary and --json; a file is not read.
func (c *curlArgs) addData(s string) error {
	c.hasData = true
	if name, ok := strings.CutPrefix(s, "@"); ok {
		c.note("The content of %s was not read: ctrl+o opens the request in an editor.", strconv.Quote(name))
		return nil
	}
	c.data = append(c.data, s)
	return nil
}

// addURLEncoded is --data-urlencode: "content", "=content", "name=content".
func (c *curlArgs) addURLEncoded(s string) error {
	name, value, ok := strings.Cut(s, "=")
	switch {
	case !ok && strings.Contains(s, "@"):
		return c.addData("@" + s[strings.IndexByte(s, '@')+1:])
	case !ok:
		name, value = "", s
	case name != "":
		name += "="
	}
	c.hasData = true
	c.data = append(c.data, name+strings.ReplaceAll(percent(value), "%20", "+"))
	return nil
}
