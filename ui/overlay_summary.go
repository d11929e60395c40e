package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/words"
)

// A summaryOverlay shows the full result of a long task.
type summaryOverlay struct {
	inert
	sum  record.Summary
	rows []string
}

// showSummary opens the summary of the most recent long task.
func (d *desk) showSummary() {
	if s, ok := d.rec.Summary(); ok {
		d.open(&summaryOverlay{sum: s})
	}
}

func (o *summaryOverlay) refresh(s *scene) { o.rows = words.SummaryPage(&s.th.Glyphs, &o.sum) }

// lost returns the first lost exchange, or nil if none was lost.
func (o *summaryOverlay) lost() *record.Exchange {
	if len(o.sum.Lost) == 0 {
		return nil
	}
	return o.sum.Lost[0]
}

func (o *summaryOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Send:
		b.leave()
		if e := o.lost(); e != nil {
			b.choose(e.Conn, e.ID)
			b.read()
		}
	case keys.Copy:
		return b.toClipboard("summary", words.SummaryTitle(&o.sum)+"\n\n"+strings.Join(o.rows, "\n")+"\n"), true
	case keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *summaryOverlay) draw(f *frame) {
	d := newDialog(f)
	for _, r := range o.rows {
		d.line(f.th.Text, r)
	}
	d.blank()
	if e := o.lost(); e != nil {
		d.key("enter", "show exchange "+itoa(e.ID)+", the first lost one")
	}
	d.key("y", "copy this")
	d.blank()
	d.draw(f, words.SummaryTitle(&o.sum), "esc closes")
}

func (*summaryOverlay) covers() cover { return coverSome }

func (o *summaryOverlay) hints(keys.State) []keys.Hint {
	hints := []keys.Hint{{Action: keys.Copy, Words: "copy"}, {Action: keys.Back, Words: "close"}}
	if o.lost() != nil {
		hints = append([]keys.Hint{{Action: keys.Send, Words: "show the lost exchange"}}, hints...)
	}
	return hints
}
