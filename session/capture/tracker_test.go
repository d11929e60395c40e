package capture

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linger/session/traffic"
)

func TestConnection(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").wait(5 * time.Second).close(Server)
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 server data "200 OK"
		5.006 1 server FIN
		5.007 1 client FIN
		5.007 1 done`)
	c := tr.conns[0]
	if c.Accepted != time.Millisecond || c.Answered != 2*time.Millisecond {
		t.Errorf("the connection was accepted at %v and answered at %v; want 1 ms and 2 ms", c.Accepted, c.Answered)
	}
	if want := (traffic.Traffic{Packets: 5, Bytes: 5}); c.Sides[Client] != want {
		t.Errorf("the client sent %+v, want %+v", c.Sides[Client], want)
	}
	if want := (traffic.Traffic{Packets: 4, Bytes: 6}); c.Sides[Server] != want {
		t.Errorf("the server sent %+v, want %+v", c.Sides[Server], want)
	}
}

func TestRequestComesBeforeItsResponse(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").close(Client)
	k.swap(3, 4)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 server data "200 OK"
		0.006 1 client FIN
		0.007 1 server FIN
		0.007 1 done`)
}

func TestSegmentsOutOfOrder(t *testing.T) {
	k := newTalk(t).handshake()
	for _, s := range []string{"a", "bb", "ccc"} {
		k.send(Client, ".", s)
	}
	k.close(Client)
	k.swap(3, 5)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "a"
		0.004 1 client data "bb"
		0.005 1 client data "ccc"
		0.006 1 client FIN
		0.007 1 server FIN
		0.007 1 done`)
}

func TestFINBeforeItsLastBytes(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "the last")
	k.send(Server, "F.", "")
	k.swap(3, 4)
	k.send(Client, ".", "")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "the last"
		0.004 1 server FIN
		0.004 1 done`)
}

func TestRSTOutOfOrder(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "one")
	k.send(Server, ".", "two")
	k.send(Server, "R.", "")
	k.swap(3, 5)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "one"
		0.004 1 server data "two"
		0.005 1 server RST
		0.005 1 done`)
}

func TestRSTWithAnOldSequenceNumberFollowsKnownBytes(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "one")
	k.send(Server, ".", "two")
	k.send(Server, "R", "").tcp.Seq -= 3
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "one"
		0.004 1 server data "two"
		0.005 1 server RST
		0.005 1 done`)
}

func TestRSTAfterMissingBytes(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, ".", "GET /")
	k.send(Server, ".", "lost")
	k.send(Server, ".", "seen")
	k.send(Server, "R.", "")
	k.drop(4)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.005 1 server gap 4
		0.005 1 server data "seen"
		0.006 1 server RST
		0.006 1 done`)
}

func TestFINsWithARSTBetween(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, "F.", "")
	k.send(Client, ".", "POST /")
	k.send(Server, "R", "")
	k.send(Client, "F.", "") // sent before the RST arrived
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server FIN
		0.004 1 client data "POST /"
		0.005 1 server RST
		0.006 1 client FIN
		0.006 1 done`)
}

func TestRefused(t *testing.T) {
	k := newTalk(t)
	k.send(Client, "S", "")
	p := k.send(Server, "R.", "")
	p.tcp.Seq = 0
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server RST
		0.001 1 done`)
}

func TestHalfClose(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, "F.", "GET /")
	k.send(Server, ".", "200 OK")
	k.send(Server, "F.", "")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.003 1 client FIN
		0.004 1 server data "200 OK"
		0.005 1 server FIN
		0.005 1 done`)
}

