package capture

import "bytes"

// A TypeError reports that a file is not a packet capture that linger can read.
type TypeError struct {
	Kind string // what the file is, such as "a HAR file" or "empty"; "" if that is unknown
	Do   string // advice with a command that reads or converts the file, or ""
}

// Error returns a text that names the type of the file and the advice.
func (e *TypeError) Error() string {
	text := "not a packet capture (pcap or pcapng)"
	if e.Kind != "" {
		text = "the file is " + e.Kind + ", not a packet capture (pcap or pcapng)"
	}
	if e.Do != "" {
		text += "; " + e.Do
	}
	return text
}

// otherTypes holds file types that linger recognises by their first bytes. The first row
// that matches applies.
var otherTypes = []struct{ magic, kind, do string }{
	{"\xa1\xb2\xcd\x34", "a pcap file of the modified format", `convert it with "editcap -F pcapng"`},
	{"\x34\xcd\xb2\xa1", "a pcap file of the modified format", `convert it with "editcap -F pcapng"`},
	{"snoop\x00\x00\x00", "a snoop capture", `convert it with "editcap -F pcapng"`},
	{"GMBU", "a capture of Microsoft Network Monitor", `convert it with "editcap -F pcapng"`},
	{"RTSS", "a capture of Microsoft Network Monitor", `convert it with "editcap -F pcapng"`},
	{"PK\x03\x04", "a zip archive", "unpack it first"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd", `unpack it with "zstd -d FILE"`},
	{"\xfd7zXZ\x00", "compressed with xz", `unpack it with "xz -d FILE"`},
	{"BZh", "compressed with bzip2", `unpack it with "bzip2 -d FILE"`},
	{"\x7fELF", "a program", ""},
	{"%PDF", "a PDF file", ""},
	{"HTTP/", "an HTTP response", `explain it with "linger decode"`},
}

// IsCapture reports whether a file that begins with head is an uncompressed packet
// capture.
func IsCapture(head []byte) bool { return len(head) >= 4 && (isPcap(head) || isPcapng(head)) }

// Claims reports whether [Open] should read a file that begins with head. It should if
// the file is a capture or gzip file, or has a type that Open's error names.
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

// otherType returns a [*TypeError] that names the actual type of the file, if linger
// recognises it.
func (f *File) otherType() error {
	head, _ := f.buf.Peek(512)
	for _, t := range otherTypes {
		if bytes.HasPrefix(head, []byte(t.magic)) {
			return &TypeError{Kind: t.kind, Do: t.do}
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
