package capture

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the captures in testdata")

// Tests of other packages also read testdata/race.pcap. It contains a request that
// crosses the server's FIN, the same request on a new connection, and three more
// connections: one was refused, one was captured only in part, and one uses another
// protocol.
func TestStoryFile(t *testing.T) {
	k := race(t)
	file := filepath.Join("testdata", "race.pcap")
	if *update {
		if err := os.WriteFile(file, k.pcap(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(k.pcap(), want) {
		t.Error("testdata/race.pcap differs from the output of race; go test -update rewrites it")
	}
	_, tr := read(t, want)
	if len(tr.conns) != 5 {
		t.Errorf("race.pcap has %d connections, want 5", len(tr.conns))
	}
}

// race returns the packets of testdata/race.pcap, with client ports from 51511 on.
func race(t *testing.T) *talk {
	k := newTalk(t).handshake()
	get := "GET /orders/72 HTTP/1.1\r\nHost: shop.example\r\n\r\n"
	post := "POST /orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 5\r\n\r\nhello"
	k.exchange(get, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
	k.wait(5*time.Second).send(Server, "F.", "")
	k.now -= 800 * time.Microsecond
	k.send(Client, ".", post)
	k.send(Server, "R", "").tcp.Ack = 0
	k.another(51512).handshake().exchange(post, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
	k.wait(30*time.Second).send(Client, ".", "").tcp.Seq--
	k.send(Server, ".", "")
	k.another(51513).handshake().exchange("\x16\x03\x01\x00\x02hi", "\x16\x03\x03\x00\x02hi").wait(time.Second).close(Client)
	k.another(51514).send(Client, "S", "")
	k.send(Server, "R.", "").tcp.Seq = 0
	k.another(51515).send(Server, ".", "the end of a response")
	k.send(Client, ".", get)
	k.send(Server, ".", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
	k.seq[Server] += 1000
	k.send(Client, ".", get)
	k.send(Server, ".", "HTTP/1.1 304 Not Modified\r\n\r\n")
	k.close(Client)
	return k
}
