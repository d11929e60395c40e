package words

import "linger/ui/text"

// A Length selects one of the forms of a statement.
type Length uint8

// The lengths, longest first.
const (
	Long   Length = iota // a complete sentence
	Medium               // the same with fewer words
	Short                // only the facts
	lengths
)

// forms holds one statement in each length. An empty string stands for the next longer
// form.
type forms [lengths]string

// same returns one form for every length.
func same(s string) forms { return forms{s} }

// at returns the form of length l.
func (f *forms) at(l Length) string {
	for ; l > Long && f[l] == ""; l-- {
	}
	return f[l]
}

// Fit returns the first string in ways that is at most w cells wide, or the last one if
// none is. It panics if ways is empty.
func Fit(w int, ways ...string) string {
	for _, s := range ways {
		if text.Width(s) <= w {
			return s
		}
	}
	return ways[len(ways)-1]
}
