package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session/traffic"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// story returns the packets of a complete connection. Tests write them to all types of
// files.
func story(t *testing.T) *talk {
	return newTalk(t).handshake().exchange("GET /", "200 OK").close(Server)
}

const told = `
	0.000 1 open 10.0.0.1:51511 10.0.0.2:80
	0.001 1 server established
	0.003 1 client data "GET /"
	0.004 1 server data "200 OK"
	0.006 1 server FIN
	0.007 1 client FIN
	0.007 1 done`

// handmade returns a pcap file of the packets, with the given byte order and link type.
func handmade(order binary.AppendByteOrder, magic uint32, link LinkType, packets []packet, frame func(*packet) []byte) []byte {
	var out []byte
	put := func(vs ...uint32) {
		for _, v := range vs {
			out = order.AppendUint32(out, v)
		}
	}
	put(magic)
	out = order.AppendUint16(out, 2)
	out = order.AppendUint16(out, 4)
	put(0, 0, 65_535, uint32(link))
	for i := range packets {
		data := frame(&packets[i])
		at := began.Add(packets[i].at)
		fraction := at.Nanosecond()
		if magic == 0xa1b2c3d4 {
			fraction /= 1000
		}
		put(uint32(at.Unix()), uint32(fraction), uint32(len(data)), uint32(len(data)))
		out = append(out, data...)
	}
	return out
}

