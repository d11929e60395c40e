package ui

import tea "charm.land/bubbletea/v2"

// A copied says what was copied, and where to.
type copied struct {
	desk         *desk
	words, short string
}

// toClipboard sends text to the terminal's clipboard (OSC 52). The terminal does
// not report whether it took it, so a file keeps it as well.
func (d *desk) toClipboard(what, text string) tea.Cmd {
	return tea.Sequence(tea.SetClipboard(text), func() tea.Msg {
		words, short := "Copied: "+what+" (to the clipboard", "Copied: "+what
		if d.save != nil {
			if path, err := d.save([]byte(text)); err == nil {
				words, short = words+", and to "+path, short+", also in "+path
			}
		}
		return copied{d, words + ").", short + "."}
	})
}

func (c copied) apply(*Model) tea.Cmd {
	c.desk.say(c.words, c.short)
	return nil
}
