package capture

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"linger/session"
	"linger/session/traffic"
	"linger/wire/format"
)

// A File reads a capture from a file or a pipe.
type File struct {
	Format string        // "pcap" or "pcapng"
	Gzip   bool          // true if the whole file is compressed
	Links  []LinkType    // link types of the packets read so far
	First  time.Time     // timestamp of the first packet
	Last   time.Duration // time from First to the latest packet

	// Taken describes where the packets were captured, as far as the packets read so far
	// indicate. A File does not set Taken.At, and Taken.Duplicates is complete only when
	// Read has returned.
	Taken session.CapturedAt

	Packets int // number of packets read so far
	TCP     int // number of packets with a TCP segment
	UDP     int // number of UDP packets, such as HTTP/3 packets
	Unread  int // number of packets with a link type that linger does not read
	Cut     int // number of truncated packets
	Snap    int // snap length: the number of bytes captured from the longest truncated packet

	in      *counter
	buf     *bufio.Reader
	source  source
	link    LinkType // link type of all packets; -1 if it is stored with each packet
	decoder *linkDecoder
}

// A source reads packets; both readers of pcapgo implement it.
type source interface {
	ZeroCopyReadPacketData() ([]byte, gopacket.CaptureInfo, error)
}

// Open reads the beginning of a capture from r. The error is a [*TypeError] if r is not a
// capture. Because r may be a pipe, Open does not wait for bytes that it does not need.
func Open(r io.Reader) (*File, error) {
	f := &File{in: &counter{r: &interfaceLimit{r: r}}, decoder: newLinkDecoder()}
	f.buf = bufio.NewReaderSize(f.in, bufferSize)
	if magic, _ := f.buf.Peek(2); isGzip(magic) {
		unzip, err := gzip.NewReader(f.buf)
		if err != nil {
			return nil, fmt.Errorf("the gzip header is damaged: %w", err)
		}
		f.Gzip = true
		f.in = &counter{r: &interfaceLimit{r: unzip}}
		f.buf = bufio.NewReaderSize(f.in, bufferSize)
	}
	magic, err := f.buf.Peek(4)
	if len(magic) < 4 {
		return nil, f.noMagic(magic, err)
	}
	switch {
	case isPcap(magic):
		err = f.openPcap()
	case isPcapng(magic):
		err = f.openPcapng()
	default:
		err = f.otherType()
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// bufferSize is the size of the read buffer, in bytes. The buffer is large enough for
// pcapgo, which would otherwise add another one. File.offset would then be wrong.
const bufferSize = 256 << 10

func (f *File) noMagic(magic []byte, err error) error {
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("the capture cannot be read: %w", err)
	case len(magic) == 0:
		return &TypeError{Kind: "empty"}
	}
	return &TypeError{Reason: "the file is too short to be a packet capture (pcap or pcapng)"}
}

func isGzip(magic []byte) bool { return bytes.HasPrefix(magic, []byte{0x1f, 0x8b}) }

func isPcapng(magic []byte) bool { return bytes.HasPrefix(magic, []byte{0x0a, 0x0d, 0x0d, 0x0a}) }

func isPcap(magic []byte) bool {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if m := order.Uint32(magic); m == 0xa1b2c3d4 || m == 0xa1b23c4d {
			return true
		}
	}
	return false
}

func (f *File) openPcap() error {
	r, err := pcapgo.NewReader(f.buf)
	if err != nil {
		return fmt.Errorf("the pcap file header is damaged: %w", err)
	}
	f.Format, f.source = "pcap", r
	// The upper bits of the field hold the length of the frame check sequence.
	f.link = LinkType(r.LinkType() & 0x0fff)
	return nil
}

func (f *File) openPcapng() error {
	r, err := pcapgo.NewNgReader(f.buf, pcapgo.NgReaderOptions{WantMixedLinkType: true, SkipUnknownVersion: true})
	if err != nil {
		return fmt.Errorf("the pcapng file header is damaged: %w", err)
	}
	f.Format, f.source, f.link = "pcapng", r, -1
	return nil
}

