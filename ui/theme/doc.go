// Package theme holds what the inspector looks like: tokens, which say what a
// piece of text means, and glyphs.
//
//	text strong muted rule track      what is said, and what stands around it
//	accent                            focus, keys, what linger sends
//	ok caution race                   how safe it is
//	framing content                   what a byte is
//	select                            the selected row
//
// What a token says in colour a glyph or a word also says, so that NO_COLOR and
// ASCII lose nothing.
package theme
