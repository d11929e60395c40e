package live

import (
	"fmt"
	"runtime/debug"
)

// A Defect is a panic in a goroutine of a session: a defect of linger.
// [Session.Events] returns it, so that its caller can restore the terminal before
// the program ends.
type Defect struct {
	Value any    // what was passed to panic
	Stack []byte // of the goroutine
}

func (d *Defect) Error() string {
	return fmt.Sprintf("a defect of linger: %v\n%s", d.Value, d.Stack)
}

// guard runs f; a panic in it ends the stream of events with a [Defect].
func (q *queue) guard(f func()) {
	defer func() {
		if v := recover(); v != nil {
			q.fail(&Defect{v, debug.Stack()})
		}
	}()
	f()
}
