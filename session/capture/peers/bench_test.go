package peers

import (
	"bufio"
	"encoding/binary"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"linger/session"
	"linger/session/capture"
	"linger/session/record"
	"linger/session/traffic"
)

var size = flag.Int("size", 1024, "size of the capture, in MiB")

// The request and the response of an exchange, and the number of exchanges per
// connection.
const (
	request   = "GET /orders/71 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n"
	exchanges = 10
)

var response = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16384\r\n\r\n" + strings.Repeat("x", 16384)

var file string

// TestMain writes the capture once.
func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "linger")
	if err != nil {
		panic(err)
	}
	file = filepath.Join(dir, "http.pcap")
	write(int64(*size) << 20)
	debug.SetMemoryLimit(400 << 20) // the same memory limit as in linger
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// BenchmarkLinger decodes and records everything, as the inspector does.
func BenchmarkLinger(b *testing.B) {
	b.SetBytes(int64(*size) << 20)
	defer cpu(b, syscall.RUSAGE_SELF)()
	for b.Loop() {
		in, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		f, err := capture.Open(in)
		if err != nil {
			b.Fatal(err)
		}
		var rec record.Record
		rec.Apply(session.Started{Program: "linger", Vantage: session.VantageCapture})
		n := 0
		w := traffic.NewWatcher("", func(ev session.Event) {
			if _, ok := ev.(*session.ExchangeDone); ok {
				n++
			}
			rec.Apply(ev)
		})
		if err := f.Read(w.Take); err != nil {
			b.Fatal(err)
		}
		in.Close()
		if n == 0 || n%exchanges != 0 {
			b.Errorf("linger found %d exchanges, want a positive multiple of %d", n, exchanges)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-memory")
		b.ReportMetric(float64(n), "exchanges")
		runtime.KeepAlive(&rec)
	}
}

// cpu returns a function that reports the megabytes read per second of processor time
// since cpu was called. A busy machine changes processor time less than elapsed time.
func cpu(b *testing.B, who int) (report func()) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() {
		b.ReportMetric(float64(*size)*1.048576*float64(b.N)/(used()-before).Seconds(), "MB/cpu-s")
	}
}

func BenchmarkTshark(b *testing.B) {
	if _, err := exec.LookPath("tshark"); err != nil {
		b.Skip("tshark is not installed")
	}
	b.SetBytes(int64(*size) << 20)
	defer cpu(b, syscall.RUSAGE_CHILDREN)()
	for b.Loop() {
		out, err := exec.Command("tshark", "-r", file, "-Y", "http").Output()
		if err != nil || len(out) == 0 {
			b.Fatal(err)
		}
	}
}

// A writer writes packets of TCP over IPv4 on Ethernet.
type writer struct {
	*bufio.Writer
	n   int64
	now time.Duration
}

// write writes a capture of at least n bytes. It has one connection after the other.
func write(n int64) {
	out, err := os.Create(file)
	if err != nil {
		panic(err)
	}
	w := &writer{Writer: bufio.NewWriterSize(out, 1<<20)}
	head := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	head = append(head, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	w.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(head, 262144), 1))
	for i := 0; w.n < n; i++ {
		w.connection(uint32(i))
	}
	if w.Flush() != nil || out.Close() != nil {
		panic("the capture could not be written")
	}
}

// Control bits of a segment.
const (
	fin = 1 << iota
	syn
	_
	_
	ack
)

func (w *writer) connection(i uint32) {
	seq := [2]uint32{1000, 2000}
	send := func(from int, flags byte, data string) {
		w.packet(i, from, seq[from], seq[1-from], flags, data)
		seq[from] += uint32(len(data))
		if flags&(syn|fin) != 0 {
			seq[from]++
		}
	}
	send(0, syn, "")
	send(1, syn|ack, "")
	send(0, ack, "")
	for range exchanges {
		send(0, ack, request)
		for rest := response; rest != ""; {
			n := min(len(rest), 1448)
			send(1, ack, rest[:n])
			rest = rest[n:]
		}
		send(0, ack, "")
	}
	send(1, fin|ack, "")
	send(0, fin|ack, "")
	send(1, ack, "")
}

// packet writes a segment of connection i. from is 0 for the client and 1 for the server.
func (w *writer) packet(i uint32, from int, seq, acked uint32, flags byte, data string) {
	w.now += 50 * time.Microsecond
	length := 14 + 20 + 20 + len(data)
	p := make([]byte, 0, 16+length)
	for _, n := range []uint32{uint32(w.now / time.Second), uint32(w.now % time.Second / time.Microsecond), uint32(length), uint32(length)} {
		p = binary.LittleEndian.AppendUint32(p, n)
	}
	p = append(p, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0)
	p = binary.BigEndian.AppendUint16(p, uint16(length-14))
	p = append(p, 0, 0, 0x40, 0, 64, 6, 0, 0)
	ends := [2][]byte{{10, 0, byte(i >> 22), byte(i >> 14), byte(0x80 | i>>8&0x3f), byte(i)}, {10, 9, 0, 2, 0, 80}}
	src, dst := ends[from], ends[1-from]
	p = append(append(p, src[:4]...), dst[:4]...)
	p = append(append(p, src[4:]...), dst[4:]...)
	p = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(p, seq), acked)
	p = append(p, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0)
	w.Write(append(p, data...))
	w.n += int64(16 + length)
}
