package cli

import (
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"linger/session"
	"linger/wire"
)

// requestFlags holds the flags that describe a request: the request to send, or the
// request that a captured response answers. They have the same names and meanings as in
// curl.
type requestFlags struct {
	methods  []string
	fields   []string
	data     []dataArg
	head     bool
	http10   bool
	agent    agentFlag
	user     string
	trailers []string

	file *io.SectionReader // file with content that linger reads while it sends; nil if there is none
}

func (f *requestFlags) register(fs *pflag.FlagSet) {
	fs.StringArrayVarP(&f.methods, "request", "X", nil, "use `METHOD` (default GET; POST with -d, HEAD with -I)")
	fs.StringArrayVarP(&f.fields, "header", "H", nil, "add the field line `LINE`; \"Name;\" sends an empty field, \"Name:\" removes the field")
	fs.VarP(&dataFlag{&f.data, false}, "data", "d", "send the content `DATA`, or @FILE without its line ends, or @- for standard input")
	fs.Var(&dataFlag{&f.data, true}, "data-binary", "send the content `DATA`, or @FILE unchanged, or @- for standard input")
	fs.BoolVarP(&f.head, "head", "I", false, "use the method HEAD")
	fs.BoolVarP(&f.http10, "http1.0", "0", false, "use HTTP/1.0, without Connection: keep-alive")
	fs.VarP(&f.agent, "user-agent", "A", "send User-Agent: `NAME`; an empty name omits the field")
	fs.StringVarP(&f.user, "user", "u", "", "use Basic authentication with `USER:PASSWORD`")
}

// An agentFlag is the flag -A. An empty name omits the field; without the flag, linger
// sends its default name.
type agentFlag struct {
	value string
	set   bool
}

func (a *agentFlag) Set(s string) error { *a = agentFlag{s, true}; return nil }
func (a *agentFlag) Type() string       { return "string" }
func (a *agentFlag) String() string     { return a.value }

// A dataArg is the value of one flag -d or --data-binary.
type dataArg struct {
	value string
	exact bool
}

// A dataFlag collects the values of both flags in the order of the command line.
type dataFlag struct {
	args  *[]dataArg
	exact bool
}

func (d *dataFlag) Set(s string) error { *d.args = append(*d.args, dataArg{s, d.exact}); return nil }
func (d *dataFlag) Type() string       { return "string" }
func (d *dataFlag) String() string     { return "" }

// apply changes the default request m to the request that the flags describe. The method
// is that of -X number i, counted from 0, or of the last -X if there are fewer.
func (f *requestFlags) apply(m wire.RequestMessage, i int, content []byte) (wire.RequestMessage, error) {
	m.Method = f.method(i)
	m.Fields = slices.Clone(m.Fields)
	if f.http10 {
		m.Proto = "HTTP/1.0"
		m.Fields = removeField(m.Fields, "Connection")
	}
	if f.agent.set {
		m.Fields = removeField(m.Fields, "User-Agent")
		if f.agent.value != "" {
			m.Fields = append(m.Fields, wire.HeaderField{Name: "User-Agent", Value: f.agent.value})
		}
	}
	if f.user != "" {
		if !strings.Contains(f.user, ":") {
			return m, usagef("-u %[1]s: linger does not ask for a password; write %[1]s:PASSWORD, or %[1]s: for an empty password", f.user)
		}
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Authorization", Value: basic(f.user)})
	}
	if len(f.data) > 0 {
		m.Content = content
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Content-Type", Value: "application/x-www-form-urlencoded"})
	}
	m, err := f.applyTrailers(m)
	if err != nil {
		return m, err
	}
	return f.applyFields(m)
}

// applyTrailers adds the field line of each --trailer to the trailer section, and
// announces the fields in Trailer.
//
// "A sender SHOULD generate a Trailer header field" (RFC 9110 §6.6.2).
func (f *requestFlags) applyTrailers(m wire.RequestMessage) (wire.RequestMessage, error) {
	var names []string
	for _, line := range f.trailers {
		name, value, colon := strings.Cut(line, ":")
		if !colon || name == "" {
			return m, fmt.Errorf("--trailer %q is not a field: write \"Name: value\"", new(session.SecretLines).Masked(line))
		}
		m.Trailers = append(m.Trailers, wire.HeaderField{Name: name, Value: strings.TrimLeft(value, " \t")})
		names = append(names, name)
	}
	if len(names) > 0 {
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Trailer", Value: strings.Join(names, ", ")})
	}
	return m, nil
}

// applyFields adds each -H to the message. The first -H with a given name replaces the
// field that linger would send; others are added. As in curl, a -H without a value
// removes the field that linger would send, but not another -H.
func (f *requestFlags) applyFields(m wire.RequestMessage) (wire.RequestMessage, error) {
	given, removed := map[string]bool{}, map[string]bool{}
	for _, line := range f.fields {
		field, remove, err := parseField(line)
		if err != nil {
			return m, err
		}
		key := strings.ToLower(field.Name)
		i := slices.IndexFunc(m.Fields, func(f wire.HeaderField) bool { return strings.EqualFold(f.Name, field.Name) })
		switch {
		case remove && !given[key]:
			m.Fields = removeField(m.Fields, field.Name)
			removed[key] = true
		case remove:
		case i >= 0 && !given[key]:
			m.Fields[i] = field
			given[key] = true
		default:
			m.Fields = append(m.Fields, field)
			given[key] = true
		}
	}
	return f.framed(m, given, removed), nil
}

