package composer

import (
	"strings"

	"linger/session/export"
	"linger/ui/text"
	"linger/wire/format"
)

// paste handles pasted text, whose line ends must be LF: a curl command, a whole request,
// or text for the part under the cursor.
func (m *Model) paste(s string) {
	m.remark, m.pending = "", nil
	switch {
	case m.ask != nil:
		m.ask.insert(s)
	case strings.HasPrefix(strings.TrimLeft(s, " \n$"), "curl "):
		m.pasteCurl(strings.TrimLeft(s, " \n$"))
	case m.draft.raw && !m.side:
		m.pasteRaw(s)
	case isRequest(s):
		d := parseText(s, draft{})
		for i := range d.lines {
			d.lines[i].by = byYou
		}
		d.offer()
		d.countContent()
		m.take(d)
	case !m.side:
		m.pasteText(s)
	}
}

func (m *Model) pasteCurl(s string) {
	c, err := export.ParseCurl(s, nil)
	if err != nil {
		m.remark = format.Sentence(text.Safe(err.Error()))
		return
	}
	m.take(draftOf(c.Request, m.base, byCommand))
	notes := c.Omitted
	if names := c.ConnectingNames(); names != "" {
		notes = append(notes, "Omitted, because this session has its own connection: "+names+".")
	}
	if own := m.rec.Target(); own != "" && c.Target.String() != own {
		m.stayed = c.Target.Authority()
		m.origin = &Origin{To: c.Target, Target: c.Request.Target, Request: c.Request, Own: true}
		notes = append([]string{"This command is for " + c.Target.String() + " but goes to " + own + "; the Host field still says " + c.Target.Host + "."}, notes...)
	}
	m.remark = text.Safe(strings.Join(notes, " "))
	if m.remark == "" {
		m.remark = "The request is as curl sends it, on this connection."
	}
}

// isRequest reports whether text begins with a request-line.
func isRequest(s string) bool {
	first, rest, ok := strings.Cut(s, "\n")
	return ok && rest != "" && strings.Contains(first, " HTTP/1.")
}

func (m *Model) pasteText(s string) {
	p := m.part()
	if p.kind != partContent {
		s = strings.TrimRight(s, "\n")
		s = strings.ReplaceAll(s, "\n", " ")
	}
	if p.kind == partNew {
		name, value, _ := strings.Cut(s, ":")
		m.newLine(name)
		m.draft.lines[len(m.draft.lines)-1].value = strings.TrimSpace(value)
		m.naming = value == ""
		m.cur = cursor(len(*m.text()))
		return
	}
	m.cur.insert(m.text(), s)
	m.fresh = false
	m.changed(p)
}