func TestReusedPorts(t *testing.T) {
	k := newTalk(t).handshake().exchange("one", "1").close(Server)
	k.seq = [2]uint32{500_000, 900_000}
	k.wait(time.Second).handshake().exchange("two", "2").close(Client)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "one"
		0.004 1 server data "1"
		0.006 1 server FIN
		0.007 1 client FIN
		0.007 1 done
		1.009 2 open 10.0.0.1:51511 10.0.0.2:80
		1.010 2 server established
		1.012 2 client data "two"
		1.013 2 server data "2"
		1.015 2 client FIN
		1.016 2 server FIN
		1.016 2 done`)
}

func TestReusedPortsWithoutAnEnd(t *testing.T) {
	k := newTalk(t).handshake().exchange("one", "1")
	k.seq = [2]uint32{500_000, 900_000}
	k.wait(time.Second).handshake()
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "one"
		0.004 1 server data "1"
		0.004 1 done
		1.006 2 open 10.0.0.1:51511 10.0.0.2:80
		1.007 2 server established
		1.007 2 done`)
}

func TestLatePacketsDoNotBeginAConnection(t *testing.T) {
	k := newTalk(t).handshake().close(Server)
	k.wait(2*time.Second).send(Server, ".", "")
	k.seq[Server]--
	k.send(Server, "F.", "")
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server FIN
		0.004 1 client FIN
		0.004 1 done`)
	if got := tr.conns[0].Sides[Server].Late; got != 1 {
		t.Errorf("the server has %d late packets, want 1", got)
	}
}

func TestRetransmission(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, ".", "GET /")
	k.send(Client, ".", " HTTP")
	k.seq[Client] -= 10
	k.wait(200*time.Millisecond).send(Client, ".", "GET / HTTP/1.1")
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 client data " HTTP"
		0.205 1 client data "/1.1"
		0.205 1 done`)
	if want := (traffic.Traffic{Packets: 5, Bytes: 14, Resent: 1}); tr.conns[0].Sides[Client] != want {
		t.Errorf("the client sent %+v, want %+v", tr.conns[0].Sides[Client], want)
	}
}

func TestRetransmissionWithOtherBytes(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "the truth")
	k.seq[Server] -= 5
	k.send(Server, ".", "lies, and more")
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "the truth"
		0.004 1 server conflict
		0.004 1 server data " and more"
		0.004 1 done`)
	if got := tr.conns[0].Sides[Server].Conflicts; got != 1 {
		t.Errorf("the server has %d conflicts, want 1", got)
	}
}

func TestLongRetransmissionIsComparedWithTheRightBytes(t *testing.T) {
	k := newTalk(t).handshake()
	text := strings.Repeat("0123456789abcde", 2000)
	k.send(Server, ".", text[:1000])
	k.send(Server, ".", text[1000:])
	k.seq[Server] -= 16_900
	k.wait(time.Second).send(Server, ".", text[len(text)-16_900:])
	_, tr := read(t, k.pcap())
	if got := tr.conns[0].Sides[Server]; got.Conflicts != 0 || got.Resent != 1 {
		t.Errorf("the server sent %+v, want 1 packet resent and no conflict", got)
	}
}

func TestDuplicatesOfSeveralInterfaces(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").close(Server)
	var twice []packet
	for _, p := range k.packets {
		twice = append(twice, p)
		p.at += 20 * time.Microsecond
		twice = append(twice, p)
	}
	k.packets = twice
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 server data "200 OK"
		0.006 1 server FIN
		0.007 1 client FIN
		0.007 1 done`)
	if want := (traffic.Traffic{Packets: 5, Bytes: 5, Duplicates: 5}); tr.conns[0].Sides[Client] != want {
		t.Errorf("the client sent %+v, want %+v", tr.conns[0].Sides[Client], want)
	}
}

func TestKeepaliveProbes(t *testing.T) {
	for name, payload := range map[string]string{"without a byte": "", "with an old byte": "\x00"} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t).handshake().exchange("GET /", "200 OK")
			k.wait(time.Second).send(Client, ".", payload).tcp.Seq -= uint32(1)
			k.seq[Client] -= uint32(len(payload))
			k.send(Server, ".", "")
			k.send(Client, ".", "GET /2")
			tr := k.wants(`
				0.000 1 open 10.0.0.1:51511 10.0.0.2:80
				0.001 1 server established
				0.003 1 client data "GET /"
				0.004 1 server data "200 OK"
				1.006 1 client keepalive
				1.008 1 client data "GET /2"
				1.008 1 done`)
			if got := tr.conns[0].Sides[Client]; got.Keepalives != 1 || got.Resent != 0 {
				t.Errorf("the client sent %+v, want 1 keepalive probe and nothing resent", got)
			}
		})
	}
}

