package ui

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/files"
	"linger/session/log"
	"linger/ui/text"
	"linger/wire/format"
)

// A Log is a session log that is being written.
type Log struct {
	*log.Recorder
	Name string // of the file

	since  time.Duration // when it began, as time since the session began
	tapped bool          // it gets the events from the desk; otherwise from the session
}

// shown returns the name and the beginning of the log, for the header.
func (l *Log) shown() (name string, since time.Duration) {
	if l == nil {
		return "", 0
	}
	return l.Name, l.since
}

// checkLog reports a log that cannot be written any more. The session goes on.
func (d *desk) checkLog() {
	l := d.log
	if l == nil || l.Recorder.Err() == nil {
		return
	}
	d.tap.stop()
	d.log = nil
	d.say("The "+incomplete(l.Name, l.Close()).Error()+".", "The recording failed: the log is not complete.")
}

func incomplete(name string, err error) error {
	return fmt.Errorf("recording to %s failed: %w; the log is not complete", text.Safe(name), err)
}

// toggleLog stops the recording, or asks for the file of a new one.
func (d *desk) toggleLog() tea.Cmd {
	if d.log != nil {
		return d.stopLog()
	}
	d.open(newFileOverlay(writing{
		title: "Record this session", name: d.fileName() + logExtension, verb: "record",
		about: d.past(), note: d.secretsNote(), do: d.startLog,
	}))
	return nil
}

// past says what a recording begins with.
func (d *desk) past() string {
	n := len(d.rec.Exchanges)
	switch n {
	case 0:
		return "a session log; r stops the recording"
	case 1:
		return "a session log; the exchange so far is saved first"
	}
	return "a session log; the " + itoa(n) + " exchanges so far are saved first"
}

// secretsNote says what becomes of secrets in what is saved.
func (d *desk) secretsNote() string {
	if d.src.Secrets == log.SecretsKept {
		return "Authorization, Cookie and other secrets are kept in the file."
	}
	return "Authorization, Cookie and other secrets are replaced in the file."
}

func (d *desk) startLog(name string, overwrite bool) (tea.Cmd, error) {
	f, err := files.Create(name, overwrite)
	if err != nil {
		return nil, err
	}
	l := &Log{Recorder: log.NewRecorder(f, d.logHeader()), Name: name, since: d.now, tapped: true}
	d.tap.begin(l.Recorder, d.rec)
	d.log = l
	d.say("Recording to " + name + ". r stops it.")
	return nil, nil
}

func (d *desk) logHeader() log.Header {
	return log.Header{Vantage: cmp.Or(d.rec.Start.Vantage, session.VantageClient), Secrets: d.src.Secrets}
}

// stopLog ends the recording; the session goes on.
func (d *desk) stopLog() tea.Cmd {
	l := d.log
	d.tap.stop()
	d.log = nil
	if err := l.Close(); err != nil {
		d.say("The " + incomplete(l.Name, err).Error() + ".")
		return nil
	}
	d.saved = len(d.rec.Exchanges)
	d.say("Recorded to "+whereIs(l.Name)+"; linger open shows it.", "Recorded to "+l.Name+".")
	return nil
}

// saveLog asks for the name of a session log of what is held, and goes on with then.
func (d *desk) saveLog(then func() tea.Cmd) {
	d.open(newFileOverlay(writing{
		title: "Save the session", name: d.fileName() + logExtension, verb: "save", about: "a session log of " + format.Count(len(d.rec.Exchanges), "exchange"),
		note: d.secretsNote(), do: func(name string, overwrite bool) (tea.Cmd, error) {
			if err := d.writeLog(name, overwrite); err != nil {
				return nil, err
			}
			return then(), nil
		},
	}))
}

// writeLog writes a session log of what is held.
func (d *desk) writeLog(name string, overwrite bool) error {
	err := d.writeFile(name, overwrite, func(w io.Writer) log.Sink { return log.NewWriter(w, d.logHeader()) })
	if err == nil {
		d.saved = len(d.rec.Exchanges)
	}
	return err
}

// writeFile writes what is held to a file.
func (d *desk) writeFile(name string, overwrite bool, sink func(io.Writer) log.Sink) error {
	f, err := files.Create(name, overwrite)
	if err != nil {
		return err
	}
	if err := errors.Join(d.writeTo(sink(f)), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// writeTo writes what is held.
func (d *desk) writeTo(s log.Sink) error {
	batch := make([]session.Event, 0, batchOfPast)
	for ev := range d.rec.Events() {
		if batch = append(batch, ev); len(batch) == cap(batch) {
			if err := s.Write(batch...); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	if err := s.Write(batch...); err != nil {
		return err
	}
	return s.Finish()
}

// finish ends the session of a desk that is closed, and completes its log.
func (d *desk) finish() error {
	if d.src.End != nil {
		d.src.End()
	}
	l := d.log
	if l == nil || !l.tapped { // a log that the session writes is completed by who began it
		return nil
	}
	if d.src.End != nil {
		d.tap.rest()
	}
	if err := l.Close(); err != nil {
		return incomplete(l.Name, err)
	}
	return nil
}

// finish completes the session logs that the inspector writes.
func (m *Model) finish() error {
	var errs []error
	for _, d := range m.desks {
		errs = append(errs, d.finish())
	}
	return errors.Join(errs...)
}
