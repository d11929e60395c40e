package memconn

import "time"

// A stream is one direction of a pair. It holds the segments that are in flight or
// unread, which a FIN or a reset may follow. The pair's lock guards the stream.
type stream struct {
	segments []segment
	size     int // bytes in segments

	fin      moment // time at which the FIN arrives at the reader
	reset    moment // time at which the RST arrives at the reader
	orphaned bool   // the reader has closed, so bytes that arrive are answered with an RST
	broken   moment // time at which that RST arrives at the writer
}

type segment struct {
	data []byte
	at   time.Time
}

// put appends data. at is the time at which data arrives; it must not be earlier than in
// the previous call.
func (s *stream) put(data []byte, at time.Time) {
	s.size += len(data)
	if n := len(s.segments); n > 0 && s.segments[n-1].at.Equal(at) {
		s.segments[n-1].data = append(s.segments[n-1].data, data...)
		return
	}
	s.segments = append(s.segments, segment{append([]byte(nil), data...), at})
}

// take moves bytes that have arrived at the reader into b, and returns their number. now
// is the current time.
func (s *stream) take(b []byte, now time.Time) int {
	n := 0
	for n < len(b) && s.arrived(now) {
		head := &s.segments[0]
		k := copy(b[n:], head.data)
		n += k
		head.data = head.data[k:]
		if len(head.data) == 0 {
			s.segments = s.segments[1:]
		}
	}
	s.size -= n
	return n
}

func (s *stream) arrived(now time.Time) bool {
	return len(s.segments) > 0 && !now.Before(s.segments[0].at)
}

// discard drops all unread bytes. It returns the time at which the last bytes still in
// flight would have arrived, and whether there are any.
func (s *stream) discard(now time.Time) (last time.Time, inFlight bool) {
	if n := len(s.segments); n > 0 {
		last = s.segments[n-1].at
		inFlight = last.After(now)
	}
	s.segments, s.size = nil, 0
	return last, inFlight
}

// refuse records the time at which the RST for data sent to a closed reader arrives at
// the writer.
func (s *stream) refuse(at time.Time) { s.broken.set(at) }

// A moment is a time that may not be known yet. Only the first call of set has an effect.
type moment struct {
	at    time.Time
	known bool
}

func (m *moment) set(at time.Time) {
	if !m.known {
		m.at, m.known = at, true
	}
}

func (m moment) reached(now time.Time) bool { return m.known && !now.Before(m.at) }

// A deadline wakes the pair when it passes.
type deadline struct {
	at    time.Time
	timer *time.Timer
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

func (d *deadline) set(at time.Time, wake func()) {
	d.stop()
	d.at = at
	if left := time.Until(at); !at.IsZero() && left > 0 {
		d.timer = time.AfterFunc(left, wake)
	}
}

func (d *deadline) stop() {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}
