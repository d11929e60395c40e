package plain

import (
	"slices"
	"strings"

	"linger/session/files"
	"linger/ui/saving"
	"linger/ui/text"
	"linger/wire/format"
)

// held returns the part of the session that the record still holds, for saving. A ticket
// is about the connection of the selected exchange.
func (f *follower) held() saving.Held {
	h := saving.Held{Record: &f.rec, Now: f.o.Engine.Now(), Secrets: f.o.Secrets, SecretFields: f.o.SecretFields}
	if e := f.rec.Exchange(f.chosen); e != nil {
		h.Conn = e.Conn
	}
	return h
}

// record stops the recording, or starts one.
func (f *follower) record(name string) {
	switch {
	case f.log != nil && name != "":
		f.say("Already recording to %s. The command record stops it.", text.Safe(f.log.Name))
		return
	case f.log != nil:
		f.stopLog()
		return
	}
	h := f.held()
	if name == "" {
		if name = h.Name() + saving.Extension; files.Exists(name) {
			name = saving.FreeName(name)
		}
	}
	l, err := f.tap.Record(h, name, false)
	if err != nil {
		f.say("Not recorded: %s.", text.Safe(err.Error()))
		return
	}
	f.log = l
	f.say("Recording to %s, from the beginning of the session. The command record stops it.", text.Safe(name))
	f.say("%s", h.SecretsNote())
}

func (f *follower) stopLog() {
	l := f.log
	f.log = nil
	if err := l.Stop(); err != nil {
		f.say("The %s.", text.Safe(err.Error()))
		return
	}
	f.say("Recorded to %s. linger open shows it.", text.Safe(l.Name))
}

// checkFiles prints a sentence if a file can no longer be written. The session continues.
func (f *follower) checkFiles() {
	if f.log != nil && f.log.Err() != nil {
		f.stopLog()
	}
	f.files = slices.DeleteFunc(f.files, func(l *saving.Log) bool {
		if l.Err() == nil {
			return false
		}
		f.say("The %s.", text.Safe(l.Stop().Error()))
		return true
	})
}

// finish completes the log at the end of the session.
func (f *follower) finish() {
	if f.o.End != nil && f.log != nil {
		f.o.End()
	}
	if err := f.log.Finish(f.o.End != nil); err != nil {
		f.say("The %s.", text.Safe(err.Error()))
	}
}

// exports lists the formats of the command export.
var exports = []struct {
	name  string
	write func(h saving.Held, name string) error
}{
	{"log", func(h saving.Held, name string) error { return h.Log(name, false) }},
	{"har", func(h saving.Held, name string) error { return h.HAR(name, false) }},
	{"pcapng", func(h saving.Held, name string) error { return h.Pcapng(name, false) }},
	{"ticket", func(h saving.Held, name string) error { return h.Ticket(name, false) }},
}

// export writes the session to a new file or a folder.
func (f *follower) export(arg string) {
	kind, name, _ := strings.Cut(arg, " ")
	name = strings.TrimSpace(name)
	var formats []string
	for _, x := range exports {
		formats = append(formats, x.name)
		switch {
		case x.name != kind:
			continue
		case name == "":
			f.say("Write export %s NAME.", kind)
		case len(f.rec.Conns) == 0:
			f.say("There is nothing to export yet.")
		default:
			h := f.held()
			if err := x.write(h, name); err != nil {
				f.say("%s", saving.NotWritten(err))
				return
			}
			f.say("Written to %s: %s on %s.", text.Safe(name), format.Count(f.rec.Count(), "exchange"), format.Count(len(f.rec.Conns), "connection"))
			f.say("%s", h.SecretsNote())
		}
		return
	}
	f.say("The formats are %s. For example: export har a.har", strings.Join(formats, ", "))
}