// parseField parses one -H: a field, or the name of a field to remove. linger sends the
// text after the colon without changes, including blanks.
func parseField(line string) (field wire.HeaderField, remove bool, err error) {
	name, value, colon := strings.Cut(line, ":")
	field = wire.HeaderField{Name: name, Value: strings.Trim(value, " \t")}
	switch {
	case colon && field.Value != "":
		if line != field.Name+": "+field.Value {
			field.Line = line
		}
		return field, false, nil
	case colon:
		return field, true, nil
	}
	if field.Name, colon = strings.CutSuffix(line, ";"); !colon {
		err = fmt.Errorf("-H %q is not a field: write \"Name: value\", \"Name;\" or \"Name:\"", new(session.SecretLines).Masked(line))
	}
	return field, false, err
}

// framed adds the field that frames the content, unless a -H sets or removes that field.
// It also frames empty content if a flag sets it.
//
// "A user agent SHOULD send Content-Length in a request when the method defines
// a meaning for enclosed content and it is not sending Transfer-Encoding" (RFC
// 9110 §8.6).
func (f *requestFlags) framed(m wire.RequestMessage, given, removed map[string]bool) wire.RequestMessage {
	chunked := given["transfer-encoding"] && slices.ContainsFunc(m.Fields, func(f wire.HeaderField) bool {
		return strings.EqualFold(f.Name, "Transfer-Encoding") && session.HasToken(f.Value, "chunked")
	})
	m.Chunked = len(m.Trailers) > 0 || chunked && !given["content-length"] && len(f.data) > 0
	by := "content-length"
	if m.Chunked {
		by = "transfer-encoding"
	}
	switch {
	case removed[by] && !given[by]:
		m.Unframed = true
	case len(f.data) > 0 && !m.Chunked && !given[by]: // even with another transfer coding, as in curl
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Content-Length", Value: strconv.FormatInt(f.size(m), 10)})
	}
	return session.Framed(m)
}

// size returns the length of the content in bytes.
func (f *requestFlags) size(m wire.RequestMessage) int64 {
	if f.file != nil {
		return f.file.Size()
	}
	return int64(len(m.Content))
}

func (f *requestFlags) method(i int) string {
	switch {
	case len(f.methods) > 0:
		return f.methods[min(i, len(f.methods)-1)]
	case f.head:
		return "HEAD"
	case len(f.data) > 0:
		return "POST"
	}
	return "GET"
}

// content returns the data of -d and --data-binary, joined as curl joins it.
func (f *requestFlags) content(stdin io.Reader) ([]byte, error) {
	var content []byte
	if f.file != nil {
		return nil, nil
	}
	for i, d := range f.data {
		if i > 0 {
			content = append(content, '&')
		}
		name, file := strings.CutPrefix(d.value, "@")
		if !file {
			content = append(content, d.value...)
			continue
		}
		b, err := readFile(name, stdin)
		if err != nil {
			return nil, err
		}
		if !d.exact {
			b = slices.DeleteFunc(b, func(c byte) bool { return c == '\r' || c == '\n' || c == 0 })
		}
		content = append(content, b...)
	}
	return content, nil
}

// longFile is the minimum size, in bytes, of a file that linger reads while it sends the
// request.
const longFile = 1 << 20

// open opens the file of --data-binary @FILE if linger can read the file while it sends
// the request: the file is long, it is the only content, and the content is not chunked.
func (f *requestFlags) open(stdin io.Reader) error {
	if len(f.data) != 1 || !f.data[0].exact || len(f.trailers) > 0 || f.chunks() {
		return nil
	}
	name, isFile := strings.CutPrefix(f.data[0].value, "@")
	if !isFile {
		return nil
	}
	file, ok := stdin.(*os.File)
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return err
		}
	} else if !ok {
		return nil
	}
	f.file = long(file)
	if f.file == nil && name != "-" {
		return file.Close()
	}
	return nil
}

// long returns the part of a file that is not read yet, or nil if the file is short or
// not a regular file.
func long(file *os.File) *io.SectionReader {
	at, _ := file.Seek(0, io.SeekCurrent)
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size()-at < longFile {
		return nil
	}
	return io.NewSectionReader(file, at, info.Size()-at)
}

// chunks reports whether a -H sets the chunked transfer coding.
func (f *requestFlags) chunks() bool {
	return slices.ContainsFunc(f.fields, func(line string) bool {
		name, value, _ := strings.Cut(line, ":")
		return strings.EqualFold(name, "Transfer-Encoding") && session.HasToken(value, "chunked")
	})
}

// readFile returns the content of a file, or of standard input for "-".
func readFile(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

func removeField(fields []wire.HeaderField, name string) []wire.HeaderField {
	return slices.DeleteFunc(fields, func(f wire.HeaderField) bool { return strings.EqualFold(f.Name, name) })
}

// basic returns the value of an Authorization field (RFC 7617 §2).
func basic(user string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user))
}
