package session

import "unicode"

// Invisible reports whether a rune is a control character, a format character
// or a line separator. Documents that linger writes contain none of them
// unescaped.
func Invisible(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