func TestWindowProbeIsNotAKeepaliveProbe(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, ".", "POST /")
	k.send(Server, ".", "").tcp.Window = 0
	k.wait(time.Second).send(Client, ".", "").tcp.Seq--
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "POST /"
		0.003 1 done`)
}

func TestGapThatWasAcknowledged(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "head ")
	k.send(Server, ".", "missing ")
	k.send(Server, ".", "tail ")
	k.send(Client, ".", "next")
	k.wait(2*time.Second).send(Server, ".", "answer")
	k.drop(4)
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "head "
		0.005 1 server gap 8
		0.005 1 server data "tail "
		0.006 1 client data "next"
		2.007 1 server data "answer"
		2.007 1 done`)
	if got := tr.conns[0].Sides[Server]; got.Bytes != 24 || got.Missing != 8 {
		t.Errorf("the server sent %+v, want 24 bytes, 8 of them missing", got)
	}
}

func TestGapAtTheEnd(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").exchange("GET /2", "200")
	k.drop(6)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 server data "200 OK"
		0.007 1 client gap 6
		0.007 1 server data "200"
		0.007 1 done`)
}

func TestUnacknowledgedGapWaitsForItsRetransmission(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "first ")
	k.send(Server, ".", "second")
	k.wait(3*time.Second).send(Client, ".", "").tcp.Ack -= 12
	p := k.send(Server, ".", "first ")
	p.tcp.Seq -= 12
	k.drop(3) // lost before it reached the capturing host
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		3.006 1 server data "first "
		3.006 1 server data "second"
		3.006 1 done`)
}

func TestShortSnapLength(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", "0123456789").snap = 14 + 20 + 20 + 4
	k.send(Client, ".", "")
	k.send(Server, "F.", "end").snap = 14 + 20 + 20
	f, tr := read(t, k.pcap())
	tr.wants(t, `
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 server data "0123"
		0.003 1 server gap 6
		0.005 1 server gap 3
		0.005 1 server FIN
		0.005 1 done`)
	if f.Cut != 2 {
		t.Errorf("the file has %d cut packets, want 2", f.Cut)
	}
}

func TestJoinedInTheMiddle(t *testing.T) {
	k := newTalk(t)
	k.send(Server, ".", "of a response")
	k.send(Client, ".", "")
	k.send(Client, ".", "GET / HTTP/1.1\r\n")
	k.send(Server, ".", "HTTP/1.1 200 OK\r\n")
	tr := k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80 joined
		0.002 1 client data "GET / HTTP/1.1\r\n"
		0.003 1 server data "HTTP/1.1 200 OK\r\n"
		0.003 1 done`)
	if got := tr.conns[0].Sides[Server].Skipped; got != 13 {
		t.Errorf("the tracker skipped %d bytes from the server, want 13", got)
	}
}

func TestJoinedServerHasTheHigherPort(t *testing.T) {
	k := newTalk(t)
	k.addrs[Server] = addr("10.0.0.2:60000")
	k.send(Client, ".", "rest of a request")
	k.send(Server, ".", "HTTP/1.1 200 OK\r\n")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:60000 joined
		0.001 1 server data "HTTP/1.1 200 OK\r\n"
		0.001 1 done`)
}

