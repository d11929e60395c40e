package integration

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/capture"
	"linger/session/traffic"
	"linger/wire"
)

// linger and tshark read the same streams, requests, responses, FINs and RSTs from
// tcpdump's captures of real servers, in every file format.
func TestCapturesAgreeWithTshark(t *testing.T) {
	if testing.Short() {
		t.Skip("tshark takes seconds for a file")
	}
	for _, name := range []string{"tshark", "editcap", "mergecap"} {
		installed(t, name)
	}
	servers := []*place{nginxAt(t, patient(t)), apacheAt(t, patient(t)), nodeAt(t, patient(t)), haproxyAt(t, patient(t)), overIPv6(t)}
	dir := t.TempDir()
	lo, everywhere := captured(t, dir, servers)
	for name, file := range map[string]string{
		"lo":                 lo,
		"any":                everywhere,
		"pcapng":             tool(t, dir, "ng", "editcap", "-F", "pcapng", lo),
		"nanoseconds":        tool(t, dir, "ns", "editcap", "-F", "nsecpcap", lo),
		"merged":             tool(t, dir, "merged", "mergecap", "-w", "-", lo, everywhere),
		"gzip":               zipped(t, dir, lo),
		"big-endian":         rewritten(t, dir, "big", lo, binary.BigEndian, func(p []rawPacket) []rawPacket { return p }),
		"out of order":       rewritten(t, dir, "swapped", lo, binary.LittleEndian, swapped),
		"every packet twice": rewritten(t, dir, "twice", lo, binary.LittleEndian, repeated),
	} {
		t.Run(name, func(t *testing.T) { agreeOn(t, file, servers, true) })
	}
	for name, file := range map[string]string{
		"snap length":           tool(t, dir, "snap", "editcap", "-s", "96", lo),
		"without the beginning": rewritten(t, dir, "middle", lo, binary.LittleEndian, func(p []rawPacket) []rawPacket { return p[len(p)/3:] }),
		"packets lost": rewritten(t, dir, "lost", lo, binary.LittleEndian, func(p []rawPacket) []rawPacket {
			i := 0
			return slices.DeleteFunc(p, func(rawPacket) bool { i++; return i%29 == 0 })
		}),
	} { // the programs treat missing bytes differently, but must agree about streams and ends
		t.Run(name, func(t *testing.T) { agreeOn(t, file, servers, false) })
	}
}

// agreeOn compares what linger and tshark read from a file. tshark shows a message when
// its content is complete or when its header section is complete; agreeOn accepts both.
func agreeOn(t *testing.T, file string, servers []*place, messages bool) {
	t.Helper()
	got, whole := lingerSees(t, file), tsharkSees(t, file, servers, "TRUE")
	heads := whole
	if messages && !slices.EqualFunc(got, whole, func(a, b *sighting) bool { return a.String() == b.String() }) {
		heads = tsharkSees(t, file, servers, "FALSE")
	}
	if len(got) != len(whole) || len(got) == 0 {
		t.Fatalf("linger reads %d streams, want %d as tshark does", len(got), len(whole))
	}
	for i, g := range got {
		switch {
		case !messages && !g.endsAs(whole[i]):
			t.Errorf("stream %d: linger reads %s, want the ends of %s as tshark does", i, g, whole[i])
		case messages && g.String() != whole[i].String() && g.String() != heads[i].String():
			t.Errorf("stream %d: linger reads %s, want %s or %s as tshark does", i, g, whole[i], heads[i])
		}
	}
	t.Logf("%d streams", len(got))
}

// A sighting holds what a program reads about one connection of a capture.
type sighting struct {
	requests, responses int
	ends                map[string]bool // "client FIN"
}

func (s *sighting) ended() string { return strings.Join(slices.Sorted(maps.Keys(s.ends)), ", ") }

// endsAs reports whether s has all ends of other. linger infers some ends that were not
// captured.
func (s *sighting) endsAs(other *sighting) bool {
	for end := range other.ends {
		if !s.ends[end] {
			return false
		}
	}
	return true
}

func (s *sighting) String() string {
	return fmt.Sprintf("%d requests, %d responses, ends %q", s.requests, s.responses, s.ended())
}

// upTo returns the sighting with index i, and creates it if necessary.
func upTo(all *[]*sighting, i int) *sighting {
	for len(*all) <= i {
		*all = append(*all, &sighting{ends: map[string]bool{}})
	}
	return (*all)[i]
}

func lingerSees(t *testing.T, file string) (all []*sighting) {
	t.Helper()
	r, err := os.Open(file)
	check(t, err)
	defer r.Close()
	f, err := capture.Open(r)
	check(t, err)
	w := traffic.NewWatcher("", func(ev session.Event) {
		switch ev := ev.(type) {
		case *session.RequestStarted:
			if slices.ContainsFunc(ev.Lines, func(l wire.Line) bool { return l.Kind == wire.KindHeadEnd }) {
				upTo(&all, ev.Conn-1).requests++
			}
		case *session.ResponseHead:
			upTo(&all, ev.Conn-1).responses++
		}
	})
	check(t, f.Read(func(ev *traffic.Event) {
		w.Take(ev)
		if s := upTo(&all, ev.Conn.ID-1); ev.Kind == traffic.KindFIN || ev.Kind == traffic.KindReset {
			s.ends[ev.Side.String()+" "+ev.Kind.String()] = true
		}
	}))
	return all
}

