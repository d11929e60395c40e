package capture

import (
	"bytes"
	"slices"
	"time"
	"unsafe"
)

const (
	maxKept        = 16 << 10         // maximum number of delivered bytes kept per direction for comparison with retransmissions
	plausible      = 1 << 30          // maximum distance of an offset from the next byte; a more distant one belongs to another connection or a hostile file
	plausibleReset = 1 << 20          // maximum length of a gap before an RST, in bytes
	sameCopy       = time.Millisecond // maximum interval between copies of one packet
)

const pendingSize = int(unsafe.Sizeof(pending{}))

// A pending is a piece of the stream in one direction. It waits for earlier bytes in its
// own direction or the other one.
type pending struct {
	off, end int64 // offsets of the first byte and after the last byte, including bytes that were not captured
	ack      int64 // acknowledged offset in the other direction; -1: none
	at       time.Duration
	data     []byte
	fin, rst bool
}

// A half is one direction of a connection. Offset 0 is the first byte after the SYN, or
// the first captured byte if there is no SYN.
type half struct {
	begun  bool   // true if base is set
	known  bool   // true if base is certain: it comes from a segment of this direction, not from an acknowledgement
	base   uint32 // sequence number of offset 0
	next   int64  // offset of the first byte that is not yet delivered
	acked  int64  // the other side has acknowledged all bytes before this offset
	end    int64  // offset of the FIN at the end of the stream; -1: unknown
	closed bool   // the FIN or RST was delivered
	reset  bool   // the RST was delivered
	window uint16 // most recently advertised window

	queue  []pending // waiting pieces, sorted by offset
	kept   []byte    // the last delivered bytes; they end at next
	recent [4]mark
	oldest int // index of the oldest mark in recent
}

// A mark holds the fields of a recent packet that identify its duplicates.
type mark struct {
	at       time.Duration
	seq, ack uint32
	length   int
	id       uint16
	window   uint16
	flags    flags
	used     bool
}

// offset returns the offset nearest to next whose sequence number is seq.
func (h *half) offset(seq uint32) int64 {
	return h.next + int64(int32(seq-h.base-uint32(h.next)))
}

// locate sets offset 0 from the first segments in this direction. In a joined connection,
// the first acknowledgement from the other side is not enough, because the sender may
// have sent more bytes before the capture began.
func (h *half) locate(s *segment, joined bool) {
	if h.known {
		return
	}
	seq := s.seq
	if s.flags.has(flagSYN) {
		seq++
	}
	switch {
	case !h.begun, s.flags.has(flagSYN), joined && h.offset(seq) > h.next:
		h.begun, h.base, h.acked = true, seq, 0
	}
	h.known = s.flags.has(flagSYN) || s.length > 0
}

// restart makes seq the sequence number of offset 0. Earlier bytes are skipped.
func (h *half) restart(seq uint32) {
	h.begun, h.known, h.base, h.next, h.acked = true, true, seq, 0, 0
}

// reached reports whether the bytes in this direction up to offset ack were delivered.
func (h *half) reached(ack int64) bool { return ack <= h.next || h.closed }

// acknowledged records the acknowledgement in s, a segment from the other side, for this
// direction. It returns the acknowledged offset, or -1 if there is none or it is
// implausible.
func (h *half) acknowledged(s *segment) int64 {
	if !s.flags.has(flagACK) {
		return -1
	}
	if !h.begun {
		h.begun, h.base = true, s.ack
	}
	a := h.offset(s.ack)
	if !h.known && a == h.next+1 { // the base comes from a keepalive probe
		h.base++
		a = h.next
	}
	if a-h.next > plausible || a < 0 {
		return -1
	}
	if h.end >= 0 {
		a = min(a, h.end) // a FIN takes a sequence number, but no offset
	}
	h.acked = max(h.acked, a)
	return a
}

// beforeReset returns the offset that this direction had reached when the other side sent
// the RST s: the offset that s acknowledges if that is plausible, otherwise the end of
// the captured bytes.
func (h *half) beforeReset(s *segment) int64 {
	tail := h.tail()
	if !h.begun || !s.flags.has(flagACK) || h.closed {
		return tail
	}
	a := h.offset(s.ack)
	if h.end >= 0 {
		a = min(a, h.end)
	}
	if a < tail || a > tail+plausibleReset {
		return tail
	}
	return a
}

