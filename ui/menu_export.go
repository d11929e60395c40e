package ui

import (
	"errors"
	"io"

	tea "charm.land/bubbletea/v2"

	"linger/session/export"
	"linger/session/files"
	"linger/session/log"
	"linger/ui/menu"
	"linger/ui/words"
	"linger/wire/format"
)

// exportMenu offers the files that what is held can be written to.
func (d *desk) exportMenu() {
	item := func(key, name, says, extension string, write func(name string, overwrite bool) error) menu.Item {
		return menu.Item{Key: key, Name: name, Words: says, Do: func() tea.Cmd {
			d.open(newFileOverlay(d.exporting("Export as "+name, d.fileName()+extension, write)))
			return nil
		}}
	}
	d.open(newMenu("Export the session", []menu.Item{
		item("l", "session log", "what happened, byte by byte: linger open shows it", logExtension, d.writeLog),
		item("h", "HAR", "the exchanges, for the developer tools of browsers", ".har", func(name string, overwrite bool) error {
			return d.writeFile(name, overwrite, func(w io.Writer) log.Sink { return export.NewHARWriter(w, d.fileOptions()) })
		}),
		item("p", "pcapng", "the connections, for Wireshark; reconstructed", ".pcapng", func(name string, overwrite bool) error {
			return d.writeFile(name, overwrite, func(w io.Writer) log.Sink { return export.NewPcapngWriter(w, d.fileOptions()) })
		}),
		{Key: "t", Name: "ticket", Words: "a folder: Markdown, a picture, the log, HAR and pcapng", Do: func() tea.Cmd {
			w := d.exporting("Export as a ticket", "ticket-"+d.fileName(), d.writeTicket)
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
	return writing{title: title, name: name, verb: "write", about: about, note: d.secretsNote(), do: func(name string, overwrite bool) (tea.Cmd, error) {
		if err := write(name, overwrite); err != nil {
			return nil, err
		}
		d.say("Written to "+whereIs(name)+".", "Written to "+name+".")
		return nil, nil
	}}
}

func (d *desk) fileOptions() export.FileOptions {
	return export.FileOptions{Wall: d.rec.Start.Wall, KeepSecrets: d.src.Secrets == log.SecretsKept, Sentence: words.Sentence, Refused: words.Refused}
}

// writeTicket writes a folder about the selected connection, or else the newest.
func (d *desk) writeTicket(dir string, overwrite bool) error {
	create, err := files.Folder(dir, overwrite)
	if err != nil {
		return err
	}
	conn, _ := d.list.Selected()
	t, err := export.NewTicketFolder(export.TicketOptions{FileOptions: d.fileOptions(), Words: words.Ticket(), Vantage: d.logHeader().Vantage, Now: d.now, Conn: conn, Create: create})
	if err != nil {
		return err
	}
	return errors.Join(d.writeTo(t), t.Close())
}
