package saving

import (
	"fmt"
	"time"

	"linger/session/files"
	"linger/session/log"
	"linger/ui/text"
)

// A Log is a session log that linger is writing.
type Log struct {
	*log.Recorder
	Name  string        // name of the file
	Since time.Duration // time from the beginning of the session to the start of the log

	tap *Tap // the source of the events; nil if the session itself writes the log
}

// Record starts a log of a session. The log begins with the events that the record holds,
// and continues with the events of t.
func (t *Tap) Record(h Held, name string, overwrite bool) (*Log, error) {
	f, err := files.Create(name, overwrite)
	if err != nil {
		return nil, err
	}
	l := &Log{Recorder: log.NewRecorder(f, h.header(), h.SecretFields...), Name: name, Since: h.Now, tap: t}
	t.begin(l.Recorder, h.Record)
	return l, nil
}

// Stop ends the recording. The session continues.
func (l *Log) Stop() error {
	if l.tap != nil {
		l.tap.stop()
	}
	if err := l.Close(); err != nil {
		return fmt.Errorf("recording to %s failed: %w; the file is not complete", text.Safe(l.Name), err)
	}
	return nil
}

// Finish completes the log after the end of its session. If ended is set, the log also
// contains that end. Finish does nothing for a nil Log, or for a log that the session
// itself writes, because the creator of that log completes it.
func (l *Log) Finish(ended bool) error {
	if l == nil || l.tap == nil {
		return nil
	}
	if ended {
		l.tap.rest()
	}
	return l.Stop()
}
