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

// ErrNotCurl means that a string is not a curl command, or that only a shell could
// evaluate it.
var ErrNotCurl = errors.New("not a curl command linger can read")

// A Curl holds the request that a curl command describes.
type Curl struct {
	Target  session.Target // the origin of the command's URL; the session may use another target
	Request wire.RequestMessage
	// Connecting holds the options that determine where or how to connect, in the order
	// of the command.
	Connecting []CurlOption
	// Omitted holds sentences about parts of the command that have no effect on Request:
	// options that linger does not support, and files that were not read.
	Omitted []string
}

// A CurlOption is an option of a curl command. Name is its long name, without dashes.
// Value is "true" if the option takes no value.
type CurlOption struct{ Name, Value string }

// ConnectingNames returns the names of the options in Connecting, each once, as in
// "--proxy, --insecure".
func (c *Curl) ConnectingNames() string {
	var names []string
	for _, o := range c.Connecting {
		if name := "--" + o.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// ParseCurl splits a curl command into words as a shell does, and returns the request
// that curl would send. The version is HTTP/1.1 unless -0 is given, and the User-Agent is
// linger's unless -A is given. ParseCurl runs and expands nothing, so it returns an error
// for a command with variables or substitutions. It calls read for each file that the
// command names; the name "-" means standard input. If read is nil, ParseCurl omits the
// files. Errors in the command wrap [ErrNotCurl].
func ParseCurl(command string, read func(name string) ([]byte, error)) (Curl, error) {
	args, err := ShellWords(command)
	if err != nil {
		return Curl{}, err
	}
	if len(args) == 0 || args[0] != "curl" && !strings.HasSuffix(args[0], "/curl") {
		return Curl{}, session.Because(ErrNotCurl, "it does not begin with curl")
	}
	c := curlArgs{readFile: read}
	if err := c.read(args[1:]); err != nil {
		return Curl{}, err
	}
	return c.request()
}

// curlArgs holds the options and URLs of a curl command while it is read.
type curlArgs struct {
	url, target string // target is the value of --request-target
	method      string
	proto       string
	fields      []string
	data        []string
	hasData     bool
	asQuery     bool // -G
	upload      bool // -T
	uploaded    string
	form        bool // -F
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
	connecting  []CurlOption
	omitted     []string

	readFile func(name string) ([]byte, error) // nil if files are not read
}

func (c *curlArgs) omit(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if !slices.Contains(c.omitted, s) {
		c.omitted = append(c.omitted, s)
	}
}

// read applies the options and URLs in args, in order.
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
	c.omit("linger uses only the first URL.")
}

// long applies a, an option such as --header or --header=value. It returns 1 if the value
// is the first word of rest, otherwise 0.
func (c *curlArgs) long(a string, rest []string) (int, error) {
	name, value, joined := strings.Cut(a[2:], "=")
	o := curlLong(name)
	switch {
	case o == nil:
		return 0, session.Because(ErrNotCurl, "linger does not know the option --%s", name)
	case o.set == nil:
		o.do(c)
		return 0, nil
	case joined:
		return 0, o.set(c, value)
	case len(rest) == 0:
		return 0, session.Because(ErrNotCurl, "--%s needs a value", name)
	}
	return 1, o.set(c, rest[0])
}

// short applies option letters such as those in -sSLXPOST. If a letter needs a value, the
// value is the remainder of letters or, if that is empty, the first word of rest. short
// returns 1 if it used the first word of rest, otherwise 0.
func (c *curlArgs) short(letters string, rest []string) (int, error) {
	for i := range len(letters) {
		o := curlShort(letters[i])
		switch {
		case o == nil:
			return 0, session.Because(ErrNotCurl, "linger does not know the option -%c", letters[i])
		case o.set == nil:
			o.do(c)
			continue
		case i+1 < len(letters):
			return 0, o.set(c, letters[i+1:])
		case len(rest) == 0:
			return 0, session.Because(ErrNotCurl, "-%c needs a value", letters[i])
		}
		return 1, o.set(c, rest[0])
	}
	return 0, nil
}

// file returns the bytes of a file. If files are not read, it adds a sentence to omitted,
// and read is false.
func (c *curlArgs) file(name string) (data []byte, read bool, err error) {
	if c.readFile == nil {
		c.omit("The content of %s was not read: ctrl+o opens the request in an editor.", strconv.Quote(name))
		return nil, false, nil
	}
	data, err = c.readFile(name)
	return data, err == nil, err
}

// addFile reads a file, applies change to its text, and adds the result to the request's
// content.
func (c *curlArgs) addFile(name string, change func(string) string) error {
	data, read, err := c.file(name)
	c.hasData = true
	if !read {
		return err
	}
	return c.addRaw(change(string(data)))
}

// addData adds content as -d does. If s is @file, addData removes line ends and NUL bytes
// from the text of the file.
func (c *curlArgs) addData(s string) error {
	if name, file := strings.CutPrefix(s, "@"); file {
		return c.addFile(name, strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace)
	}
	return c.addRaw(s)
}

// addBinary adds content as --data-binary and --json do. If s is @file, addBinary adds
// the unchanged bytes of the file.
func (c *curlArgs) addBinary(s string) error {
	if name, file := strings.CutPrefix(s, "@"); file {
		return c.addFile(name, strings.Clone)
	}
	return c.addRaw(s)
}

// addRaw adds content as --data-raw does: an @ has no special meaning.
func (c *curlArgs) addRaw(s string) error {
	c.hasData, c.data = true, append(c.data, s)
	return nil
}

// addUpload adds the bytes of a file as content, as -T does. If the URL ends in a slash,
// curl appends the name of the file to it.
func (c *curlArgs) addUpload(name string) error {
	c.upload = true
	if name == "." { // -T . is standard input, which curl reads without blocking
		name = "-"
	}
	c.uploaded = name
	return c.addFile(name, strings.Clone)
}

// addForm applies -F. It only makes the method POST, because linger does not make
// multipart content.
func (c *curlArgs) addForm(string) error {
	c.form = true
	c.omit("-F was left out: linger does not make multipart content.")
	return nil
}

// addURLEncoded adds content as --data-urlencode does. The forms of s are "content",
// "=content", "name=content", "@file" and "name@file".
func (c *curlArgs) addURLEncoded(s string) error {
	encoded := func(name, value string) string {
		if name != "" {
			name += "="
		}
		return name + strings.ReplaceAll(percent(value), "%20", "+")
	}
	if name, value, ok := strings.Cut(s, "="); ok {
		return c.addRaw(encoded(name, value))
	}
	if name, file, ok := strings.Cut(s, "@"); ok {
		return c.addFile(file, func(value string) string { return encoded(name, value) })
	}
	return c.addRaw(encoded("", s))
}

// addField adds a field line as -H does. If s is @file, addField adds each line of the
// file.
func (c *curlArgs) addField(s string) error {
	name, file := strings.CutPrefix(s, "@")
	if !file {
		c.fields = append(c.fields, s)
		return nil
	}
	data, _, err := c.file(name)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			c.fields = append(c.fields, line)
		}
	}
	return err
}
