package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"linger/session/export"
	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/menu"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// copyMenu opens the menu for copying texts about the current state and the selected
// exchange. The menu keeps the exchange that was selected when it opened, even if the
// list follows newer ones.
func (d *desk) copyMenu() {
	e := d.selected()
	item := func(key, name, words string, text func() string, hides bool) menu.Item {
		return menu.Item{Key: key, Name: name, Words: words, Do: func() tea.Cmd {
			what, s := name, text()
			if s == "" {
				return nil
			}
			if hides {
				what += d.hiding(e)
			}
			return d.toClipboard(what, s)
		}}
	}
	conn, _ := d.list.Selected()
	c := d.rec.Conn(conn)
	if c == nil {
		c = d.watched()
	}
	now := item("y", "status sentence", d.sentence(), d.sentence, false)
	now.Fit = d.sentenceIn
	items := []menu.Item{
		d.ticketItem(c), now,
		item("p", "this page", "the page in the detail, as text", func() string { _, s := d.detail().Copy(); return s }, false),
	}
	if forms := words.Summary(d.rec); len(forms) > 0 {
		items = append(items, item("s", "summary", "the result of the "+string(d.rec.Work.Kind), func() string { return forms[0] }, false))
	}
	if e != nil {
		items = append(items,
			item("c", "curl command", "sends this request again", func() string { return d.asCurl(e) }, true),
			item("r", "request", "the "+format.Amount(e.Request.Len)+" that were sent", func() string { return d.bytesOf(&e.Request) }, true),
			item("a", "response", "the "+format.Amount(e.Response.Len)+" that were received", func() string { return d.bytesOf(&e.Response) }, true))
	}
	held := e != nil && e.Content(1).Total > 0
	if held {
		items = append(items, item("b", "content", d.contentWords(e), func() string { return string(e.Content(record.KeepContent).Data) }, false))
	}
	if e != nil && d.src.JSON != nil {
		items = append(items, item("j", "JSON line", "as linger send --json prints it", func() string { return d.asJSON(e) }, true))
	}
	if d.bound.Of(keys.Export).Why(d.state()) == "" {
		items = append(items, menu.Item{}, menu.Item{Words: "files"},
			menu.Item{Key: "T", Name: "ticket as a folder", Words: "Markdown, a picture, the log, HAR and pcapng", Do: d.exportTicket})
		if held {
			items = append(items, menu.Item{Key: "W", Name: "content to a file", Words: "asks for a name", Do: func() tea.Cmd { d.saveContentOf(e); return nil }})
		}
		items = append(items,
			menu.Item{Key: "E", Name: "export the session", Words: "session log, HAR, pcapng, ticket folder", Do: func() tea.Cmd { d.exportMenu(); return nil }})
	}
	d.open(newMenu("Copy", items))
}

// ticketItem returns the item for a report about a connection. It names the connection if
// there are several.
func (d *desk) ticketItem(c *record.Connection) menu.Item {
	says, what := "a report for a colleague, in Markdown", "ticket"
	fit := func(int) string { return "a report, in Markdown" }
	if c != nil && len(d.rec.Conns) > 1 {
		of := "connection " + strconv.Itoa(c.ID)
		what += " about " + of
		says = "of " + of + ", in Markdown: " + reportWords(c, reportWidth)
		fit = func(w int) string { return of + ": " + reportWords(c, w-text.Width(of)-2) }
	}
	return menu.Item{Key: "t", Name: "ticket", Words: says, Fit: fit, Do: func() tea.Cmd {
		if s := d.ticket(c); s != "" {
			return d.toClipboard(what, s)
		}
		return nil
	}}
}

// ticket returns a report about a connection in Markdown.
func (d *desk) ticket(c *record.Connection) string {
	if c == nil {
		d.say("Not connected yet: nothing to report.")
		return ""
	}
	return export.Ticket(d.rec, c, d.now, words.Ticket())
}

// sentence returns the status sentence of the selected connection.
func (d *desk) sentence() string {
	conn, _ := d.list.Selected()
	return d.sentenceOf(d.rec.Conn(conn))
}

// sentenceOf returns the status sentence of a connection, or of the newest one if c is
// nil.
func (d *desk) sentenceOf(c *record.Connection) string {
	v := d.clockView()
	if c != nil {
		v.Conn = c
	}
	return v.Sentence()
}

// sentenceIn returns the status sentence of the selected connection, in at most w cells
// if one of its forms is that short.
func (d *desk) sentenceIn(w int) string {
	v := d.clockView()
	if conn, _ := d.list.Selected(); d.rec.Conn(conn) != nil {
		v.Conn = d.rec.Conn(conn)
	}
	return v.SentenceIn(w)
}

// contentWords returns a description of a response's content: the length and, if known,
// the media type.
func (d *desk) contentWords(e *record.Exchange) string {
	c := e.Content(record.KeepContent)
	says := "of the response, " + format.Amount(c.Total)
	if kind := mediaType(e); kind != "" {
		says += ", " + text.SafeUpTo(kind, 40)
	}
	if !c.Whole {
		says += "; the first " + format.Amount(int64(len(c.Data))) + " were kept"
	}
	return says
}

func (d *desk) asCurl(e *record.Exchange) string {
	s, _, err := export.CurlOf(d.rec.Conn(e.Conn).Target, e, d.detail().Secrets(), d.secretFields)
	if err != nil {
		d.say("curl cannot send this request: " + err.Error() + ".")
	}
	return s
}

func (d *desk) asJSON(e *record.Exchange) string {
	return string(d.src.JSON(d.rec, e.ID, d.detail().Secrets()))
}

// bytesOf returns the bytes of a message. It masks the values that the screen hides.
func (d *desk) bytesOf(s *record.Stretch) string {
	text, _ := export.Bytes(s, d.detail().Secrets(), d.secretFields)
	return text
}

// hiding returns words that say that the copied text has stars instead of secrets. It
// returns "" if no secrets are masked.
func (d *desk) hiding(e *record.Exchange) string {
	_, asked := export.Bytes(&e.Request, false, d.secretFields)
	_, answered := export.Bytes(&e.Response, false, d.secretFields)
	if d.detail().Secrets() || !asked && !answered {
		return ""
	}
	return ", secrets as ****"
}
