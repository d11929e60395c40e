package cli

import (
	"bytes"
	"fmt"
	"regexp"

	pcap "linger/session/capture"
	"linger/session/har"
	"linger/session/log"
)

// A fileKind is a common kind of file that decode cannot read.
type fileKind struct {
	is   func(head []byte) bool
	name string // "a gzip file"
	hint string // how to get bytes that decode can read, or the command that reads the file
}

const (
	opens      = "linger open shows it"
	savesBytes = "curl -si --raw URL | linger decode reads the bytes as the server sent them"
)

// fileKinds lists the kinds in the order that otherFile tries them. Each kind is
// recognised by the first bytes of a file, and none matches a status-line.
var fileKinds = []fileKind{
	{log.Claims, "a session log", opens},
	{har.Claims, "a HAR", opens},
	{pcap.IsCapture, "a packet capture", opens},
	{isTLS, "a stream of TLS records", "linger cannot decrypt it; linger send and the inspector connect with TLS themselves and show the bytes inside"},
	{begins("\x1f\x8b"), "a gzip file", "gunzip -c FILE | linger decode, or linger open if it is a capture"},
	{begins("\x28\xb5\x2f\xfd"), "a zstd file", "zstd -dc FILE | linger decode, or linger open if it is a capture"},
	{begins("PK\x03\x04"), "a zip file", "unzip it first"},
	{begins("WARC/"), "a WARC file", "extract one response record: decode reads its bytes from HTTP/1.1 on, without the WARC fields"},
	{matches(`^(\* .*\n)*> [A-Z]+ \S+ HTTP/`), "the output of curl -v", savesBytes},
	{matches(`^\* +(Trying|Host|Connected|Uses proxy|Could not|Added|Rebuilt|processing)\b`), "the output of curl -v", savesBytes},
	{matches(`^< HTTP/\d`), "the output of curl -v", savesBytes},
	{matches(`^(== Info: |=> Send |<= Recv )`), "the output of curl --trace", savesBytes},
	{matches(`^0{4,8}: ?([0-9a-fA-F]{2} ?){1,16}`), "a hex dump", "xxd -r FILE | linger decode"},
	{matches(`^0{6,8} {1,3}([0-9a-fA-F]{2} {1,2}){2,16}`), "a hex dump", `sed 's/^[0-9a-f]* *//; s/|.*//' FILE | xxd -r -p | linger decode`},
	{matches(`^(48 ?54 ?54 ?50 ?2[fF] ?31|47 ?45 ?54 ?20|50 ?4[fF] ?53 ?54 ?20)`), "a hex dump", "xxd -r -p FILE | linger decode"},
}

// otherFile returns an error if a file that begins with head cannot contain the bytes of
// a server, or nil. The error says what the file is and how to get bytes that decode can
// read.
func otherFile(name string, head []byte) error {
	if name == "-" {
		name = "standard input"
	}
	for _, k := range fileKinds {
		if k.is(head) {
			return &exitError{code: exitUsage, err: fmt.Errorf("%s is %s, not the bytes of a server", name, k.name), hint: k.hint}
		}
	}
	return nil
}

func isTLS(head []byte) bool {
	return len(head) > 5 && head[0] >= 0x14 && head[0] <= 0x17 && head[1] == 3 && head[2] <= 4
}

func begins(with string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(with)) }
}

func matches(pattern string) func([]byte) bool { return regexp.MustCompile(pattern).Match }
