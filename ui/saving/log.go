package saving

import (
	"fmt"
	"time"

	"linger/session/files"
	"linger/session/log"
	"linger/ui/text"
)

// A Log is a session log that is being written.
type Log struct {
	*log.Recorder
	Name  string        // of the file
	Since time.Duration // when it began, as time since the session began

	tap *Tap // it gets the events from here; nil: from the session
}

// Record begins a log of a session with what is held of it, and goes on with what t
// takes.
func (t *Tap) Record(h Held, name string, overwrite bool) (*Log, error) {
	f, err := files.Create(name, overwrite)
	if err != nil {
		return nil, err
	}
	l := &Log{Recorder: log.NewRecorder(f, h.header(), h.SecretFields...), Name: name, Since: h.Now, tap: t}
	t.begin(l.Recorder, h.Record)
	return l, nil
}

// Stop ends the recording; the session goes on.
func (l *Log) Stop() error {
	if l.tap != nil {
		l.tap.stop()
	}
	if err := l.Close(); err != nil {
		return fmt.Errorf("recording to %s failed: %w; the file is not complete", text.Safe(l.Name), err)
	}
	return nil
}

// Finish completes the log once its session has ended; the end of the session is in
// it. A log that the session writes is completed by who began it, and a nil Log is
// complete.
func (l *Log) Finish(ended bool) error {
	if l == nil || l.tap == nil {
		return nil
	}
	if ended {
		l.tap.rest()
	}
	return l.Stop()
}
