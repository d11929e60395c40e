package traffic

import "bytes"

// maxUndecided is the maximum number of bytes that are kept until the protocol is
// recognised.
const maxUndecided = 4 << 10

// A protocol holds what is known about the protocol of a connection.
type protocol struct {
	decided bool
	http    bool   // whether it is HTTP/1.x
	name    string // name of another protocol, or "" if it is unknown
}

// classify recognises a protocol by the first bytes of both sides. A few bytes are
// enough, so it delays decoding only a little.
func classify(client, server []byte) protocol {
	switch {
	case bytes.HasPrefix(server, []byte("HTTP/")):
		return protocol{decided: true, http: true} // the server responds in HTTP/1.x, no matter what the client sent
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

// answers reports whether the client's first bytes decide the protocol. They do if the
// server has sent bytes that are not HTTP/1.x (an HTTP/1.x server may answer TLS with a
// 400 response), or if there are more than maxUndecided bytes.
func answers(client, server []byte) bool {
	return len(client)+len(server) > maxUndecided || len(server) > 0 && !bytes.HasPrefix([]byte("HTTP/"), server)
}

// method reports whether p may begin with a method, and whether that method is complete.
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
