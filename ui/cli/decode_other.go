package cli

import (
	"fmt"

	pcap "linger/session/capture"
	"linger/session/har"
	"linger/session/log"
)

// otherFile returns an error that names the command for a file that begins with head and
// does not hold bytes of a server; nil where it may.
func otherFile(name string, head []byte) error {
	var kind string
	command := "linger open"
	switch {
	case log.Claims(head):
		kind = "a session log"
	case har.Claims(head):
		kind = "a HAR"
	case pcap.IsCapture(head):
		kind = "a packet capture"
	case len(head) > 5 && head[0] >= 0x14 && head[0] <= 0x17 && head[1] == 3 && head[2] <= 4:
		kind, command = "a stream of TLS records", ""
	default:
		return nil
	}
	if name == "-" {
		name = "standard input"
	}
	e := &exitError{code: exitUsage, err: fmt.Errorf("%s is %s, not the bytes of a server", name, kind), hint: command + " shows it"}
	if command == "" {
		e.hint = "linger cannot decrypt it; linger send and the inspector show what passes over TLS"
	}
	return e
}
