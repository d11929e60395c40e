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
	hint string // how to get bytes that decode can read, or which command reads the file
}

const (
	opens      = `use "linger open FILE"`
	savesBytes = `to decode the bytes as the server sent them, use "curl -si --raw URL | linger decode"`
)

// fileKinds lists the kinds in the order in which otherFile tries them. The first bytes of
// a file identify its kind. No kind matches a status-line.
var fileKinds = []fileKind{
	{log.Claims, "a session log", opens},
	{har.Claims, "a HAR file", opens},
	{pcap.IsCapture, "a packet capture", opens},
	{isTLS, "a stream of TLS records", `linger cannot decrypt it; "linger send" and the inspector make their own TLS connections and show the decrypted bytes`},
	{begins("\x1f\x8b"), "a gzip file", `use "gunzip -c FILE | linger decode"; for a capture, use "linger open FILE"`},
	{begins("\x28\xb5\x2f\xfd"), "a zstd file", `use "zstd -dc FILE | linger decode"; for a capture, decompress the file and use "linger open"`},
	{begins("PK\x03\x04"), "a zip file", `extract the file first, with "unzip FILE"`},
	{begins("WARC/"), "a WARC file", "extract one response record, and pass decode its bytes from HTTP/1.1 on, without the WARC fields"},
	{matches(`^(\* .*\n)*> [A-Z]+ \S+ HTTP/`), "the output of curl -v", savesBytes},
	{matches(`^\* +(Trying|Host|Connected|Uses proxy|Could not|Added|Rebuilt|processing)\b`), "the output of curl -v", savesBytes},
	{matches(`^< HTTP/\d`), "the output of curl -v", savesBytes},
	{matches(`^(== Info: |=> Send |<= Recv )`), "the output of curl --trace", savesBytes},
	{matches(`^0{4,8}: ?([0-9a-fA-F]{2} ?){1,16}`), "a hex dump", `use "xxd -r FILE | linger decode"`},
	{matches(`^0{6,8} {1,3}([0-9a-fA-F]{2} {1,2}){2,16}`), "a hex dump", `use "sed 's/^[0-9a-f]* *//; s/|.*//' FILE | xxd -r -p | linger decode"`},
	{matches(`^(48 ?54 ?54 ?50 ?2[fF] ?31|47 ?45 ?54 ?20|50 ?4[fF] ?53 ?54 ?20)`), "a hex dump", `use "xxd -r -p FILE | linger decode"`},
}

// otherFile returns an error if the file called name is of a kind that decode cannot
// read, and nil otherwise. head is the beginning of the file. The error says what the
// file is and how to get bytes that decode can read.
func otherFile(name string, head []byte) error {
	if name == "-" {
		name = "standard input"
	}
	for _, k := range fileKinds {
		if k.is(head) {
			return &exitError{code: exitUsage, err: fmt.Errorf("%s is %s, not bytes sent by a server", name, k.name), hint: k.hint}
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
