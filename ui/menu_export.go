package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/menu"
	"linger/ui/saving"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// exportMenu opens the menu of file formats for exporting the session.
func (d *desk) exportMenu() {
	item := func(key, name, says, extension string, write func(name string, overwrite bool) error) menu.Item {
		return menu.Item{Key: key, Name: name, Words: says, Do: func() tea.Cmd {
			d.open(newFileOverlay(d.exporting("Export as "+name, d.held().Name()+extension, write)))
			return nil
		}}
	}
	d.open(newMenu("Export the session", []menu.Item{
		item("l", "session log", "what happened, byte by byte: linger open shows it", saving.Extension, d.writeLog),
		item("h", "HAR", "the exchanges, for the developer tools of browsers", ".har", func(name string, overwrite bool) error { return d.held().HAR(name, overwrite) }),
		item("p", "pcapng", "the connections, for Wireshark; reconstructed", ".pcapng", func(name string, overwrite bool) error { return d.held().Pcapng(name, overwrite) }),
		{Key: "t", Name: "ticket", Words: "a folder: Markdown, a picture, the log, HAR and pcapng", Do: d.exportTicket},
	}))
}

// exportTicket asks for the folder to which the ticket is written, and for the connection
// that the ticket is about.
func (d *desk) exportTicket() tea.Cmd {
	about := &subject{rec: d.rec}
	if c := d.reported(); c != nil {
		about.conn = c.ID
	}
	w := d.exporting("Export as a ticket", about.name(), func(dir string, overwrite bool) error {
		h := d.held()
		h.Conn = about.conn
		return h.Ticket(dir, overwrite)
	})
	w.label, w.subject = folderLabel, about
	d.open(newFileOverlay(w))
	return nil
}

// reported returns the connection that a ticket is about: the selected one or, if none
// was selected, the newest ended connection to the same server, because the newest
// connection may have nothing to report yet. It returns nil if there is no connection
// yet.
func (d *desk) reported() *record.Connection {
	conn, _ := d.list.Selected()
	c := d.rec.Conn(conn)
	if c == nil {
		c = d.watched()
	}
	if c == nil || !d.list.Following() || d.watching() || !c.State.Open() || record.TallyOf(c).Errors > 0 {
		return c
	}
	for _, o := range slices.Backward(d.rec.Conns) {
		if o.State == record.Ended && o.Target == c.Target && o.Count() > 0 {
			return o
		}
	}
	return c
}

// A subject selects the connection of a report.
type subject struct {
	rec  *record.Record
	conn int
}

// move selects the next or the previous connection.
func (s *subject) move(by int) {
	for id := s.conn + by; id > 0 && id <= len(s.rec.Conns); id += by {
		if s.rec.Conn(id) != nil {
			s.conn = id
			return
		}
	}
}

// name returns a name for the report's folder.
func (s *subject) name() string { return "ticket-" + saving.Name(s.rec.TargetOf(s.rec.Conn(s.conn))) }

// words returns a text that fits in w cells, with the name of the connection and how it
// ended.
func (s *subject) words(w int) string {
	c := s.rec.Conn(s.conn)
	if c == nil {
		return ""
	}
	_, host, _ := strings.Cut(c.Target, "://")
	name := "connection " + strconv.Itoa(c.ID)
	of := name + " to " + text.Safe(host) + ": "
	if text.Width(of)+leastReport > w {
		of = name + ": "
	}
	return of + reportWords(c, min(reportWidth, w-text.Width(of)))
}

// reportWidth is the width in cells of the text about how a connection ended, and
// leastReport its minimum width beside the name of the server.
const reportWidth, leastReport = 44, 20

// reportWords returns a text that fits in w cells and says how a connection ended.
func reportWords(c *record.Connection, w int) string {
	switch {
	case c.State == record.Ended:
		return words.End(&c.Close.Ending, w)
	case c.State == record.Failed:
		return text.Safe(string(c.Failure.Kind))
	case c.State == record.Connecting:
		return "connecting"
	case c.OutOfStep:
		return "open, out of step"
	}
	return "open"
}

// exporting returns the description of an export for a fileOverlay.
func (d *desk) exporting(title, name string, write func(name string, overwrite bool) error) writing {
	about := format.Count(d.rec.Count(), "exchange") + " on " + format.Count(len(d.rec.Conns), "connection")
	targets := map[string]bool{}
	for _, c := range d.rec.Conns {
		if c.ID > 0 && !d.watching() {
			targets[c.Target] = true
		}
	}
	if n := len(targets); n > 1 {
		about += " to " + format.Count(n, "server")
	}
	if d.letter != "" {
		about = "session " + d.letter + ": " + about
	}
	if p := d.src.Player; p != nil && p.Now() < p.End() {
		about += ", up to " + format.Position(p.Now(), true)
	}
	return writing{title: title, name: name, verb: "write", about: about, remark: d.held().SecretsNote(), do: func(name string, overwrite bool) (tea.Cmd, error) {
		if err := write(name, overwrite); err != nil {
			return nil, err
		}
		d.saved = d.rec.Count()
		d.report("Written to "+whereIs(name)+".", "Written to "+name+".")
		return nil, nil
	}}
}
