// Package theme defines the appearance of the inspector: tokens, each of which names the
// meaning of a piece of text, and glyphs.
//
//	text strong muted rule track      text, and the lines around it
//	accent                            focus, keys, what linger sends
//	ok caution race                   how safe it is
//	framing content                   what a byte is
//	select                            the selected row
//
// A glyph or a word also shows what a token shows in colour, so that nothing is lost with
// NO_COLOR or ASCII.
package theme