func TestJoinedWithAKeepaliveProbe(t *testing.T) {
	k := newTalk(t)
	k.send(Client, ".", "").tcp.Seq--
	k.send(Server, ".", "")
	k.send(Client, ".", "GET / HTTP/1.1\r\n")
	k.send(Server, ".", "HTTP/1.1 200 OK\r\n")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80 joined
		0.002 1 client data "GET / HTTP/1.1\r\n"
		0.003 1 server data "HTTP/1.1 200 OK\r\n"
		0.003 1 done`)
}

func TestJoinedWithoutEvidenceOfTheClient(t *testing.T) {
	k := newTalk(t)
	k.send(Server, ".", "\x00\x01")
	k.wait(time.Second).send(Server, "F.", "")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80 joined
		1.001 1 server FIN
		1.001 1 done`)
}

func TestSYNAfterTheFirstBytes(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK")
	k.swap(0, 2)
	k.packets[0], k.packets[1] = k.packets[1], k.packets[0]
	_, tr := read(t, k.pcap())
	if tr.conns[0].Joined || tr.conns[0].Client != k.addrs[Client] {
		t.Errorf("the connection is %+v; want it complete, with the sender of the SYN as the client", tr.conns[0])
	}
}

func TestOnlyOneDirectionCaptured(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK").exchange("GET /2", "200 OK").close(Client)
	var one []packet
	for _, p := range k.packets {
		if p.src == k.addrs[Server] {
			one = append(one, p)
		}
	}
	k.packets = one
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.000 1 server established
		0.003 1 client gap 5
		0.003 1 server data "200 OK"
		0.006 1 client gap 6
		0.006 1 server data "200 OK"
		0.009 1 client FIN
		0.009 1 server FIN
		0.009 1 done`)
}

type addrPort = netip.AddrPort

func addr(s string) addrPort { return netip.MustParseAddrPort(s) }

// If the file has an RST before the bytes that it acknowledges, the RST waits for these
// bytes. If the file does not have them at all, the RST does not prove that they were
// sent.
func TestRSTBeforeTheBytesItAcknowledges(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, ".", "GET /")
	k.send(Server, ".", "200 OK")
	k.send(Client, "R.", "")
	k.swap(4, 5)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 server data "200 OK"
		0.005 1 client RST
		0.005 1 done`)

	k = newTalk(t).handshake()
	k.send(Client, ".", "GET /")
	k.send(Client, "R.", "").tcp.Ack += 100
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.004 1 client RST
		0.004 1 done`)
}

// An RST with a sequence number before the SYN belongs to an earlier connection between
// the same ports.
func TestRSTOfAnOlderConnection(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, "R.", "").tcp.Seq -= 5000
	k.exchange("GET /", "200 OK")
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.004 1 client data "GET /"
		0.005 1 server data "200 OK"
		0.005 1 done`)
}

// A gap has the timestamp of its acknowledgement, not of the next bytes.
func TestGapHasTheTimeOfItsAcknowledgement(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Client, ".", "GET /")
	k.send(Server, ".", "200 OK")
	k.send(Client, ".", "")
	k.wait(5*time.Second).send(Server, "F.", "")
	k.drop(4)
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client data "GET /"
		0.005 1 server gap 6
		5.006 1 server FIN
		5.006 1 done`)
}

// The bytes kept for comparison with retransmissions are dropped when their connection
// ends, not at the end of the file.
func TestEndedConnectionsDropTheirBytes(t *testing.T) {
	k := newTalk(t).handshake().exchange("GET /", "200 OK")
	f, err := Open(bytes.NewReader(k.pcap()))
	if err != nil {
		t.Fatal(err)
	}
	tr := NewTracker(func(*traffic.Event) {})
	if err := f.Feed(tr); err != nil || tr.kept != 11 {
		t.Errorf("the tracker keeps %d bytes of an open connection, error %v; want 11", tr.kept, err)
	}
	k.close(Server)
	if f, err = Open(bytes.NewReader(k.pcap())); err != nil {
		t.Fatal(err)
	}
	tr = NewTracker(func(*traffic.Event) {})
	if err := f.Feed(tr); err != nil || tr.kept != 0 {
		t.Errorf("the tracker keeps %d bytes of an ended connection, error %v; want 0", tr.kept, err)
	}
}