// pcapng returns a pcapng file that contains the packets.
func pcapng(t *testing.T, link layers.LinkType, packets []packet, frame func(*packet) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := pcapgo.NewNgWriter(&out, link)
	if err != nil {
		t.Fatal(err)
	}
	for i := range packets {
		writePacket(t, w, packets[i].at, frame(&packets[i]), 0)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A pcapng file may end with blocks that are not packets, or have no packets at all.
func TestPcapngEndsBetweenBlocks(t *testing.T) {
	for _, packets := range [][]packet{nil, newTalk(t).handshake().packets} {
		whole := pcapng(t, layers.LinkTypeEthernet, packets, (*packet).ethernet)
		stats := []byte{5, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0}
		for n := range stats {
			f, err := Open(bytes.NewReader(append(whole[:len(whole):len(whole)], stats[:n]...)))
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Read(func(*traffic.Event) {}); (err != nil) != (n > 0) {
				t.Errorf("after %d packets and %d bytes of another block, Read returned %v; want an error only inside a block", len(packets), n, err)
			}
		}
		if f, _ := read(t, append(whole, stats...)); f.Packets != len(packets) {
			t.Errorf("the file has %d packets, want %d", f.Packets, len(packets))
		}
	}
}

func zipped(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

func TestFormats(t *testing.T) {
	const micro, nano = 0xa1b2c3d4, 0xa1b23c4d
	k := story(t)
	for name, file := range map[string][]byte{
		"pcap, microseconds, little-endian": handmade(binary.LittleEndian, micro, 1, k.packets, (*packet).ethernet),
		"pcap, microseconds, big-endian":    handmade(binary.BigEndian, micro, 1, k.packets, (*packet).ethernet),
		"pcap, nanoseconds, little-endian":  handmade(binary.LittleEndian, nano, 1, k.packets, (*packet).ethernet),
		"pcap, nanoseconds, big-endian":     handmade(binary.BigEndian, nano, 1, k.packets, (*packet).ethernet),
		"pcapng":                            pcapng(t, layers.LinkTypeEthernet, k.packets, (*packet).ethernet),
	} {
		t.Run(name, func(t *testing.T) {
			f, tr := read(t, file)
			tr.wants(t, told)
			if f.Gzip || !strings.HasPrefix(name, f.Format) || f.Packets != 9 || f.TCP != 9 || f.Last != 8*time.Millisecond {
				t.Errorf("the file is %+v; want 9 TCP packets in 8 ms, not compressed", f)
			}
			if !f.First.Equal(began.Add(time.Millisecond)) {
				t.Errorf("the first packet has the time %v, want %v", f.First, began.Add(time.Millisecond))
			}
			f, tr = read(t, zipped(file))
			tr.wants(t, told)
			if !f.Gzip {
				t.Error("Gzip is false for a compressed file, want true")
			}
		})
	}
}

func TestLinkTypes(t *testing.T) {
	ip := func(p *packet) []byte { return p.bytes() }
	before := func(head ...byte) func(*packet) []byte {
		return func(p *packet) []byte { return append(slices.Clone(head), p.bytes()...) }
	}
	for name, c := range map[string]struct {
		link  LinkType
		frame func(*packet) []byte
	}{
		"NULL, little-endian": {0, before(2, 0, 0, 0)},
		"NULL, big-endian":    {0, before(0, 0, 0, 2)},
		"LOOP":                {108, before(0, 0, 0, 2)},
		"raw IP 12":           {12, ip},
		"raw IP 14":           {14, ip},
		"raw IP":              {101, ip},
		"raw IPv4":            {228, ip},
		"Linux cooked":        {113, before(0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0)},
		"Linux cooked v2":     {276, before(8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0)},
		"VLAN": {1, func(p *packet) []byte {
			return p.bytes(&layers.Ethernet{SrcMAC: make([]byte, 6), DstMAC: make([]byte, 6), EthernetType: layers.EthernetTypeDot1Q},
				&layers.Dot1Q{VLANIdentifier: 7, Type: layers.EthernetTypeDot1Q}, &layers.Dot1Q{VLANIdentifier: 8, Type: layers.EthernetTypeIPv4})
		}},
		"padded":                {1, func(p *packet) []byte { return append(p.ethernet(), make([]byte, 12)...) }},
		"VXLAN":                 {1, vxlan},
		"GRE":                   {1, gre},
		"longer than an MTU":    {1, (*packet).ethernet},
		"segmentation offload":  {228, withoutLength},
		"frame check sequences": {1 | 0x4400_0000, (*packet).ethernet},
	} {
		t.Run(name, func(t *testing.T) {
			f, tr := read(t, handmade(binary.LittleEndian, 0xa1b23c4d, c.link, story(t).packets, c.frame))
			tr.wants(t, told)
			if want := []LinkType{c.link & 0x0fff}; !slices.Equal(f.Links, want) {
				t.Errorf("link types %v, want %v", f.Links, want)
			}
		})
	}
}

// withoutLength returns the packet with the length 0 in its IP header. The kernel passes
// such packets to a network card that divides them into segments.
func withoutLength(p *packet) []byte {
	b := p.bytes()
	b[2], b[3] = 0, 0
	return b
}

func vxlan(p *packet) []byte {
	return tunnel(&layers.UDP{SrcPort: 50_000, DstPort: 4789}, layers.IPProtocolUDP, &layers.VXLAN{ValidIDFlag: true, VNI: 5}, gopacket.Payload(p.ethernet()))
}

func gre(p *packet) []byte {
	return tunnel(&layers.GRE{Protocol: layers.EthernetTypeIPv4}, layers.IPProtocolGRE, gopacket.Payload(p.bytes()))
}

func tunnel(outer gopacket.SerializableLayer, protocol layers.IPProtocol, inner ...gopacket.SerializableLayer) []byte {
	ls := []gopacket.SerializableLayer{
		&layers.Ethernet{SrcMAC: make([]byte, 6), DstMAC: make([]byte, 6), EthernetType: layers.EthernetTypeIPv4},
		&layers.IPv4{Version: 4, TTL: 64, Protocol: protocol, SrcIP: []byte{192, 0, 2, 1}, DstIP: []byte{192, 0, 2, 2}}, outer,
	}
	buf := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{FixLengths: true}, append(ls, inner...)...); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

func TestIPv6(t *testing.T) {
	plain := func(p *packet) []byte { return p.bytes() }
	for name, c := range map[string]struct {
		link  LinkType
		frame func(*packet) []byte
	}{
		"Ethernet":             {1, (*packet).ethernet},
		"raw":                  {101, plain},
		"raw IPv6":             {229, plain},
		"NULL of macOS":        {0, func(p *packet) []byte { return append([]byte{30, 0, 0, 0}, p.bytes()...) }},
		"NULL of FreeBSD":      {0, func(p *packet) []byte { return append([]byte{28, 0, 0, 0}, p.bytes()...) }},
		"segmentation offload": {229, func(p *packet) []byte { b := p.bytes(); b[4], b[5] = 0, 0; return b }},
		"destination options": {229, func(p *packet) []byte {
			b := p.bytes()
			b[5] += 8
			b[6] = 60
			return slices.Insert(b, 40, 6, 0, 1, 4, 0, 0, 0, 0)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t)
			k.addrs = [2]addrPort{addr("[2001:db8::1]:51511"), addr("[2001:db8::2]:80")}
			k.handshake().exchange("GET /", "200 OK").close(Server)
			_, tr := read(t, handmade(binary.LittleEndian, 0xa1b23c4d, c.link, k.packets, c.frame))
			tr.wants(t, strings.NewReplacer("10.0.0.1:", "[2001:db8::1]:", "10.0.0.2:", "[2001:db8::2]:").Replace(told))
		})
	}
}

func TestSegmentLongerThanIPLengthField(t *testing.T) {
	k := newTalk(t).handshake()
	k.send(Server, ".", strings.Repeat("x", 65_000))
	k.close(Server)
	_, tr := read(t, handmade(binary.LittleEndian, 0xa1b2c3d4, 228, k.packets, withoutLength))
	if got := tr.conns[0].Sides[Server].Bytes; got != 65_000 {
		t.Errorf("the server sent %d bytes, want 65,000", got)
	}
}

func TestTCPOptionsCutByTheSnapLength(t *testing.T) {
	k := newTalk(t).handshake()
	p := k.send(Client, ".", "0123456789")
	p.tcp.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindTimestamps, OptionLength: 10, OptionData: make([]byte, 8)}}
	p.snap = 14 + 20 + 20 + 3
	k.wants(`
		0.000 1 open 10.0.0.1:51511 10.0.0.2:80
		0.001 1 server established
		0.003 1 client gap 10
		0.003 1 done`)
}

