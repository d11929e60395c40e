package traffic

import "bytes"

// maxUndecided bounds the bytes that wait until a protocol is recognised.
const maxUndecided = 4 << 10

// A protocol is what two programs speak.
type protocol struct {
	decided bool
	http    bool   // HTTP/1.x
	name    string // of another one; empty: not known
}

// classify recognises a protocol by the first bytes of either side. It needs few
// of them, so that nothing is explained late.
func classify(client, server []byte) protocol {
	switch {
	case bytes.HasPrefix(server, []byte("HTTP/")):
		return protocol{decided: true, http: true} // whatever the client said, this answers it
	case len(client) >= 2 && client[0] == 0x16 && client[1] == 3:
		return protocol{decided: answers(client, server), name: "TLS"}
	case bytes.HasPrefix(client, []byte("PRI * HTTP/2")):
		return protocol{decided: answers(client, server), name: "HTTP/2"}
	case bytes.HasPrefix(client, []byte("SSH-")), bytes.HasPrefix(server, []byte("SSH-")):
		return protocol{decided: true, name: "SSH"}
	}
	begins, whole := method(client)
	switch {
	case whole && !bytes.HasPrefix([]byte("PRI * HTTP/2"), client):
		return protocol{decided: true, http: true}
	case len(server) > 0 && !bytes.HasPrefix([]byte("HTTP/"), server) && !(begins && len(client) > 0):
		return protocol{decided: true}
	}
	return protocol{decided: len(client)+len(server) > maxUndecided}
}

// answers reports whether the server speaks what the client began with. It may not: a
// server of HTTP/1.x answers TLS with a 400.
func answers(client, server []byte) bool {
	return len(client)+len(server) > maxUndecided || len(server) > 0 && !bytes.HasPrefix([]byte("HTTP/"), server)
}

// method reports whether p may begin with a method, and whether the method is
// complete.
func method(p []byte) (begins, whole bool) {
	for i, b := range p[:min(len(p), 25)] {
		switch {
		case b == ' ' && i >= 3:
			return true, true
		case b == '-', b == '_', b >= 'A' && b <= 'Z':
		default:
			return false, false
		}
	}
	return len(p) < 25, false
}
