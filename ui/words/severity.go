package words

import (
	"linger/ui/theme"
	"linger/wire"
)

// Severity returns the sign of a severity and the style of the text after it.
func Severity(th *theme.Theme, s wire.Severity) (sign string, style theme.Style) {
	switch s {
	case wire.SeverityError:
		return th.Glyphs.Error, th.RaceStrong
	case wire.SeverityWarning:
		return th.Glyphs.Warning, th.CautionStrong
	}
	return th.Glyphs.Note, th.Muted
}
