package composer

import (
	"strings"
	"unicode/utf8"

	"linger/ui/text"
	"linger/ui/theme"
)

// A cursor is the byte offset in a string at which the user types. A byte of invalid
// UTF-8 counts as one character.
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

// cut removes the text between the cursor and another position.
func (c *cursor) cut(s *string, to cursor) {
	from := *c
	if to < from {
		from, to = to, from
	}
	*s = (*s)[:from] + (*s)[to:]
	*c = from
}

// wordLeft returns the start of the word before the cursor.
func (c cursor) wordLeft(s string) cursor {
	head := strings.TrimRight(s[:c], " ")
	return cursor(strings.LastIndexByte(head, ' ') + 1)
}

// edits maps the editing keys of a text field to functions. The keys work as in a shell.
var edits = map[string]func(c *cursor, s *string){
	"left":          func(c *cursor, s *string) { c.left(*s) },
	"right":         func(c *cursor, s *string) { c.right(*s) },
	"home":          func(c *cursor, _ *string) { *c = 0 },
	"end":           func(c *cursor, s *string) { *c = cursor(len(*s)) },
	"backspace":     (*cursor).backspace,
	"delete":        (*cursor).delete,
	"ctrl+w":        func(c *cursor, s *string) { c.cut(s, c.wordLeft(*s)) },
	"alt+backspace": func(c *cursor, s *string) { c.cut(s, c.wordLeft(*s)) },
	"ctrl+u":        func(c *cursor, s *string) { c.cut(s, 0) },
	"ctrl+k":        func(c *cursor, s *string) { c.cut(s, cursor(len(*s))) },
}

// aliases maps keys to the keys of [edits] with the same effect.
var aliases = map[string]string{"ctrl+a": "home", "ctrl+e": "end", "ctrl+h": "backspace", "ctrl+d": "delete"}

// editing returns the key for which key is an alias, or key itself if it is not an alias.
func editing(key string) string {
	if k := aliases[key]; k != "" {
		return k
	}
	return key
}

func (c *cursor) backspace(s *string) {
	to := *c
	c.left(*s)
	c.cut(s, to)
}

func (c *cursor) delete(s *string) {
	to := *c
	to.right(*s)
	c.cut(s, to)
}

// press edits s with a key, and reports whether the key is one of [edits].
func (c *cursor) press(s *string, key string) bool {
	edit := edits[editing(key)]
	if edit == nil {
		return false
	}
	c.clamp(*s)
	edit(c, s)
	return true
}

// draw returns the text around the cursor in exactly w cells, including the cursor.
func (c cursor) draw(th *theme.Theme, style theme.Style, s string, w int) string {
	c.clamp(s)
	before, after := text.Safe(s[:c]), text.Safe(s[c:])
	if text.Width(before) > w-1 {
		before = text.Cut("…"+tail(before, max(0, w-2)), max(0, w-1))
	}
	room := max(0, w-1-text.Width(before))
	return style.Render(before) + th.Key.Render(text.CutWith(th.Glyphs.Bar, w, "")) + style.Render(th.Fit(after, room))
}

// tail returns the longest suffix of safe text s that fits in w cells.
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
