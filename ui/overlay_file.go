package ui

import (
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"linger/session/files"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/saving"
	"linger/ui/text"
)

// A fileOverlay asks for the name of a file or a folder. If the name exists, the overlay
// asks again before it overwrites anything.
type fileOverlay struct {
	inert
	writing
	in   *field.Field
	free string // an unused name, offered after enter if the name in the field exists
}

// A writing describes a file or folder that a fileOverlay writes.
type writing struct {
	title  string // "Save content"
	name   string // suggested name
	label  string // label of the field; empty: "file"
	verb   string // "save"
	about  string // what linger writes
	remark string // an additional remark, or empty

	subject *subject // the connection of a report, selected with up and down; nil: all connections
	do      func(name string, overwrite bool) (tea.Cmd, error)
}

func newFileOverlay(w writing) *fileOverlay {
	if w.label == "" {
		w.label = "file"
	}
	return &fileOverlay{writing: w, in: field.New(w.name)}
}

func (o *fileOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	name := o.in.Value()
	switch {
	case o.free != "" && b.bindings().ActionOf(k.String()) == keys.Send:
		return o.write(b, o.free, false), true
	case o.free != "" && k.String() == overwriteKey:
		return o.write(b, name, true), true
	case o.free != "":
		return nil, true
	case o.subject != nil && k.String() == "up":
		o.choose(-1)
	case o.subject != nil && k.String() == "down":
		o.choose(1)
	case keys.InField(k.String()) != keys.Send:
		o.in.Update(k)
	case name == "":
	case files.Exists(name):
		if o.free = saving.FreeName(name); o.label == folderLabel {
			o.free = saving.FreeFolder(name)
		}
	default:
		return o.write(b, name, false), true
	}
	return nil, true
}

// choose selects another subject, and changes the suggested name unless the user has
// edited it.
func (o *fileOverlay) choose(by int) {
	proposed := o.in.Value() == o.name
	o.subject.move(by)
	if o.name = o.subject.name(); proposed {
		o.in = field.New(o.name)
	}
}

// folderLabel is the label of a field for the name of a folder.
const folderLabel = "folder"

// overwriteKey overwrites a file that exists.
const overwriteKey = "o"

// write writes the file, and closes the overlay on success.
func (o *fileOverlay) write(b bench, name string, overwrite bool) tea.Cmd {
	cmd, err := o.do(name, overwrite)
	if err != nil {
		o.free = ""
		b.say(saving.NotWritten(err))
		return nil
	}
	b.leave()
	return cmd
}

func (o *fileOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	if o.free == "" {
		o.in.Update(msg)
	}
	return nil
}

// escape returns from the question to the name, or closes the overlay.
func (o *fileOverlay) escape(b bench) {
	if o.free != "" {
		o.free = ""
		return
	}
	b.leave()
}

func (o *fileOverlay) draw(f *frame) {
	d := newDialog(f)
	pad := text.Pad(o.label, 8)
	d.row("  " + f.th.Muted.Render(pad) + f.th.Text.Render(o.in.Row(d.w-11)) + " ")
	d.line(f.th.Muted, text.Spaces(8)+text.Safe(o.about))
	if o.subject != nil {
		d.blank()
		d.row("  " + f.th.Muted.Render(text.Pad("about", 8)) + f.th.Text.Render(text.Pad(f.th.Words(o.subject.words(d.w-11), d.w-11), d.w-11)) + " ")
	}
	if o.remark != "" {
		d.blank()
		d.say(f.th.Text, o.remark)
	}
	if name := o.in.Value(); name != "" && o.free == "" {
		d.blank()
		path := text.Safe(whereIs(name))
		if room := d.w - 11; text.Width(path) > room { // the end of a path is its most useful part
			path = f.th.Glyphs.Cut + text.Tail(path, room-text.Width(f.th.Glyphs.Cut))
		}
		d.line(f.th.Muted, text.Pad("to", 8)+path)
	}
	d.blank()
	esc := "esc cancels"
	if o.free != "" {
		esc = "esc: another name"
		d.say(f.th.Caution, text.Safe(o.in.Value())+" exists.")
		d.key("enter", o.verb+" as "+text.Safe(o.free))
		d.key(overwriteKey, "overwrite it")
	} else {
		d.key("enter", o.verb)
		if o.subject != nil && len(o.subject.rec.Conns) > 1 {
			d.line(f.th.Text, f.th.Key.Render(text.Pad("↑ ↓", 8))+"about another connection")
		}
	}
	d.blank()
	d.draw(f, o.title, esc)
}

func (*fileOverlay) covers() cover { return coverSome }

func (o *fileOverlay) hints(keys.State) []keys.Hint {
	if o.free != "" {
		return []keys.Hint{{Action: keys.Send, Words: o.verb + " as " + text.SafeUpTo(o.free, 40)}, {Key: overwriteKey, Words: "overwrite"}, {Action: keys.Back, Words: "another name"}}
	}
	return []keys.Hint{{Action: keys.Send, Words: o.verb}, {Action: keys.Back, Words: "cancel"}}
}

// whereIs returns the absolute path of a file.
func whereIs(name string) string {
	if path, err := filepath.Abs(name); err == nil {
		return path
	}
	return name
}
