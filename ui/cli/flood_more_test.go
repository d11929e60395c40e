//go:build linux && !race

package cli_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A probe stays within the memory limit, whatever its server sends.
func TestProbeMemoryStaysBoundedUnderFloods(t *testing.T) {
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			wantPeak(t, peak(t, nil, "probe", "--json", "--only", "framing,pipelining,head-framing", "--max-wait", "1s", "-m", "2s", f.serve(t).url), largestPeak)
		})
	}
}

// Recording a flood, and reading the recorded files, needs no more memory than receiving
// it.
func TestRecordingMemoryStaysBoundedUnderFloods(t *testing.T) {
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			dir := t.TempDir()
			file := func(name string) string { return filepath.Join(dir, name) }
			args := append([]string{"send", "-q", "-n", fmt.Sprint(f.requests), "--record", file("log"), "--har", file("har"), "--pcapng", file("pcapng")}, f.flags...)
			wantPeak(t, peak(t, nil, append(args, f.serve(t).url)...), largestPeak)
			wantPeak(t, peak(t, nil, "export", "--har", file("har2"), "--pcapng", file("pcapng2"), "--json", file("json"), "--ticket", file("ticket"), file("log")), largestPeak)
			for _, name := range []string{"log", "har", "pcapng"} {
				wantPeak(t, peak(t, nil, "open", "--plain", file(name)), largestPeak)
			}
		})
	}
}

// written writes a file and returns its name. The file has begin, then parts until it has
// at least n bytes, then end.
func written(t *testing.T, name string, n int, begin string, part func(i int) string, end string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	size, _ := w.WriteString(begin)
	for i := 0; size < n; i++ {
		k, err := w.WriteString(part(i))
		if err != nil {
			t.Fatal(err)
		}
		size += k
	}
	_, _ = w.WriteString(end)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return name
}

// linger open stays within the memory limit, whatever a log, a capture or a HAR contains.
func TestOpenMemoryStaysBoundedForHugeFiles(t *testing.T) {
	const header = `{"log":"linger","schema":1,"program":"linger","version":"1","vantage":"client","wall":"2026-11-29T12:04:02Z","secrets":"masked"}` + "\n"
	text := strings.Repeat("x", 100_000)
	for name, file := range map[string]func() string{
		"declined": func() string {
			return written(t, "a.linger", 300*mebibyte, header, func(int) string { return `{"event":"declined","data":{"why":"` + text + `"}}` + "\n" }, "")
		},
		"marks": func() string {
			return written(t, "a.linger", 300*mebibyte, header, func(int) string { return `{"event":"marked","data":{"note":"` + text + `"}}` + "\n" }, "")
		},
		"unknown events": func() string {
			return written(t, "a.linger", 60*mebibyte, header, func(i int) string { return fmt.Sprintf(`{"event":"x%d","data":{}}`+"\n", i) }, "")
		},
		"connections that never open": func() string {
			return written(t, "a.linger", 100*mebibyte, header, func(i int) string {
				return fmt.Sprintf(`{"event":"dialing","data":{"at":%d,"conn":%d,"address":"127.0.0.1:1","target":"http://127.0.0.1:1"}}`+"\n", i, i+1)
			}, "")
		},
		"connections that never end": func() string {
			return written(t, "a.linger", 100*mebibyte, header, func(i int) string {
				return fmt.Sprintf(`{"event":"connected","data":{"at":%d,"conn":%d,"local":"127.0.0.1:%d","remote":"127.0.0.1:1"}}`+"\n", i, i+1, i%65536)
			}, "")
		},
		"captured connections that never end": func() string {
			return written(t, "a.pcap", 100*mebibyte, "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x65\x00\x00\x00", syn, "")
		},
		"damaged lines": func() string {
			return written(t, "a.linger", 300*mebibyte, header, func(int) string { return "{" + text + "\n" }, "")
		},
		"one line": func() string {
			return written(t, "a.linger", 300*mebibyte, header, func(int) string { return text }, "")
		},
		"a run that claims four billion chunks": func() string {
			const run = `{"event":"received","data":{"at":2,"conn":1,"exchange":1,"off":%d,"len":600,"data":"%s","lines":[["chunks",0,600,4000000000,4000000000,0,"plain",16]],"reads":1}}` + "\n"
			begin := header + `{"event":"dialing","data":{"at":0,"conn":1,"address":"127.0.0.1:1","target":"http://h"}}` + "\n" + `{"event":"connected","data":{"at":1,"conn":1,"local":"127.0.0.1:2","remote":"127.0.0.1:1"}}` + "\n" +
				`{"event":"request-started","data":{"at":1,"conn":1,"exchange":1,"method":"GET","target":"/","proto":"HTTP/1.1","facts":{},"data":"","lines":[],"len":0}}` + "\n"
			return written(t, "a.linger", mebibyte, begin, func(i int) string { return fmt.Sprintf(run, 600*i, strings.Repeat(`1\r\na\r\n`, 100)) }, "")
		},
		"har, many values": func() string {
			return written(t, "a.har", 60*mebibyte, `{"log":{"entries":[{"x":[`, func(int) string { return "[]," }, "[]]}]}}")
		},
		"har, many entries": func() string {
			return written(t, "a.har", 100*mebibyte, `{"log":{"version":"1.2","creator":{"name":"x"},"entries":[{}`, func(int) string {
				return `,{"request":{"method":"GET","url":"http://h/"},"response":{"status":200,"headers":[],"content":{}}}`
			}, "]}}")
		},
		"har, deep": func() string {
			return written(t, "a.har", 100*mebibyte, `{"log":`, func(int) string { return `[` }, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("the test writes files of hundreds of megabytes")
			}
			wantPeak(t, peak(t, nil, "open", "-q", file()), largestPeak)
		})
	}
}

