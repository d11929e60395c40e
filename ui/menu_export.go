package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/menu"
	"linger/ui/saving"
	"linger/wire/format"
)

// exportMenu offers the files that what is held can be written to.
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
		{Key: "t", Name: "ticket", Words: "a folder: Markdown, a picture, the log, HAR and pcapng", Do: func() tea.Cmd {
			w := d.exporting("Export as a ticket", "ticket-"+d.held().Name(), func(dir string, overwrite bool) error { return d.held().Ticket(dir, overwrite) })
			w.label = "folder"
			d.open(newFileOverlay(w))
			return nil
		}},
	}))
}

// exporting returns what an overlay asks that writes an export.
func (d *desk) exporting(title, name string, write func(name string, overwrite bool) error) writing {
	about := format.Count(len(d.rec.Exchanges), "exchange") + " on " + format.Count(len(d.rec.Conns), "connection")
	if p := d.src.Player; p != nil && p.Now() < p.End() {
		about += ", up to " + format.Position(p.Now(), true)
	}
	return writing{title: title, name: name, verb: "write", about: about, remark: d.held().SecretsNote(), do: func(name string, overwrite bool) (tea.Cmd, error) {
		if err := write(name, overwrite); err != nil {
			return nil, err
		}
		d.saved = len(d.rec.Exchanges)
		d.say("Written to "+whereIs(name)+".", "Written to "+name+".")
		return nil, nil
	}}
}
