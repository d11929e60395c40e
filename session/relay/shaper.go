package relay

import "time"

// A shaper delays the bytes of one direction and limits their bandwidth.
type shaper struct {
	faults Faults
	items  chan shaped
	stop   <-chan struct{}
	free   time.Time // time at which the bandwidth allows more bytes
}

// shaped is a delayed item in one direction: some bytes, or the end of the stream.
type shaped struct {
	at   time.Time // time at which the item was received
	size int
	act  func() // delivers the item
}

const (
	shapedPieces = 1024 // maximum number of waiting pieces in one direction
	shapedPiece  = 1400 // maximum number of bytes in a piece if the bandwidth is limited
)

func newShaper(f Faults, stop <-chan struct{}) *shaper {
	return &shaper{faults: f, items: make(chan shaped, shapedPieces), stop: stop}
}

// put queues act, which delivers size bytes. It waits while the queue is full. If the
// pair is closed, put does nothing.
func (s *shaper) put(size int, act func()) {
	select {
	case s.items <- shaped{time.Now(), size, act}:
	case <-s.stop:
	}
}

// run delivers the queued pieces until the pair is closed.
func (s *shaper) run() {
	for {
		select {
		case it := <-s.items:
			if !s.wait(it) {
				return
			}
			it.act()
		case <-s.stop:
			return
		}
	}
}

// wait waits until piece is due. It returns false if the pair was closed meanwhile.
func (s *shaper) wait(piece shaped) bool {
	due := piece.at.Add(s.faults.Latency)
	if s.faults.Bandwidth > 0 {
		if s.free.After(due) {
			due = s.free
		}
		s.free = due.Add(time.Duration(piece.size) * time.Second / time.Duration(s.faults.Bandwidth))
	}
	d := time.Until(due)
	if d <= 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-s.stop:
		return false
	}
}
