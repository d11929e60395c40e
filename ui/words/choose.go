package words

import "linger/ui/text"

// A Length says how long a text may be.
type Length uint8

// The lengths, from the longest.
const (
	Long   Length = iota // a sentence, complete
	Medium               // the sentence without unnecessary words
	Short                // only the facts
	lengths
)

// forms holds the texts for one statement, by length. An empty form means the
// previous one.
type forms [lengths]string

// same returns one form for every length.
func same(s string) forms { return forms{s} }

// at returns the form of that length.
func (f *forms) at(l Length) string {
	for ; l > Long && f[l] == ""; l-- {
	}
	return f[l]
}

// Fit returns the first of several texts that fits in w cells, or the last one
// if none fits.
func Fit(w int, ways ...string) string {
	for _, s := range ways {
		if text.Width(s) <= w {
			return s
		}
	}
	return ways[len(ways)-1]
}
