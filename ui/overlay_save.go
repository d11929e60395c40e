package ui

import (
	"mime"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/saving"
	"linger/ui/text"
	"linger/wire/format"
)

// saveContent asks for the name of a file and saves the content of the selected response
// in that file. linger writes the content as received, without decoding content codings.
func (d *desk) saveContent() { d.saveContentOf(d.selected()) }

func (d *desk) saveContentOf(e *record.Exchange) {
	var data []byte
	whole := true
	if e != nil {
		c := e.Content(record.KeepContent)
		data, whole = c.Data, c.Whole
	}
	if len(data) == 0 {
		d.say("No content to save.")
		return
	}
	kind := mediaType(e)
	w := writing{title: "Save content", name: "response-" + itoa(e.ID) + extension(e, kind), verb: "save", about: format.Amount(int64(len(data)))}
	if kind != "" {
		w.about += ", " + text.Safe(kind)
	}
	if !whole {
		w.remark = "Only the beginning of the content was kept."
	}
	w.do = func(name string, overwrite bool) (tea.Cmd, error) {
		if err := saving.Content(name, overwrite, data); err != nil {
			return nil, err
		}
		what, rest := format.Amount(int64(len(data))), ""
		if !whole {
			what, rest = "the first "+what+" of the content", "; the rest was not kept"
		}
		d.report("Saved "+what+" to "+whereIs(name)+rest+".", "Saved to "+whereIs(name)+".", "Saved to "+name+".")
		return nil, nil
	}
	d.open(newFileOverlay(w))
}

// mediaType returns the media type of the content of a response, without its
// parameters, or "".
func mediaType(e *record.Exchange) string {
	h, ok := e.Final()
	if !ok {
		return ""
	}
	for f := range e.Fields(h) {
		if strings.EqualFold(f.Name, "Content-Type") {
			kind, _, _ := mime.ParseMediaType(f.Value)
			return kind
		}
	}
	return ""
}

// extensions maps common media types to their usual file name extensions.
var extensions = map[string]string{
	"application/json": ".json", "application/xml": ".xml", "text/xml": ".xml", "text/html": ".html", "text/plain": ".txt",
	"text/css": ".css", "text/csv": ".csv", "text/javascript": ".js", "application/javascript": ".js", "image/png": ".png",
	"image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg", "application/pdf": ".pdf", "application/zip": ".zip",
}

// extension returns the file name extension for the content of a response, or "" if the
// content has a content coding, because linger does not decode it.
func extension(e *record.Exchange, kind string) string {
	if h, ok := e.Final(); ok {
		for f := range e.Fields(h) {
			if strings.EqualFold(f.Name, "Content-Encoding") {
				return ""
			}
		}
	}
	return extensions[kind]
}
