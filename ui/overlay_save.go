package ui

import (
	"errors"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire/format"
)

// A saveOverlay asks for the name of a file for the content of a response.
type saveOverlay struct {
	inert
	in    *field.Field
	data  []byte
	whole bool   // all of the content is kept
	kind  string // its media type; empty: not said
	free  string // another name, where the one in the field is taken
}

// saveContent asks where to write the content of the selected response, as it came:
// content codings are not undone.
func (d *desk) saveContent() {
	data, whole := d.detail().Content()
	if len(data) == 0 {
		d.say("The response has no content to write.")
		return
	}
	e := d.selected()
	o := &saveOverlay{data: data, whole: whole, kind: mediaType(e)}
	o.in = field.New("response-" + itoa(e.ID) + extension(e, o.kind))
	o.look()
	d.open(o)
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

// extensions are the usual file name extensions of common media types.
var extensions = map[string]string{
	"application/json": ".json", "application/xml": ".xml", "text/xml": ".xml", "text/html": ".html", "text/plain": ".txt",
	"text/css": ".css", "text/csv": ".csv", "text/javascript": ".js", "application/javascript": ".js", "image/png": ".png",
	"image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg", "application/pdf": ".pdf", "application/zip": ".zip",
}

// extension returns the extension for content of that type; "" where it is coded,
// as it is written as it came.
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

// look finds out whether the name in the field is taken, and then another.
func (o *saveOverlay) look() {
	o.free = ""
	name := o.in.Value()
	if !exists(name) {
		return
	}
	ext := filepath.Ext(name)
	for n := 2; o.free == ""; n++ {
		if other := strings.TrimSuffix(name, ext) + "-" + itoa(n) + ext; !exists(other) {
			o.free = other
		}
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return name != "" && err == nil
}

func (o *saveOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if keys.InField(k.String()) != keys.Send {
		return o.update(b, k), true
	}
	name := o.in.Value()
	if o.free != "" {
		name = o.free
	}
	if name == "" {
		return nil, true
	}
	if err := write(name, o.data); err != nil {
		b.say("The content was not saved: " + text.Safe(err.Error()) + ".")
		return nil, true
	}
	b.leave()
	o.report(b, name)
	return nil, true
}

// report says where the content was saved.
func (o *saveOverlay) report(b bench, name string) {
	path := name
	if full, err := filepath.Abs(name); err == nil {
		path = full
	}
	what := format.Amount(int64(len(o.data)))
	if !o.whole {
		what = "the first " + what + " of the content, the rest was not kept;"
	}
	b.say("Saved "+what+" to "+path+".", "Saved to "+path+".", "Saved to "+name+".")
}

func (o *saveOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	o.in.Update(msg)
	o.look()
	return nil
}

func (o *saveOverlay) draw(f *frame) {
	d := newDialog(f)
	d.rows = append(d.rows, "  "+f.th.Muted.Render("file  ")+f.th.Text.Render(o.in.Row(d.w-9))+" ")
	about := format.Amount(int64(len(o.data)))
	if o.kind != "" {
		about += ", " + text.Safe(o.kind)
	}
	d.line(f.th.Muted, "      "+about+"; a name without a folder is in the current folder")
	d.blank()
	switch {
	case o.free != "":
		d.say(f.th.Caution, text.Safe(o.in.Value())+" exists; enter saves as "+text.Safe(o.free)+".")
	case !o.whole:
		d.say(f.th.Caution, "Only the beginning of the content was kept.")
	default:
		d.key("enter", "save")
	}
	d.blank()
	d.draw(f, "Save content", "esc cancels")
}

func (*saveOverlay) covers() cover { return coverSome }

func (*saveOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "save"}, {Action: keys.Back, Words: "cancel"}}
}

// write makes a file that was not there before. The content may hold secrets: the
// file is the user's alone.
func write(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return errors.New(name + " exists")
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
