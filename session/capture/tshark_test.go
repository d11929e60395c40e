package capture

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/traffic"
	"linger/wire"
)

// linger and tshark find the same streams in a capture, with the same requests and
// responses, and the same FIN or RST at the end.
func TestAgreesWithTshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	k := race(t)
	inGap := 4 // index of a stream with a gap, which differs because tshark reads the bytes after the gap as the missing content
	for _, add := range []func(*talk){retransmitted, outOfOrder, reusedPorts, pipelined, halfClosed} {
		k.another(k.addrs[Client].Port() + 1)
		add(k)
	}
	got, want := streams(t, k.pcap()), tsharkStreams(t, k.pcap())
	if len(got) != 11 || len(want) != 11 {
		t.Fatalf("linger finds %d streams, tshark %d; want 11 each", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] && i != inGap {
			t.Errorf("stream %d: linger reads %s, want %s as tshark does", i, got[i], want[i])
		}
	}
}

const (
	getRequest = "GET /orders/72 HTTP/1.1\r\nHost: shop.example\r\n\r\n"
	okResponse = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
)

func retransmitted(k *talk) {
	k.handshake().exchange(getRequest, okResponse)
	k.seq[Server] -= uint32(len(okResponse))
	k.wait(time.Second).send(Server, ".", okResponse)
	k.exchange(getRequest, okResponse).close(Server)
}

func outOfOrder(k *talk) {
	k.handshake()
	k.send(Client, ".", getRequest)
	k.send(Server, ".", okResponse[:20])
	k.send(Server, ".", okResponse[20:30])
	k.send(Server, ".", okResponse[30:])
	k.send(Server, "F.", "")
	k.send(Client, "R.", "")
	i, j := len(k.packets)-4, len(k.packets)-3
	k.packets[i].at, k.packets[j].at = k.packets[j].at, k.packets[i].at
	k.swap(i, j)
}

func reusedPorts(k *talk) {
	k.handshake().exchange(getRequest, okResponse).close(Server)
	k.seq = [2]uint32{500_000, 900_000}
	k.wait(time.Second).handshake().exchange(getRequest, okResponse).close(Client)
}

func pipelined(k *talk) {
	k.handshake().exchange(getRequest+getRequest+getRequest, okResponse+okResponse+okResponse).close(Client)
}

func halfClosed(k *talk) {
	k.handshake()
	k.send(Client, "F.", getRequest)
	k.send(Server, ".", okResponse)
	k.send(Server, "R.", "")
}

// A seen holds what a program finds in one TCP stream.
type seen struct {
	ends                map[string]bool // such as "client FIN"
	requests, responses int
}

func (s *seen) String() string {
	return fmt.Sprintf("%d requests, %d responses, %s", s.requests, s.responses, strings.Join(slices.Sorted(maps.Keys(s.ends)), ", "))
}

// streams returns what linger finds in each TCP stream.
func streams(t *testing.T, file []byte) []string {
	t.Helper()
	var all []*seen
	at := func(id int) *seen {
		for len(all) < id {
			all = append(all, &seen{ends: map[string]bool{}})
		}
		return all[id-1]
	}
	w := traffic.NewWatcher("", func(ev session.Event) {
		switch ev := ev.(type) {
		case *session.RequestStarted:
			if slices.ContainsFunc(ev.Lines, func(l wire.Line) bool { return l.Kind == wire.KindHeadEnd }) {
				at(ev.Conn).requests++
			}
		case *session.ResponseHead:
			at(ev.Conn).responses++
		}
	})
	f, err := Open(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	err = f.Read(func(ev *traffic.Event) {
		w.Take(ev)
		if s := at(ev.Conn.ID); ev.Kind == traffic.KindFIN || ev.Kind == traffic.KindReset {
			s.ends[ev.Side.String()+" "+ev.Kind.String()] = true
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines(all)
}

func lines(all []*seen) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.String())
	}
	return out
}

// tsharkStreams returns what tshark finds in each TCP stream. All servers must use port
// 80.
func tsharkStreams(t *testing.T, file []byte) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file.pcap")
	if err := os.WriteFile(name, file, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("tshark", "-r", name, "-o", "tcp.reassemble_out_of_order:TRUE", "-T", "fields", "-E", "separator=;", "-e", "tcp.stream", "-e", "tcp.srcport",
		"-e", "tcp.flags.fin", "-e", "tcp.flags.reset", "-e", "http.request.method", "-e", "http.response.code")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []*seen
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), ";")
		var id int
		if _, err := fmt.Sscan(f[0], &id); err != nil || len(f) != 6 {
			t.Fatalf("tshark printed %q; want six fields, the first a number", line)
		}
		for len(all) <= id {
			all = append(all, &seen{ends: map[string]bool{}})
		}
		all[id].take(f)
	}
	return lines(all)
}

func (s *seen) take(f []string) {
	side := Client.String()
	if f[1] == "80" {
		side = Server.String()
	}
	for i, how := range []string{"FIN", "RST"} {
		if f[2+i] == "1" || f[2+i] == "True" {
			s.ends[side+" "+how] = true
		}
	}
	s.requests += count(f[4])
	s.responses += count(f[5])
}

// count returns the number of values in a field from tshark's output.
func count(field string) int {
	if field == "" {
		return 0
	}
	return 1 + strings.Count(field, ",")
}
