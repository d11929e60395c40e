package live

import (
	"fmt"
	"runtime/debug"
)

// A Defect is the error for a panic in a goroutine of a session. Such a panic is a bug in
// linger. [Session.Events] returns the Defect, so that its caller can restore the
// terminal before the program ends.
type Defect struct {
	Value any    // the value passed to panic
	Stack []byte // stack of the goroutine
}

func (d *Defect) Error() string {
	return fmt.Sprintf("a defect in linger: %v\n%s", d.Value, d.Stack)
}

// guard runs f. A panic in f ends the stream of events with a [Defect].
func (q *queue) guard(f func()) {
	defer func() {
		if v := recover(); v != nil {
			q.fail(&Defect{v, debug.Stack()})
		}
	}()
	f()
}