func tsharkSees(t *testing.T, file string, servers []*place, whole string) (all []*sighting) {
	t.Helper()
	args := []string{"-r", file, "-o", "tcp.reassemble_out_of_order:TRUE", "-o", "http.desegment_body:" + whole, "-Y", "tcp", "-T", "fields", "-E", "separator=;",
		"-e", "tcp.stream", "-e", "tcp.srcport", "-e", "tcp.flags.fin", "-e", "tcp.flags.reset", "-e", "http.request.method", "-e", "http.response.code"}
	ports := map[string]bool{}
	for _, p := range servers {
		args = append(args, "-d", "tcp.port=="+p.Port+",http")
		ports[p.Port], ports[p.TLS] = true, true
	}
	out, err := exec.Command(installed(t, "tshark"), args...).Output()
	check(t, err)
	count := func(field string) int { return len(strings.FieldsFunc(field, func(r rune) bool { return r == ',' })) }
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), ";")
		i, err := strconv.Atoi(f[0])
		check(t, err)
		s, side := upTo(&all, i), "client"
		if ports[f[1]] {
			side = "server"
		}
		for k, how := range []string{"FIN", "RST"} {
			if f[2+k] == "1" || f[2+k] == "True" {
				s.ends[side+" "+how] = true
			}
		}
		s.requests += count(f[4])
		s.responses += count(f[5])
	}
	return all
}

