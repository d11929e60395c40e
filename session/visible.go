package session

import "unicode"

// Invisible reports whether a rune does something other than to show itself: a
// control, a format character, or a line separator. No document holds one as it is.
func Invisible(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
