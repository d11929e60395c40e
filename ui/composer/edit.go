package composer

import (
	"strings"
	"unicode/utf8"

	"linger/ui/text"
	"linger/ui/theme"
)

// A cursor is where somebody types: before byte number of a text. A text may
// hold bytes that are no UTF-8, one of which is a character of its own.
type cursor int

func (c *cursor) clamp(s string) {
	*c = cursor(max(0, min(int(*c), len(s))))
}

func (c *cursor) insert(s *string, what string) {
	c.clamp(*s)
	*s = (*s)[:*c] + what + (*s)[*c:]
	*c += cursor(len(what))
}

func (c *cursor) left(s string) {
	c.clamp(s)
	_, n := utf8.DecodeLastRuneInString(s[:*c])
	*c -= cursor(n)
}

func (c *cursor) right(s string) {
	c.clamp(s)
	_, n := utf8.DecodeRuneInString(s[*c:])
	*c += cursor(n)
}

// cut takes the text between the cursor and another place out.
func (c *cursor) cut(s *string, to cursor) {
	from := *c
	if to < from {
		from, to = to, from
	}
	*s = (*s)[:from] + (*s)[to:]
	*c = from
}

// wordLeft is the beginning of the word before the cursor.
func (c cursor) wordLeft(s string) cursor {
	head := strings.TrimRight(s[:c], " ")
	return cursor(strings.LastIndexByte(head, ' ') + 1)
}

// press edits s as the key says, and reports whether the key edits at all.
func (c *cursor) press(s *string, key string) bool {
	c.clamp(*s)
	to := *c
	switch key {
	case "left":
		c.left(*s)
	case "right":
		c.right(*s)
	case "home", "ctrl+a":
		*c = 0
	case "end", "ctrl+e":
		*c = cursor(len(*s))
	case "backspace", "ctrl+h":
		c.left(*s)
		c.cut(s, to)
	case "delete", "ctrl+d":
		to.right(*s)
		c.cut(s, to)
	case "ctrl+w", "alt+backspace":
		c.cut(s, c.wordLeft(*s))
	case "ctrl+u":
		c.cut(s, 0)
	case "ctrl+k":
		c.cut(s, cursor(len(*s)))
	default:
		return false
	}
	return true
}

// draw is the text around the cursor in exactly w cells, the cursor among them.
func (c cursor) draw(th *theme.Theme, style theme.Style, s string, w int) string {
	c.clamp(s)
	before, after := text.Safe(s[:c]), text.Safe(s[c:])
	if text.Width(before) > w-1 {
		before = text.Cut("…"+tail(before, max(0, w-2)), max(0, w-1))
	}
	room := max(0, w-1-text.Width(before))
	return style.Render(before) + th.Key.Render(text.CutWith(th.Glyphs.Bar, w, "")) + style.Render(th.Fit(after, room))
}

// tail is the end of safe text, at most w cells of it.
func tail(s string, w int) string {
	for text.Width(s) > w {
		_, n := utf8.DecodeRuneInString(s)
		if far := text.Width(s) - w; far > 8 {
			n = max(n, far/4)
		}
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n++
		}
		s = s[n:]
	}
	return s
}
