package export_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"linger/session"
	"linger/session/capture"
	"linger/session/export"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/record"
	"linger/session/traffic"
	"linger/wire"
)

func pcapng(t testing.TB, events []session.Event, o export.FileOptions) []byte {
	t.Helper()
	o.Sentence, o.Refused = words, words
	var b bytes.Buffer
	finished(t, export.NewPcapngWriter(&b, o), events)
	return b.Bytes()
}

// readBack returns the record that linger makes from a capture file.
func readBack(t testing.TB, data []byte) *record.Record {
	t.Helper()
	file, err := capture.Open(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := &record.Record{}
	r.Apply(session.Started{Wall: file.First})
	w := traffic.NewWatcher("", r.Apply)
	if err := file.Read(w.Take); err != nil {
		t.Fatal(err)
	}
	return r
}

func fold(events []session.Event) *record.Record {
	r := &record.Record{}
	for _, ev := range events {
		r.Apply(ev)
	}
	return r
}

// story returns the facts about a record's connections that packets can show. It omits
// digests of content that was not kept. It also omits the end of a connection that timed
// out, and an end by the client while the connection was in use, because packets show
// these ends in another way.
func story(r *record.Record) (lines []string) {
	for _, c := range r.Conns {
		line := fmt.Sprintf("connection: %s", codes(c.Findings))
		if e := &c.Close; c.State == record.Ended && e.How != session.HowTimeout && !(e.By == session.ByClient && e.How == session.HowFIN && e.Phase != session.PhaseIdle) {
			line += fmt.Sprintf(" %s %s, %s, idle %s, lost %d, announced %v", e.By, e.How, e.Phase, e.Idle, len(e.Lost), e.Announced())
		}
		lines = append(lines, line)
		for _, e := range c.Exchanges {
			digest := "not kept"
			if e.Facts().ContentBytes <= record.KeepContent {
				digest = hex.EncodeToString(e.SHA256())
			}
			lines = append(lines, fmt.Sprintf("  %s %s: %d, %s, complete %v, %d bytes %.8s, %s: %s", e.Method, e.Target, e.Facts().Status, e.Facts().Framing(), e.Facts().Complete,
				e.Facts().ContentBytes, digest, e.Reason, codes(e.Findings)))
		}
	}
	return lines
}

// codes returns the codes of fs.
func codes(fs []wire.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, string(f.Code))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// For every scenario of the practice server, reading the exported capture gives the same
// record as the session itself.
func TestCapturesOfScenariosGiveTheSameRecord(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		if sc.Path == "/endless-body" {
			continue // some chunks were not kept, so it is unknown where the next one begins
		}
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				events := livetest.Scenario(t, sc.Path)
				want, got := story(fold(events)), story(readBack(t, pcapng(t, events, export.FileOptions{})))
				if !slices.Equal(want, got) {
					t.Errorf("the record of the capture is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			})
		})
	}
}

// packetsOf returns the section comment of a capture, and a line for each packet. The
// line has the packet's time in milliseconds, ports, flags, data and comments.
func packetsOf(t *testing.T, data []byte) (section string, lines []string) {
	t.Helper()
	r, err := pcapgo.NewNgReader(bytes.NewReader(data), pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	for {
		data, info, options, err := r.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			return r.SectionInfo().Comment, lines
		}
		if err != nil {
			t.Fatal(err)
		}
		p := gopacket.NewPacket(data, layers.LayerTypeIPv4, gopacket.NoCopy)
		if data[0]>>4 == 6 {
			p = gopacket.NewPacket(data, layers.LayerTypeIPv6, gopacket.NoCopy)
		}
		tcp, ok := p.TransportLayer().(*layers.TCP)
		if !ok {
			t.Fatalf("the packet is not TCP: %v", p)
		}
		line := fmt.Sprintf("%d %d>%d ", info.Timestamp.Sub(wall).Milliseconds(), tcp.SrcPort, tcp.DstPort)
		for _, f := range []struct {
			set  bool
			name string
		}{{tcp.SYN, "S"}, {tcp.FIN, "F"}, {tcp.RST, "R"}, {tcp.ACK, "."}} {
			if f.set {
				line += f.name
			}
		}
		if n := info.Length - info.CaptureLength; n > 0 {
			line += fmt.Sprintf(" (%d)", n)
		} else if len(tcp.Payload) > 0 {
			line += fmt.Sprintf(" %.20q", tcp.Payload)
		}
		for _, c := range options.Comments {
			line += " # " + c
		}
		lines = append(lines, line)
	}
}