// overIPv6 runs a server on the IPv6 loopback address.
func overIPv6(t *testing.T) *place {
	t.Helper()
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("IPv6 is not available: ", err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello\n") }))
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return &place{Port: port}
}

// captured lets tcpdump capture the connections of clients to the servers, on loopback
// and on all interfaces, and returns the two files.
func captured(t *testing.T, dir string, servers []*place) (lo, everywhere string) {
	t.Helper()
	if _, err := exec.LookPath("tcpdump"); err != nil || os.Getuid() != 0 {
		if required() {
			t.Fatal("cannot capture: tcpdump is missing, or the tests do not run as root")
		}
		t.Skip("cannot capture: tcpdump is missing, or the tests do not run as root")
	}
	filter := "tcp and ("
	for i, p := range servers {
		if i > 0 {
			filter += " or "
		}
		filter += "port " + p.Port
		if p.TLS != "" {
			filter += " or port " + p.TLS
		}
	}
	var stops []func()
	files := map[string]string{"lo": filepath.Join(dir, "lo.pcap"), "any": filepath.Join(dir, "any.pcap")}
	for device, file := range files {
		stops = append(stops, capturing(t, device, file, filter+")"))
	}
	for _, p := range servers {
		host := "127.0.0.1"
		if p.TLS == "" {
			host = "::1"
		}
		behave(t, net.JoinHostPort(host, p.Port))
		if p.TLS != "" {
			c, err := tls.Dial("tcp", net.JoinHostPort(host, p.TLS), &tls.Config{RootCAs: p.CA, ServerName: "localhost"})
			check(t, err)
			ask(t, c, bufio.NewReader(c), "GET", 1)
			c.Close()
		}
	}
	for _, stop := range stops {
		stop()
	}
	return files["lo"], files["any"]
}

// capturing runs tcpdump until the function that it returns is called.
func capturing(t *testing.T, device, file, filter string) (stop func()) {
	t.Helper()
	c := exec.Command(installed(t, "tcpdump"), "-i", device, "-B", "65536", "-w", file, filter)
	errs, err := c.StderrPipe()
	check(t, err)
	check(t, c.Start())
	lines := bufio.NewScanner(errs)
	for lines.Scan() && !strings.Contains(lines.Text(), "listening on") {
	}
	return func() {
		time.Sleep(time.Second) // the last packets may still be missing, but both programs read the same file
		check(t, c.Process.Signal(os.Interrupt))
		for lines.Scan() {
			t.Log(device, ": ", lines.Text())
		}
		check(t, c.Wait())
	}
}

// behave makes connections to a server as well-behaved and misbehaving clients do.
func behave(t *testing.T, addr string) {
	t.Helper()
	with := func(do func(c *net.TCPConn, r *bufio.Reader)) {
		c, err := net.Dial("tcp", addr)
		check(t, err)
		defer c.Close()
		check(t, c.SetDeadline(time.Now().Add(patience)))
		do(c.(*net.TCPConn), bufio.NewReader(c))
	}
	reset := func(c *net.TCPConn) { check(t, c.SetLinger(0)) }
	with(func(c *net.TCPConn, r *bufio.Reader) { ask(t, c, r, "GET", 1); ask(t, c, r, "GET", 1) })
	with(func(c *net.TCPConn, r *bufio.Reader) { ask(t, c, r, "GET", 3) }) // pipelined
	with(func(c *net.TCPConn, r *bufio.Reader) { ask(t, c, r, "HEAD", 1); ask(t, c, r, "GET", 1) })
	with(func(c *net.TCPConn, r *bufio.Reader) { ask(t, c, r, "GET", 1); reset(c) })
	with(func(c *net.TCPConn, r *bufio.Reader) { reset(c) })
	with(func(c *net.TCPConn, r *bufio.Reader) { io.WriteString(c, "GET /hel"); reset(c) })
	with(func(c *net.TCPConn, r *bufio.Reader) {})
	with(func(c *net.TCPConn, r *bufio.Reader) { // half-close
		io.WriteString(c, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
		check(t, c.CloseWrite())
		io.Copy(io.Discard, r)
	})
	with(func(c *net.TCPConn, r *bufio.Reader) { // the server closes
		io.WriteString(c, "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		io.Copy(io.Discard, r)
	})
	with(func(c *net.TCPConn, r *bufio.Reader) { // a request in many segments
		for _, b := range []byte("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n") {
			_, err := c.Write([]byte{b})
			check(t, err)
		}
		resp, err := http.ReadResponse(r, nil)
		check(t, err)
		io.Copy(io.Discard, resp.Body)
	})
}

// ask sends n requests at once and reads their responses.
func ask(t *testing.T, c io.Writer, r *bufio.Reader, method string, n int) {
	t.Helper()
	_, err := io.WriteString(c, strings.Repeat(method+" /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", n))
	check(t, err)
	for range n {
		resp, err := http.ReadResponse(r, &http.Request{Method: method})
		check(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		check(t, err)
	}
}

// tool runs a program that converts capture files, writes its output to a file in dir,
// and returns the name of that file. For editcap, it adds "-", which stands for standard
// output.
func tool(t *testing.T, dir, name, program string, args ...string) string {
	t.Helper()
	out := filepath.Join(dir, name)
	if program == "editcap" {
		args = append(args, "-")
	}
	data, err := exec.Command(installed(t, program), args...).Output()
	check(t, err)
	check(t, os.WriteFile(out, data, 0o600))
	return out
}

func zipped(t *testing.T, dir, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	check(t, err)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err = z.Write(data)
	check(t, err)
	check(t, z.Close())
	out := filepath.Join(dir, "packed.pcap.gz")
	check(t, os.WriteFile(out, b.Bytes(), 0o600))
	return out
}

// A rawPacket is a packet of a pcap file with its header: seconds, microseconds, bytes
// captured, bytes on the wire.
type rawPacket struct {
	head [4]uint32
	data []byte
}

// rewritten returns a copy of a little-endian pcap file in another byte order, with its
// packets changed.
func rewritten(t *testing.T, dir, name, file string, order binary.ByteOrder, change func([]rawPacket) []rawPacket) string {
	t.Helper()
	in, err := os.ReadFile(file)
	check(t, err)
	r := bytes.NewReader(in)
	var head struct {
		Magic                 uint32
		Major, Minor          uint16
		Zone, Sigfigs         uint32
		SnapLength, LinkLayer uint32
	}
	check(t, binary.Read(r, binary.LittleEndian, &head))
	var packets []rawPacket
	for r.Len() > 0 {
		var p rawPacket
		check(t, binary.Read(r, binary.LittleEndian, &p.head))
		p.data = make([]byte, p.head[2])
		_, err := io.ReadFull(r, p.data)
		check(t, err)
		packets = append(packets, p)
	}
	var b bytes.Buffer
	check(t, binary.Write(&b, order, head))
	for _, p := range change(packets) {
		check(t, binary.Write(&b, order, p.head))
		b.Write(p.data)
	}
	out := filepath.Join(dir, name)
	check(t, os.WriteFile(out, b.Bytes(), 0o600))
	return out
}

// swapped returns the packets in another order: it exchanges every seventh packet with
// the next one, unless that one is an RST without an acknowledgement. After such an RST,
// linger ends the connection, because nothing shows that earlier bytes follow.
func swapped(ps []rawPacket) []rawPacket {
	for i := 0; i+1 < len(ps); i += 7 {
		if ps[i+1].flags()&0x14 != 0x04 {
			ps[i], ps[i+1] = ps[i+1], ps[i]
		}
	}
	return ps
}

// flags returns the control bits of a TCP segment on Ethernet.
func (p *rawPacket) flags() byte {
	const ethernet, ipv6, at = 14, 40, 13
	if ip := p.data[ethernet:]; ip[0]>>4 == 4 {
		return ip[int(ip[0]&0x0f)*4+at]
	}
	return p.data[ethernet+ipv6+at]
}

func repeated(ps []rawPacket) (out []rawPacket) {
	for _, p := range ps {
		out = append(out, p, p)
	}
	return out
}
