package capture

import "bytes"

// A TypeError reports that a file is not a packet capture that linger can read.
type TypeError struct {
	Kind   string // what the file is: "a HAR file", "empty", or "" if that is unknown
	Reason string // why linger cannot read the file, as a sentence; if set, Kind is empty
	Do     string // how to read or convert the file, or ""
}

// Error says what the file is, or why linger cannot read it, and what to do.
func (e *TypeError) Error() string {
	text := "not a packet capture (pcap or pcapng)"
	switch {
	case e.Reason != "":
		text = e.Reason
	case e.Kind != "":
		text = "the file is " + e.Kind + ", not a packet capture (pcap or pcapng)"
	}
	if e.Do != "" {
		text += "; " + e.Do
	}
	return text
}

// convert is the advice for a capture whose format linger cannot read.
const convert = `convert the file with "editcap -F pcapng"`

// otherTypes lists file types that the first bytes of a file identify, each with the
// error that Open returns for it. The first row that matches applies.
var otherTypes = []struct {
	magic string
	err   TypeError
}{
	{"\xa1\xb2\xcd\x34", TypeError{Reason: "linger cannot read modified pcap files", Do: convert}},
	{"\x34\xcd\xb2\xa1", TypeError{Reason: "linger cannot read modified pcap files", Do: convert}},
	{"snoop\x00\x00\x00", TypeError{Reason: "linger cannot read snoop captures", Do: convert}},
	{"GMBU", TypeError{Reason: "linger cannot read Microsoft Network Monitor captures", Do: convert}},
	{"RTSS", TypeError{Reason: "linger cannot read Microsoft Network Monitor captures", Do: convert}},
	{"PK\x03\x04", TypeError{Kind: "a zip archive", Do: `extract the capture with "unzip FILE"`}},
	{"\x28\xb5\x2f\xfd", TypeError{Reason: "linger cannot read files compressed with zstd", Do: `decompress the file with "zstd -d FILE"`}},
	{"\xfd7zXZ\x00", TypeError{Reason: "linger cannot read files compressed with xz", Do: `decompress the file with "xz -d FILE"`}},
	{"BZh", TypeError{Reason: "linger cannot read files compressed with bzip2", Do: `decompress the file with "bzip2 -d FILE"`}},
	{"\x7fELF", TypeError{Kind: "a program"}},
	{"%PDF", TypeError{Kind: "a PDF file"}},
	{"HTTP/", TypeError{Kind: "an HTTP response", Do: `explain it with "linger decode"`}},
}

// IsCapture reports whether a file that begins with head is an uncompressed packet
// capture.
func IsCapture(head []byte) bool { return len(head) >= 4 && (isPcap(head) || isPcapng(head)) }

// Claims reports whether [Open] should handle a file that begins with head, because it is
// a capture, a file compressed with gzip, or a file of a type that Open names in its error.
func Claims(head []byte) bool {
	if isGzip(head) || IsCapture(head) {
		return true
	}
	for _, t := range otherTypes {
		if bytes.HasPrefix(head, []byte(t.magic)) {
			return true
		}
	}
	return false
}

// otherType returns the error for a file that is not a capture. The error names the actual
// type of the file if its first 512 bytes identify it.
func (f *File) otherType() error {
	head, _ := f.buf.Peek(512)
	for _, t := range otherTypes {
		if bytes.HasPrefix(head, []byte(t.magic)) {
			err := t.err
			return &err
		}
	}
	switch text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(text, []byte("{")) && bytes.Contains(text, []byte(`"log"`)):
		return &TypeError{Kind: "a HAR file"}
	case bytes.HasPrefix(text, []byte("{")):
		return &TypeError{Kind: "JSON"}
	case beginsRequest(text):
		return &TypeError{Kind: "an HTTP request"}
	}
	return &TypeError{}
}
