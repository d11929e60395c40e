package capture

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linger/session/traffic"
)

// BenchmarkRead measures how fast linger reads an HTTP capture. Each connection has ten
// exchanges, with responses of 1 and 16 KiB.
func BenchmarkRead(b *testing.B) {
	for name, size := range map[string]int{"small": 1 << 10, "large": 16 << 10} {
		b.Run(name, func(b *testing.B) {
			file := busy(b, size)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				f, err := Open(bytes.NewReader(file))
				if err != nil {
					b.Fatal(err)
				}
				if err := f.Read(func(*traffic.Event) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// busy returns a capture of about 16 MiB with many connections.
func busy(b *testing.B, size int) []byte {
	b.Helper()
	k := newTalk(nil)
	request := "GET /orders/71 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n"
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " // the value follows
	response := head + "1024\r\n\r\n" + strings.Repeat("x", size)
	for port := range 16 << 20 / (10 * size) {
		k.addrs[Client] = netip.AddrPortFrom(k.addrs[Client].Addr(), uint16(1024+port))
		k.handshake()
		for range 10 {
			k.send(Client, ".", request)
			for rest := response; rest != ""; {
				n := min(len(rest), 1448)
				k.send(Server, ".", rest[:n])
				rest = rest[n:]
			}
			k.send(Client, ".", "")
		}
		k.wait(time.Second).close(Server)
	}
	return pcapOf(b, k.packets...)
}