// probes reports whether s is a TCP keepalive probe: it repeats the last sequence number,
// with one byte or none, although the peer has acknowledged all bytes. A zero-window
// probe looks the same but is not a keepalive probe.
func (h *half) probes(p pending, s *segment, peer *half) bool {
	tail := h.tail()
	return s.length <= 1 && s.flags&(flagSYN|flagFIN) == 0 && h.end < 0 &&
		p.off == tail-1 && h.acked >= tail && peer.window > 0
}

// duplicate reports whether s is a copy of one of the most recent packets, captured
// within sameCopy of it. This happens if a packet was captured on several interfaces. If
// s is not a copy, duplicate stores a mark of s for later calls.
func (h *half) duplicate(s *segment) bool {
	m := mark{s.at, s.seq, s.ack, s.length, s.id, s.window, s.flags, true}
	for _, r := range h.recent {
		d := m.at - r.at
		r.at = m.at
		if r == m && d.Abs() <= sameCopy {
			return true
		}
	}
	h.recent[h.oldest] = m
	h.oldest = (h.oldest + 1) % len(h.recent)
	return false
}

// insert adds p to the queue, which stays sorted by offset.
func (h *half) insert(p pending) {
	i, _ := slices.BinarySearchFunc(h.queue, p, func(a, b pending) int {
		if a.off > b.off {
			return 1
		}
		return -1 // p follows earlier pieces with the same offset
	})
	h.queue = slices.Insert(h.queue, i, p)
}

// tail returns the end offset of all bytes captured in this direction.
func (h *half) tail() int64 {
	end := h.next
	for i := range h.queue {
		end = max(end, h.queue[i].end)
	}
	return end
}

// hole returns the end offset of the missing bytes at next. ok is false if neither the
// queue nor an acknowledgement indicates that bytes are missing.
func (h *half) hole(other *half) (end int64, ok bool) {
	if h.closed {
		return 0, false
	}
	if len(h.queue) > 0 {
		if h.queue[0].off <= h.next {
			return 0, false
		}
		end, ok = h.queue[0].off, true
	}
	if len(other.queue) > 0 && (other.queue[0].off <= other.next || other.closed) {
		if a := other.queue[0].ack; a > h.next && (!ok || a < end) {
			end, ok = a, true
		}
	}
	return end, ok
}

// permanent reports whether no retransmission will fill the hole at next, because the
// receiver has acknowledged the bytes or an RST ended the connection.
func (h *half) permanent(other *half) bool {
	return h.acked > h.next || h.resets() || other.resets()
}

// resets reports whether an RST waits in the queue.
func (h *half) resets() bool {
	return len(h.queue) > 0 && h.queue[len(h.queue)-1].rst
}

// differs reports whether data, which begins at offset off, differs from delivered or
// waiting bytes at the same offsets.
func (h *half) differs(off int64, data []byte) bool {
	if contradicts(h.next-int64(len(h.kept)), h.kept, off, data) {
		return true
	}
	for i := range h.queue {
		if contradicts(h.queue[i].off, h.queue[i].data, off, data) {
			return true
		}
	}
	return false
}

// contradicts reports whether data1 at offset off1 and data2 at offset off2 differ where
// they overlap.
func contradicts(off1 int64, data1 []byte, off2 int64, data2 []byte) bool {
	from := max(off1, off2)
	to := min(off1+int64(len(data1)), off2+int64(len(data2)))
	return from < to && !bytes.Equal(data1[from-off1:to-off1], data2[from-off2:to-off2])
}

// keep stores delivered bytes for comparison. It returns the change in the number of
// stored bytes.
func (h *half) keep(data []byte) int {
	before := len(h.kept)
	if len(data) >= maxKept {
		h.kept = append(h.kept[:0], data[len(data)-maxKept:]...)
		return len(h.kept) - before
	}
	if total := before + len(data); total > 2*maxKept {
		h.kept = h.kept[:copy(h.kept, h.kept[total-maxKept:])]
	}
	h.kept = append(h.kept, data...)
	return len(h.kept) - before
}

// forget drops the bytes kept for comparison and returns how many there were.
func (h *half) forget() int {
	n := len(h.kept)
	h.kept = nil
	return n
}