func TestTwoInterfacesOfDifferentLinkTypes(t *testing.T) {
	k := story(t)
	var out bytes.Buffer
	w, err := pcapgo.NewNgWriter(&out, layers.LinkTypeEthernet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddInterface(pcapgo.NgInterface{LinkType: layers.LinkTypeRaw}); err != nil {
		t.Fatal(err)
	}
	for i := range k.packets {
		p := &k.packets[i]
		data := p.ethernet()
		if i%2 == 1 {
			data = p.bytes()
		}
		info := gopacket.CaptureInfo{Timestamp: began.Add(p.at), Length: len(data), CaptureLength: len(data), InterfaceIndex: i % 2}
		if err := w.WritePacket(info, data); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	f, tr := read(t, out.Bytes())
	tr.wants(t, told)
	if want := []LinkType{1, 101}; !slices.Equal(f.Links, want) {
		t.Errorf("link types %v, want %v", f.Links, want)
	}
}

func TestPacketsOtherThanTCP(t *testing.T) {
	udp := tunnel(&layers.UDP{SrcPort: 443, DstPort: 50_000}, layers.IPProtocolUDP, gopacket.Payload("QUIC"))
	file := handmade(binary.LittleEndian, 0xa1b2c3d4, 1, make([]packet, 2), func(*packet) []byte { return udp })
	file = append(file, handmade(binary.LittleEndian, 0xa1b2c3d4, 1, make([]packet, 1), func(*packet) []byte { return make([]byte, 60) })[24:]...)
	f, tr := read(t, file)
	if f.Packets != 3 || f.UDP != 2 || f.TCP != 0 || len(tr.lines) > 0 {
		t.Errorf("the file is %+v with the events %q; want 3 packets, 2 of them UDP, and no events", f, tr.lines)
	}
	f, _ = read(t, handmade(binary.LittleEndian, 0xa1b2c3d4, 147, make([]packet, 1), func(*packet) []byte { return udp }))
	if f.Unread != 1 || f.Links[0].String() != "link type 147" {
		t.Errorf("the file is %+v; want one unread packet of link type 147", f)
	}
}

func TestIncompleteFileIsReadUpToItsEnd(t *testing.T) {
	k := story(t)
	whole := k.pcap()
	_, all := read(t, whole)
	for n := 24; n <= len(whole); n++ {
		f, err := Open(bytes.NewReader(whole[:n]))
		if err != nil {
			t.Fatal(err)
		}
		tr := &transcript{}
		err = f.Read(tr.note)
		start, packets := 24, 0
		for start < n {
			size := 16 + int(binary.LittleEndian.Uint32(whole[start+8:]))
			if start+size > n {
				break
			}
			start, packets = start+size, packets+1
		}
		var damage *DamageError
		switch cut := errors.As(err, &damage); {
		case cut != (start != n):
			t.Fatalf("for a file of %d bytes, Read returned %v; want a DamageError only if the file ends inside a packet", n, err)
		case cut && (damage.Offset != int64(start) || damage.Packets != packets || !damage.Cut):
			t.Fatalf("for a file of %d bytes, Read returned %+v; want a cut at offset %d after %d packets", n, damage, start, packets)
		}
		if f.Packets != packets {
			t.Fatalf("a file of %d bytes has %d packets, want %d", n, f.Packets, packets)
		}
		if len(tr.lines) > 0 && !slices.Equal(tr.lines[:len(tr.lines)-1], all.lines[:len(tr.lines)-1]) {
			t.Fatalf("from a file of %d bytes, Read emitted %q; want the first events of the whole file", n, tr.lines)
		}
	}
}

func TestDamage(t *testing.T) {
	whole := story(t).pcap()
	damaged := slices.Clone(whole)
	second := 24 + 16 + int(binary.LittleEndian.Uint32(whole[24+8:]))
	binary.LittleEndian.PutUint32(damaged[second+8:], 1<<30)
	f, err := Open(bytes.NewReader(damaged))
	if err != nil {
		t.Fatal(err)
	}
	err = f.Read(func(*traffic.Event) {})
	want := "the capture is damaged after 1 packet, at byte 100: capture length exceeds"
	if err == nil || !strings.HasPrefix(err.Error(), want) || errors.Unwrap(err) == nil {
		t.Errorf("Read returned the error %v, want %q", err, want)
	}
	f, err = Open(bytes.NewReader(whole[:110]))
	if err != nil {
		t.Fatal(err)
	}
	if err, want := f.Read(func(*traffic.Event) {}), "the capture is cut off after 1 packet, at byte 100"; err == nil || err.Error() != want {
		t.Errorf("Read returned the error %v, want %q", err, want)
	}
	zip := zipped(whole)
	f, err = Open(bytes.NewReader(zip[:len(zip)-12]))
	if err != nil {
		t.Fatal(err)
	}
	var damage *DamageError
	if err := f.Read(func(*traffic.Event) {}); !errors.As(err, &damage) || !damage.Cut {
		t.Errorf("for an incomplete compressed file, Read returned %v; want a DamageError with Cut", err)
	}
}

func TestOtherFilesAreNamed(t *testing.T) {
	for content, want := range map[string]string{
		"":                              "the file is empty, not a packet capture (pcap or pcapng)",
		"abc":                           "the file is too short to be a packet capture (pcap or pcapng)",
		"no capture":                    "not a packet capture (pcap or pcapng)",
		"HTTP/1.1 200 OK\r\n":           `the file is an HTTP response, not a packet capture (pcap or pcapng); explain it with "linger decode"`,
		"GET / HTTP/1.1\r\n":            "the file is an HTTP request, not a packet capture (pcap or pcapng)",
		"\xef\xbb\xbf {\"log\": {":      "the file is a HAR file, not a packet capture (pcap or pcapng)",
		"{\"type\":\"session\"}":        "the file is JSON, not a packet capture (pcap or pcapng)",
		"\xa1\xb2\xcd\x34\x00\x02":      `linger cannot read modified pcap files; convert the file with "editcap -F pcapng"`,
		"\x1f\x8b":                      "the gzip header is damaged: unexpected EOF",
		"\xd4\xc3\xb2\xa1":              "the pcap file header is damaged: unexpected EOF",
		"\x0a\x0d\x0d\x0a\x00\x00\x00":  "the pcapng file header is damaged: unexpected EOF",
		"\x28\xb5\x2f\xfd, compressed.": `linger cannot read files compressed with zstd; decompress the file with "zstd -d FILE"`,
	} {
		if _, err := Open(strings.NewReader(content)); err == nil || err.Error() != want {
			t.Errorf("Open(%q) returned %v\nwant: %s", content, err, want)
		}
	}
	if _, err := Open(iotestReader{}); err == nil || !errors.Is(err, os.ErrPermission) {
		t.Errorf("for a file that cannot be read, Open returned %v, want %v", err, os.ErrPermission)
	}
}

type iotestReader struct{}

func (iotestReader) Read([]byte) (int, error) { return 0, os.ErrPermission }

func TestPipeIsReadWhileItGrows(t *testing.T) {
	whole := story(t).pcap()
	r, w := io.Pipe()
	steps := make(chan string, 16)
	go func() {
		f, err := Open(r)
		if err != nil {
			steps <- err.Error()
			return
		}
		err = f.Read(func(ev *traffic.Event) { steps <- ev.Kind.String() })
		steps <- "end"
		if err != nil {
			steps <- err.Error()
		}
	}()
	second := 24 + 16 + int(binary.LittleEndian.Uint32(whole[24+8:]))
	w.Write(whole[:second])
	if got := <-steps; got != "open" {
		t.Errorf("after the first packet, the events are %s, want open", got)
	}
	w.Write(whole[second:])
	w.Close()
	var rest []string
	for got := range steps {
		rest = append(rest, got)
		if got == "end" {
			break
		}
	}
	if got := strings.Join(rest, " "); got != "established data data FIN FIN done end" {
		t.Errorf("the later events are %q; want established data data FIN FIN done end", got)
	}
}

func TestClaims(t *testing.T) {
	for head, want := range map[string]bool{
		"":                         false,
		"\xd4\xc3":                 false,
		"\xd4\xc3\xb2\xa1":         true,
		"\x0a\x0d\x0d\x0a":         true,
		"\x1f\x8b\x08":             true,
		"HTTP/1.1":                 true, // in its error, Open names the type "an HTTP response"
		`{"log":"linger","schema"`: false,
		"GET / HT":                 false,
	} {
		if got := Claims([]byte(head)); got != want {
			t.Errorf("Claims(%q) = %v, want %v", head, got, want)
		}
	}
}
