package words

import "linger/ui/text"

// A Length is how many words there is room for.
type Length uint8

// The lengths, from the longest.
const (
	Long   Length = iota // a sentence, complete
	Medium               // the same without words that a reader can do without
	Short                // the facts alone
	lengths
)

// forms are the ways to say one thing, by length. One that is empty is as the one
// before it.
type forms [lengths]string

// same returns one form for every length.
func same(s string) forms { return forms{s} }

// at returns the form of that length.
func (f *forms) at(l Length) string {
	for ; l > Long && f[l] == ""; l-- {
	}
	return f[l]
}

// Fit returns the first of several ways to say something that is no wider than w
// cells, and the last one where none is.
func Fit(w int, ways ...string) string {
	for _, s := range ways {
		if text.Width(s) <= w {
			return s
		}
	}
	return ways[len(ways)-1]
}
