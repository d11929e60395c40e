package ui

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"linger/ui/saving"
	"linger/wire/format"
)

// held returns the part of the session that the record still holds, to be saved.
func (d *desk) held() saving.Held {
	conn, _ := d.list.Selected()
	return saving.Held{Record: d.rec, Now: d.now, Conn: conn, Secrets: d.src.Secrets, SecretFields: d.secretFields}
}

// checkFiles shows a notice if a file can no longer be written. The session continues.
func (d *desk) checkFiles() {
	failed := func(l *saving.Log) bool {
		if l == nil || l.Err() == nil {
			return false
		}
		d.failed = true
		d.say("The "+l.Stop().Error()+".", "The recording failed: the file is not complete.")
		return true
	}
	d.files = slices.DeleteFunc(d.files, failed)
	if failed(d.log) {
		d.log = nil
	}
}

// toggleLog stops the recording, or asks for the file of a new one.
func (d *desk) toggleLog() tea.Cmd {
	if d.log != nil {
		return d.stopLog()
	}
	h := d.held()
	d.open(newFileOverlay(writing{
		title: "Record this session", name: h.Name() + saving.Extension, verb: "record",
		about: d.past(), remark: h.SecretsNote(), do: d.startLog,
	}))
	return nil
}

// past returns text that says what a new recording begins with.
func (d *desk) past() string {
	n := d.rec.Count()
	switch n {
	case 0:
		return "a session log; r stops the recording"
	case 1:
		return "a session log; the exchange so far is saved first"
	}
	return "a session log; the " + itoa(n) + " exchanges so far are saved first"
}

func (d *desk) startLog(name string, overwrite bool) (tea.Cmd, error) {
	l, err := d.tap.Record(d.held(), name, overwrite)
	if err != nil {
		return nil, err
	}
	d.log, d.failed = l, false
	d.say("Recording to " + name + ". r stops it.")
	return nil, nil
}

// stopLog ends the recording. The session continues.
func (d *desk) stopLog() tea.Cmd {
	l := d.log
	d.log = nil
	if err := l.Stop(); err != nil {
		d.say("The " + err.Error() + ".")
		return nil
	}
	d.saved = d.rec.Count()
	d.say("Recorded to "+whereIs(l.Name)+"; linger open shows it.", "Recorded to "+l.Name+".")
	return nil
}

// saveLog asks for a file name, writes a session log to that file, and then calls then.
func (d *desk) saveLog(then func() tea.Cmd) {
	h := d.held()
	d.open(newFileOverlay(writing{
		title: "Save the session", name: h.Name() + saving.Extension, verb: "save", about: "a session log of " + format.Count(d.rec.Count(), "exchange"),
		remark: h.SecretsNote(), do: func(name string, overwrite bool) (tea.Cmd, error) {
			if err := d.writeLog(name, overwrite); err != nil {
				return nil, err
			}
			return then(), nil
		},
	}))
}

// writeLog writes a session log of the part of the session that the record still holds.
func (d *desk) writeLog(name string, overwrite bool) error {
	err := d.held().Log(name, overwrite)
	if err == nil {
		d.saved = d.rec.Count()
	}
	return err
}

// finish ends the session of a closed desk and completes its log.
func (d *desk) finish() error {
	if d.src.End != nil {
		d.src.End()
	}
	return d.log.Finish(d.src.End != nil)
}

// finish completes the session logs that the inspector writes.
func (m *Model) finish() error {
	var errs []error
	for _, d := range m.desks {
		errs = append(errs, d.finish())
	}
	return errors.Join(errs...)
}