func wantPackets(t *testing.T, data []byte, want ...string) {
	t.Helper()
	if _, got := packetsOf(t, data); !slices.Equal(got, want) {
		t.Errorf("packets\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPcapngHasThePacketsOfASession(t *testing.T) {
	p := play().dial().asks(get).answers("HTTP/1.1 200 OK\nContent-Length: 5\r\n\r\n").answers("hello").wait(time.Second)
	p.asks(get).ends(session.ByServer, session.HowReset)
	data := pcapng(t, p.events, export.FileOptions{})
	wantPackets(t, data,
		"5 50001>8080 S # linger: connection 1, between 10.0.0.1:50001 and 10.0.0.2:8080",
		"15 8080>50001 S.",
		"15 50001>8080 .",
		`15 50001>8080 . "GET /orders/71 HTTP/"`,
		`16 50001>8080 . "\n"`,
		`19 8080>50001 . "HTTP/1.1 200 OK\nCont" # linger: warning bare-lf: a line ends in LF instead of CRLF: "HTTP/1.1 200 OK\n" (RFC 9112 §2.2)`,
		`22 8080>50001 . "hello"`,
		`1022 50001>8080 . "GET /orders/71 HTTP/"`,
		`1023 50001>8080 . "\n" # linger: error keep-alive-race: the connection ended while a request was in transit: the server may or may not have processed it (RFC 9110 §9.2.2)`,
		"1023 8080>50001 R. # linger: connection 1: server ended it: reset",
	)
	section, _ := packetsOf(t, data)
	for _, want := range []string{"Reconstructed by linger 1.2.3", "http://shop.example:8080", "not captured", "decrypted"} {
		if !strings.Contains(section, want) {
			t.Errorf("the section comment lacks %q: %s", want, section)
		}
	}
	if c := readBack(t, data).Conn(1); c.Info.Local != "10.0.0.1:50001" || c.Info.Remote != "10.0.0.2:8080" || c.Info.Connect != 10*ms {
		t.Errorf("linger reads the connection as %+v; want the same addresses, and 10 ms to connect", c.Info)
	}
}

// TLS connections are written as decrypted data on port 80. Peers without an IP address
// get a reserved one.
func TestPcapngOfTLSAndOfUnixSockets(t *testing.T) {
	p := play()
	p.tls, p.remote = &session.TLS{Version: "TLS 1.3"}, "10.0.0.2:443"
	p.dial().ends(session.ByServer, session.HowCloseNotify)
	p.tls, p.remote = nil, "/run/shop.sock"
	p.dial().ends(session.ByClient, session.HowFIN)
	p.remote = "[fe80::1%eth0]:8080"
	p.dial()
	wantPackets(t, pcapng(t, p.events, export.FileOptions{}),
		"5 50001>80 S # linger: connection 1: TLS 1.3 between 10.0.0.1:50001 and 10.0.0.2:443, decrypted",
		"15 80>50001 S.",
		"15 50001>80 .",
		"35 80>50001 F. # linger: connection 1: server ended it: close-notify",
		"35 50001>80 F.",
		"40 49154>80 S # linger: connection 2, between 10.0.0.1:50001 and /run/shop.sock",
		"50 80>49154 S.",
		"50 49154>80 .",
		"50 49154>80 F. # linger: connection 2: client ended it: fin",
		"55 50001>8080 S # linger: connection 3, between 10.0.0.1:50001 and [fe80::1%eth0]:8080",
		"65 8080>50001 S.",
		"65 50001>8080 .",
	)
}

func TestPcapngOfConnectionsThatWereNotMade(t *testing.T) {
	p := play()
	fail := func(id int, kind session.DialFailure, phase session.DialPhase) {
		at := time.Duration(id) * time.Second
		p.emit(session.Dialing{At: at, Conn: id, Address: "shop.example:8080"})
		if phase != "" {
			p.emit(session.DialStep{At: at + ms, Conn: id, Phase: session.DialConnecting, Address: "10.0.0.2:8080"})
		}
		if phase == session.DialHandshake {
			p.emit(session.DialStep{At: at + 2*ms, Conn: id, Phase: phase, Address: "10.0.0.2:8080"})
		}
		p.emit(session.DialFailed{At: at + 5*ms, Conn: id, Kind: kind, Text: "No."})
	}
	fail(1, session.DialNotFound, "")
	fail(2, session.DialRefused, session.DialConnecting)
	fail(3, session.DialTimeout, session.DialConnecting)
	fail(4, session.DialTLS, session.DialHandshake)
	wantPackets(t, pcapng(t, p.events, export.FileOptions{}),
		"2001 49154>8080 S # linger: connection 2 was not made: No.",
		"2005 8080>49154 R.",
		"3001 49155>8080 S # linger: connection 3 was not made: No.",
		"4001 49156>8080 S # linger: connection 4 was not made: No.",
		"4001 8080>49156 S.",
		"4001 49156>8080 .",
		"4005 49156>8080 F.",
	)
}

// The writer does not invent data for bytes that were not kept or not sent.
func TestPcapngOfIncompleteMessages(t *testing.T) {
	started := func(p *played, id int, n int64) {
		p.emit(&session.RequestStarted{At: p.now, Conn: 1, Exchange: id, Method: "PUT", Data: []byte("PUT /"), Len: n})
	}
	p := play().dial()
	started(p, 1, 40_005) // 5 of the 8 written bytes are kept; the response arrives before RequestSent
	p.emit(&session.Received{At: p.now + ms, Conn: 1, Exchange: 1, Len: 40_004, Data: []byte("HTTP"), Reads: 1})
	p.emit(&session.RequestSent{At: p.now + 2*ms, Conn: 1, Exchange: 1, Len: 8})
	started(p, 2, 5)
	started(p, 3, 5)
	p.emit(&session.Received{At: p.now + 3*ms, Conn: 1, Exchange: 2, Off: 40_004, Len: 2, Data: []byte("hi"), Reads: 1})
	p.emit(&session.RequestSent{At: p.now, Conn: 1, Exchange: 2, Len: 5})
	p.emit(&session.RequestSent{At: p.now, Conn: 1, Exchange: 3, Len: 3})
	p.emit(session.Closed{At: p.now + 9*ms, Conn: 1, Ending: session.Ending{By: session.ByNetwork, How: session.HowTimeout}})
	_, got := packetsOf(t, pcapng(t, p.events, export.FileOptions{}))
	want := []string{
		`15 50001>8080 . "PUT /"`, "15 50001>8080 . (3)", `16 8080>50001 . "HTTP"`, "16 8080>50001 . (32768)", "16 8080>50001 . (7232)",
		`15 50001>8080 . "PUT /"`, `15 50001>8080 . "PUT"`, `18 8080>50001 . "hi"`,
		"24 50001>8080 . # linger: connection 1: network ended it: timeout",
	}
	if got = got[3:]; !slices.Equal(got, want) {
		t.Errorf("packets\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A record survives being written as a capture and read back, including how each side
// ended, gaps, probes and other protocols.
func TestPcapngOfACapture(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "capture", "testdata", "race.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	events := eventsOf(t, raw)
	want, got := fold(events), readBack(t, pcapng(t, events, export.FileOptions{}))
	if a, b := story(want), story(got); !slices.Equal(a, b) {
		t.Errorf("the record of the capture is\n%s\nwant\n%s", strings.Join(b, "\n"), strings.Join(a, "\n"))
	}
	for i, c := range want.Conns {
		a, b := c.Passing, got.Conns[i].Passing
		if !slices.Equal(a.Ends, b.Ends) || len(a.Probes) != len(b.Probes) || a.Missed != b.Missed {
			t.Errorf("linger reads connection %d as %+v, want %+v", c.ID, b, a)
		}
	}
	_, lines := packetsOf(t, pcapng(t, events, export.FileOptions{}))
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "# linger: TLS, which linger does not decode") }) {
		t.Errorf("no packet has a comment that names TLS:\n%s", strings.Join(lines, "\n"))
	}
}

func eventsOf(t *testing.T, raw []byte) (events []session.Event) {
	t.Helper()
	file, err := capture.Open(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	w := traffic.NewWatcher("", func(ev session.Event) { events = append(events, ev) })
	if err := file.Read(w.Take); err != nil {
		t.Fatal(err)
	}
	return append([]session.Event{session.Started{Wall: file.First}}, events...)
}

func TestPcapngMasksSecretsAndControlCharacters(t *testing.T) {
	p := play().dial().asks("GET /?token=hunter2 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer hunter2\r\n\r\n").
		answers("HTTP/1.1 302 Found\r\nSet-Cookie: id=hunter2\r\nContent-Length: 0\r\n\r\n")
	p.emit(session.Found{Conn: 1, Exchange: 1, Finding: wire.Finding{Code: wire.CodeBareLF, Detail: "a\x1b[31m" + strings.Repeat("ü", 1000)}})
	masked := pcapng(t, p.events, export.FileOptions{})
	if bytes.Contains(masked, []byte("hunter2")) || !bytes.Contains(masked, []byte("Authorization: **************\r\n")) {
		t.Error("the capture contains a secret, or lacks the filler in its place")
	}
	if bytes.Contains(masked, []byte("\x1b")) {
		t.Error("the capture contains an escape character, want none")
	}
	if kept := pcapng(t, p.events, export.FileOptions{KeepSecrets: true}); bytes.Count(kept, []byte("hunter2")) != 3 || len(kept) >= len(masked) {
		t.Error("with KeepSecrets, the capture lacks a secret, or still says that secrets are replaced")
	}
}

func TestPcapngIsStreamed(t *testing.T) {
	n := 1024
	if testing.Short() {
		n = 64
	}
	most := bodies(t, export.NewPcapngWriter(io.Discard, export.FileOptions{Sentence: words}), n)
	t.Logf("%d MiB of message bodies: %d MiB in use", n, most>>20)
	if most > 64<<20 {
		t.Errorf("writing %d MiB of message bodies takes %d MiB of memory, want at most 64", n, most>>20)
	}
}

func TestPcapngOfAFullDisk(t *testing.T) {
	events := play().dial().asks(get).answers(ok).ends(session.ByServer, session.HowFIN).events
	w := export.NewPcapngWriter(&full{}, export.FileOptions{Sentence: words})
	if err := errors.Join(w.Write(events...), w.Finish()); !errors.Is(err, errFull) {
		t.Errorf("the error is %v, want %v", err, errFull)
	}
}