// syn returns a record of a capture file: the SYN of a new connection to port 80, as raw
// IP.
func syn(i int) string {
	b := make([]byte, 16+40)
	binary.LittleEndian.PutUint32(b, uint32(i/1000))
	binary.LittleEndian.PutUint32(b[4:], uint32(i%1000)*1000)
	binary.LittleEndian.PutUint32(b[8:], 40)
	binary.LittleEndian.PutUint32(b[12:], 40)
	ip := b[16:]
	ip[0], ip[3], ip[8], ip[9] = 0x45, 40, 64, 6
	ip[12], ip[16] = 10, 10
	ip[19] = 1
	binary.BigEndian.PutUint16(ip[14:], uint16(i>>16))
	tcp := ip[20:]
	binary.BigEndian.PutUint16(tcp, uint16(i))
	tcp[3], tcp[12], tcp[13] = 80, 5<<4, 2
	return string(b)
}

// A relay stays within the memory limit, whatever bytes it passes on.
func TestRelayMemoryStaysBoundedUnderFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("floods take seconds")
	}
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			address := ln.Addr().String()
			ln.Close()
			c, _, _, _ := inspect(t, "relay", "--json", "--listen", address, f.serve(t).url)
			status := fmt.Sprintf("/proc/%d/status", c.Process.Pid)
			for range 2 {
				through(t, address, min(f.requests, 300))
			}
			wantPeak(t, peakIn(t, status), largestPeak)
		})
	}
}

// through sends pipelined requests through the relay, and reads responses for at most two
// seconds.
func through(t *testing.T, address string, requests int) {
	t.Helper()
	var c net.Conn
	var err error
	for range 100 {
		if c, err = net.Dial("tcp", address); err == nil {
			break
		}
		after(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	go func() { _, _ = io.WriteString(c, strings.Repeat("GET / HTTP/1.1\r\nHost: h\r\n\r\n", requests)) }()
	_, _ = io.Copy(io.Discard, c)
}
