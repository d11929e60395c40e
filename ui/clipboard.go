package ui

import (
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A copied is a message that says what was copied, and to which places.
type copied struct {
	desk  *desk
	words string
	short []string
}

// toClipboard sends text to the clipboard of the terminal (OSC 52). The terminal does not
// report whether it accepted the text, so linger also saves it in a file.
func (d *desk) toClipboard(what, text string) tea.Cmd {
	return tea.Sequence(tea.SetClipboard(text), func() tea.Msg {
		words, short, where := "Copied: "+what+" (to the clipboard", "Copied: "+what, "Copied."
		if d.save != nil {
			if path, err := d.save([]byte(text)); err == nil {
				path = atHome(path)
				words, short = words+", and to "+path, short+", also in "+path
				where = "Copied: " + path + "."
			}
		}
		return copied{d, words + ").", []string{short + ".", where}}
	})
}

func (c copied) apply(*Model) tea.Cmd {
	c.desk.report(c.words, c.short...)
	return nil
}

// atHome returns a path with ~ instead of the user's home folder.
func atHome(path string) string {
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); err == nil && ok {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}