// Read reads the file to its end and passes the connection events to emit, which must
// meet the conditions of [NewTracker]. If the file is damaged or cut off, Read emits the
// events that precede the damage and returns a [*DamageError].
func (f *File) Read(emit func(*traffic.Event)) error {
	t := NewTracker(emit)
	err := f.Feed(t)
	t.Finish()
	f.Taken = t.where.place()
	return err
}

// Feed reads the file to its end and passes each TCP segment to t. It does not call
// [Tracker.Finish]. If the file is damaged or cut off, Feed returns a [*DamageError].
func (f *File) Feed(t *Tracker) error {
	var s segment
	for {
		ok, err := f.next(&s)
		if err != nil {
			return ignoreEOF(err)
		}
		if ok {
			t.add(&s)
			if t.where.news {
				t.where.news, f.Taken = false, t.where.place()
			}
		}
	}
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// next reads one packet. If the packet has a TCP segment, next stores it in s and returns
// true. It returns io.EOF at the end of the file.
func (f *File) next(s *segment) (ok bool, err error) {
	start := f.offset()
	data, info, err := f.source.ZeroCopyReadPacketData()
	if err != nil {
		return false, f.damage(err, start)
	}
	f.Packets++
	link := f.link
	if link < 0 {
		link = LinkType(info.AncillaryData[0].(layers.LinkType))
	}
	f.addLink(link)
	if f.First.IsZero() {
		f.First = info.Timestamp
	}
	s.at = sinceFirst(f.First, info.Timestamp, f.Last)
	f.Last = max(f.Last, s.at)
	if info.Length > info.CaptureLength {
		f.Cut++
		f.Snap = max(f.Snap, info.CaptureLength)
	}
	switch f.decoder.decode(link, data, info.Length, s) {
	case isTCP:
		f.TCP++
		return true, nil
	case isUDP:
		f.UDP++
	case unknownLink:
		f.Unread++
	}
	return false, nil
}

// sinceFirst returns the time from first, the timestamp of the first packet, to at, the
// timestamp of the current packet. It returns 0 if at is before first, and last if at is
// not set. A damaged capture can contain any timestamp, so sinceFirst returns at most
// mostTime.
func sinceFirst(first, at time.Time, last time.Duration) time.Duration {
	if at.IsZero() {
		return last
	}
	return min(max(0, at.Sub(first)), mostTime)
}

// mostTime is the maximum time from the first packet: a century. Other durations can be
// added to it without overflow.
const mostTime = 100 * 365 * 24 * time.Hour

func (f *File) addLink(link LinkType) {
	for _, l := range f.Links {
		if l == link {
			return
		}
	}
	if len(f.Links) < 16 {
		f.Links = append(f.Links, link)
	}
}

// offset returns the number of bytes consumed from the (uncompressed) file.
func (f *File) offset() int64 { return f.in.n - int64(f.buf.Buffered()) }

// damage returns the error to report when a read fails with err. start is the offset at
// which the read began. damage returns io.EOF if the file ends between packets. A pcapng
// file may end with blocks that hold no packet, such as the statistics that dumpcap
// writes. pcapgo returns io.EOF for a pcapng file only between blocks.
func (f *File) damage(err error, start int64) error {
	whole := f.offset() == start || f.Format == "pcapng"
	switch {
	case errors.Is(err, io.EOF) && whole:
		return io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &DamageError{Packets: f.Packets, Offset: start, Cut: true}
	}
	return &DamageError{Packets: f.Packets, Offset: start, Err: err}
}

// A DamageError reports that a capture could be read only up to an offset.
type DamageError struct {
	Packets int   // number of packets read before the damage
	Offset  int64 // offset at which the failed read began, in the uncompressed file
	Cut     bool  // the file ends in the middle of a packet
	Err     error // the read error; nil if Cut is set
}

// Error returns a description of the damage, with its offset.
func (e *DamageError) Error() string {
	at := fmt.Sprintf("after %s, at byte %s", format.Count(e.Packets, "packet"), format.Number(e.Offset))
	if e.Cut {
		return "the capture is cut off " + at
	}
	return fmt.Sprintf("the capture is damaged %s: %v", at, e.Err)
}

// Unwrap returns Err.
func (e *DamageError) Unwrap() error { return e.Err }

// A counter is a reader that counts the bytes read from r.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
