package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Glyphs holds the glyphs that the screen uses. All except Cut are one cell wide.
type Glyphs struct {
	Safe, Caution, Race string // time left, by zone
	Max                 string // exchanges left of max; the selected tab
	Spent               string // spent; to come
	Deadline            string // the advertised deadline
	Lived               string // idle time that has passed
	Open, Closed        string
	Error, Warning      string
	Note                string
	Yes, NotAsked       string
	Cursor              string // cursor, selected
	Sent, Received      string
	Busy, Waiting       string // an exchange, or receiving bytes; waiting
	Queued              string // waiting behind another response
	Gap                 string // bytes that were not captured
	Probe               string // a TCP keepalive probe
	Doubtful            string // doubtful reuse
	Likely              string // the most likely meaning of bytes
	Cut                 string // the mark where text is cut
	Bar                 string // thin bar beside a byte offset; text cursor
	Dot                 string // between facts in a row
	Up, Down            string
	Tick, Axis          string // a tick of an axis; a tick at the current time
	Now                 string // the current time in a lane
	Here, Mark          string // the position in a replay; a mark that the user has set

	TopLeft, TopRight, BottomLeft, BottomRight string
	Horizontal, Vertical                       string
	TitleLeft, TitleRight                      string // around a focused title, and at the ends of a rule

	// Lit holds the eight states of the cell at the moving end of a bar: Lit[n] has n
	// eighths lit, from the right. ASCII has only whole cells.
	Lit [8]Partial
}

// A Partial is a partly lit cell: a glyph that fills the cell from the left, and whether
// it is drawn reversed, so that the right part is lit.
type Partial struct {
	Glyph   string
	Reverse bool
}

var unicode = Glyphs{
	Safe: "█", Caution: "▒", Race: "▓", Max: "━", Spent: "┄", Deadline: "│", Lived: "─",
	Open: "●", Closed: "○", Error: "✗", Warning: "!", Note: "i", Yes: "✓", NotAsked: "·",
	Cursor: "▸", Sent: "→", Received: "←", Busy: "▇", Waiting: "░", Queued: "╌", Gap: "┆", Probe: "k", Doubtful: "╍", Likely: "≈", Cut: "…", Bar: "▏",
	Dot: "·", Up: "↑", Down: "↓", Tick: "┴", Axis: "┼", Now: "●", Here: "▼", Mark: "◆",
	TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Horizontal: "─", Vertical: "│",
	TitleLeft: "┤", TitleRight: "├",
	Lit: [8]Partial{{"┄", false}, {"▉", true}, {"▊", true}, {"▋", true}, {"▌", true}, {"▍", true}, {"▎", true}, {"▏", true}},
}

var plain = Glyphs{
	Safe: "#", Caution: ":", Race: "%", Max: "=", Spent: ".", Deadline: "|", Lived: "-",
	Open: "*", Closed: "o", Error: "x", Warning: "!", Note: "i", Yes: "+", NotAsked: ".",
	Cursor: ">", Sent: ">", Received: "<", Busy: "#", Waiting: ".", Queued: "-", Gap: "/", Probe: "k", Doubtful: "~", Likely: "~", Cut: "...", Bar: "|",
	Dot: "-", Up: "^", Down: "v", Tick: "+", Axis: "+", Now: "*", Here: "V", Mark: "@",
	TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Horizontal: "-", Vertical: "|",
	TitleLeft: "|", TitleRight: "|",
	Lit: [8]Partial{{".", false}, {".", false}, {".", false}, {".", false}, {"#", false}, {"#", false}, {"#", false}, {"#", false}},
}

// asciiOf maps the signs that texts contain to ASCII.
var asciiOf = map[rune]string{
	'≈': "~", '▼': "V", '◆': "@",
	'█': "#", '▒': ":", '▓': "%", '━': "=", '┄': ".", '│': "|", '─': "-", '●': "*", '○': "o", '✗': "x",
	'✓': "+", '·': "-", '▸': ">", '▶': ">", '→': ">", '←': "<", '▇': "#", '░': ".", '╌': "-", '┆': "/", '╍': "~", '…': ".", '▏': "|",
	'↑': "^", '↓': "v", '┴': "+", '┼': "+", '╭': "+", '╮': "+", '╰': "+", '╯': "+", '┤': "|", '├': "|",
	'┬': "+", '┌': "+", '┐': "+", '└': "+", '┘': "+", '╲': "\\", '╱': "/", '╳': "X", '╶': "-", '╴': "-",
	'§': "s", '–': "-", '−': "-", '×': "x", '≥': ">", '≤': "<", '’': "'", '“': "\"", '”': "\"",
}

// ToASCII returns a frame in which an ASCII cell replaces every cell that is not ASCII.
// It is the last step for a frame in ASCII mode, so that no pane can forget it. A cell
// without a replacement becomes a question mark.
func ToASCII(frame string) string {
	i := 0
	for i < len(frame) && frame[i] < utf8.RuneSelf {
		i++
	}
	if i == len(frame) {
		return frame
	}
	var b strings.Builder
	b.Grow(len(frame))
	for i = 0; i < len(frame); {
		n := untouched(frame[i:])
		b.WriteString(frame[i : i+n])
		if i += n; i < len(frame) {
			cluster, cells := ansi.FirstGraphemeCluster(frame[i:], ansi.GraphemeWidth)
			if cells > 0 {
				r, _ := utf8.DecodeRuneInString(cluster)
				b.WriteString(standIn(r) + strings.Repeat("?", cells-1))
			}
			i += max(1, len(cluster))
		}
	}
	return b.String()
}

// untouched returns the number of bytes at the start of a frame that are styles, line
// ends and ASCII letters without marks.
func untouched(s string) (n int) {
	for n < len(s) && s[n] < utf8.RuneSelf {
		switch {
		case s[n] == '\x1b':
			n += max(0, strings.IndexByte(s[n:], 'm'))
		case s[n] >= ' ' && n+1 < len(s) && s[n+1] >= utf8.RuneSelf:
			return n
		}
		n++
	}
	return n
}

// standIn returns the ASCII cell that replaces a letter or a sign.
func standIn(r rune) string {
	if s, ok := asciiOf[r]; ok {
		return s
	}
	if r < utf8.RuneSelf {
		return string(r)
	}
	return "?"
}
