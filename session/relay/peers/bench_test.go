package peers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/session/relay"
	"linger/session/traffic"
)

const (
	request  = "GET /orders/71 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: bench\r\n\r\n"
	response = "HTTP/1.1 200 OK\r\nContent-Length: 26\r\nContent-Type: text/plain\r\n\r\nabcdefghijklmnopqrstuvwxyz"
	content  = 26
)

// serve starts a server that answers every request until the benchmark ends, and returns
// its address.
func serve(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for r := bufio.NewReader(c); head(r) == nil; {
					io.WriteString(c, response)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// head reads a header section, whose length is unknown because proxies change it.
func head(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil || len(line) <= 2 {
			return err
		}
	}
}

// throughput makes b.N exchanges on several connections and reports the exchanges per
// second.
func throughput(b *testing.B, addr string) {
	b.Helper()
	const conns = 8
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	b.ResetTimer()
	for range conns {
		wg.Go(func() {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				b.Error(err)
				return
			}
			defer c.Close()
			r := bufio.NewReader(c)
			for left.Add(-1) >= 0 {
				io.WriteString(c, request)
				err := head(r)
				if err == nil {
					_, err = r.Discard(content)
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}

// exchange makes b.N exchanges on one connection and reports their median and 99th
// percentile time.
func exchange(b *testing.B, addr string) {
	b.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, len(response))
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for range b.N {
		start := time.Now()
		io.WriteString(c, request)
		if _, err := io.ReadFull(c, buf); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "µs-median")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "µs-p99")
}

func BenchmarkDirect(b *testing.B) { exchange(b, serve(b)) }

func BenchmarkSocat(b *testing.B) {
	server := serve(b)
	exchange(b, peer(b, "socat", func(port string) []string {
		return []string{"TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork,nodelay", "TCP:" + server + ",nodelay"}
	}))
}

func BenchmarkRelay(b *testing.B) { recorded(b, exchange) }

// BenchmarkThroughputMitmproxy measures exchanges per second, to compare with
// BenchmarkThroughputRelay.
func BenchmarkThroughputMitmproxy(b *testing.B) {
	server := serve(b)
	throughput(b, peer(b, "mitmdump", func(port string) []string {
		return []string{"-q", "--mode", "reverse:http://" + server, "--listen-host", "127.0.0.1", "-p", port}
	}))
}

func BenchmarkThroughputRelay(b *testing.B) { recorded(b, throughput) }

// peer starts another program, and returns the address that it listens on.
func peer(b *testing.B, program string, args func(port string) []string) string {
	b.Helper()
	if _, err := exec.LookPath(program); err != nil {
		b.Skip(program + " is not installed")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") // a free port
	if err != nil {
		b.Fatal(err)
	}
	addr := l.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	l.Close()
	cmd := exec.Command(program, args(port)...)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for { // until the program listens
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
			return addr
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// recorded measures a relay in a separate process, as the peers are. The relay decodes
// and records all exchanges.
func recorded(b *testing.B, measure func(*testing.B, string)) {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "RELAY_TO="+serve(b))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	out := bufio.NewScanner(stdout)
	out.Scan()
	measure(b, out.Text())
	stdin.Close()
	out.Scan()
	if n, _ := strconv.Atoi(out.Text()); n != b.N {
		b.Errorf("the relay recorded %s exchanges, want %d", out.Text(), b.N)
	}
	cmd.Wait()
}

// TestMain runs the benchmarks. In a child process, it runs the relay of a benchmark
// instead.
func TestMain(m *testing.M) {
	if server := os.Getenv("RELAY_TO"); server != "" {
		relayTo(server)
		return
	}
	os.Exit(m.Run())
}

// relayTo relays until standard input ends. It prints the address that it listens on, and
// at the end how many exchanges it recorded.
func relayTo(server string) {
	r, err := relay.Listen("127.0.0.1:0", relay.Options{Server: server})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Addr())
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	var rec record.Record
	rec.Apply(session.Started{Program: "linger"})
	if err := r.Run(ctx, traffic.NewWatcher("http://server", rec.Apply)); err != nil {
		panic(err)
	}
	fmt.Println(len(rec.Exchanges))
}
