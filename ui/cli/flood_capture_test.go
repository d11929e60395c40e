//go:build linux && !race

package cli_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	captureStart   = "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x65\x00\x00\x00"
	floodRequest   = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	floodResponse  = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
	captureClients = 40_000
)

// The control bits of TCP.
const (
	tcpFIN = 1 << iota
	tcpSYN
	_
	_
	tcpACK
)

// A tcpPacket is a packet between a client and the server 10.1.0.0, port 80.
type tcpPacket struct {
	client   uint32 // the last three bytes of the client's address
	port     uint16 // the client's port
	answer   bool   // the server sent it
	flags    byte
	seq, ack uint32
	data     string
}

// record returns the packet as a record of a capture file that contains raw IP packets.
func (p *tcpPacket) record(microseconds int) string {
	b := make([]byte, 16+40+len(p.data))
	binary.LittleEndian.PutUint32(b, uint32(microseconds/1e6))
	binary.LittleEndian.PutUint32(b[4:], uint32(microseconds%1e6))
	binary.LittleEndian.PutUint32(b[8:], uint32(len(b)-16))
	binary.LittleEndian.PutUint32(b[12:], uint32(len(b)-16))
	ip := b[16:]
	ip[0], ip[8], ip[9] = 0x45, 64, 6
	binary.BigEndian.PutUint16(ip[2:], uint16(len(ip)))
	client, server, from, to := ip[12:16], ip[16:20], ip[20:22], ip[22:24]
	if p.answer {
		client, server, from, to = server, client, to, from
	}
	binary.BigEndian.PutUint32(client, 10<<24|p.client)
	binary.BigEndian.PutUint32(server, 10<<24|1<<16)
	binary.BigEndian.PutUint16(from, p.port)
	binary.BigEndian.PutUint16(to, 80)
	tcp := ip[20:]
	binary.BigEndian.PutUint32(tcp[4:], p.seq)
	binary.BigEndian.PutUint32(tcp[8:], p.ack)
	tcp[12], tcp[13], tcp[14] = 5<<4, p.flags, 0xff
	copy(ip[40:], p.data)
	return string(b)
}

// captured returns the packets of one connection that has one exchange and stays open. If
// gap is not 0, that many bytes before the response were not captured.
func captured(i int, client uint32, port uint16, gap uint32) string {
	const q = uint32(len(floodRequest))
	seq := uint32(i) * 1000
	packets := []tcpPacket{
		{flags: tcpSYN, seq: seq},
		{answer: true, flags: tcpSYN | tcpACK, seq: 100, ack: seq + 1},
		{flags: tcpACK, seq: seq + 1, ack: 101},
		{flags: tcpACK, seq: seq + 1, ack: 101, data: floodRequest},
		{answer: true, flags: tcpACK, seq: 101 + gap, ack: seq + 1 + q, data: floodResponse},
	}
	var b strings.Builder
	for _, p := range packets {
		p.client, p.port = client, port
		b.WriteString(p.record(i))
	}
	return b.String()
}

// capturedFloods holds captures that need much memory. Each function returns the packets
// of connection i.
var capturedFloods = map[string]func(i int) string{
	"connections that stay open":               func(i int) string { return captured(i, uint32(i/50_000), uint16(1024+i%50_000), 0) },
	"connections on ports that are used again": func(i int) string { return captured(i, 0, uint16(1024+i%20_000), 3) },
}

// capturedFlood writes a capture, and returns its name.
func capturedFlood(t *testing.T, part func(i int) string) string {
	if testing.Short() {
		t.Skip("a flood takes seconds")
	}
	return written(t, "a.pcap", captureClients*len(part(0)), captureStart, part, "")
}

// linger reads captures with any number of connections within the memory limit.
func TestCaptureFloods(t *testing.T) {
	for name, part := range capturedFloods {
		t.Run(name, func(t *testing.T) {
			file := capturedFlood(t, part)
			wantPeak(t, peak(t, nil, "open", "-q", file), largestPeak)
			wantPeak(t, peak(t, nil, "export", "--ticket", filepath.Join(t.TempDir(), "ticket"), file), largestPeak) // a HAR and a pcapng as well
		})
	}
}

// The inspector shows a capture with many connections within the memory limit, and its
// summary counts all of them.
func TestInspectedCaptureFlood(t *testing.T) {
	file := capturedFlood(t, capturedFloods["connections that stay open"])
	c, master, _, _ := inspect(t, "open", file)
	read := make(chan bool)
	go func() {
		whole := regexp.MustCompile(regexp.QuoteMeta(fmt.Sprintf("%d,%03d connections", captureClients/1000, captureClients%1000)))
		var last string
		b := make([]byte, 1<<16)
		for {
			n, err := master.Read(b)
			if err != nil {
				return
			}
			if last += string(b[:n]); whole.MatchString(last) {
				break
			}
			last = last[max(0, len(last)-200):]
		}
		close(read)
		_, _ = io.Copy(io.Discard, master)
	}()
	select {
	case <-read:
	case <-time.After(time.Minute):
		t.Fatal("the inspector did not show all connections within a minute")
	}
	wantPeak(t, peakIn(t, fmt.Sprintf("/proc/%d/status", c.Process.Pid)), largestPeak)
}
