// Package layout says where everything stands on a screen of a given size. It
// is a pure function of numbers; its tests draw what comes out.
//
//	header                          | rows give way from the bottom of
//	timeout, max, life, now         | this list up: blanks, life, max, next
//	panes
//	next, keys
package layout

// The least screen on which anything but one line is shown.
const (
	LeastWidth  = 40
	LeastHeight = 10
)

// A Pane is one of the parts that a screen is divided into.
type Pane uint8

// The panes.
const (
	List     Pane = iota // the exchanges
	Detail               // one exchange, or how a connection ended
	Findings             // below the list on a large screen
	Wire                 // beside the detail on a large screen
	Timing               // below Wire
	Lesson               // below the list, or below the only pane

	Panes = int(iota) // how many there are
)

// A Rect is a part of the screen, in cells.
type Rect struct{ X, Y, W, H int }

// Contains reports whether the cell at x, y is in the rectangle.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// A Placed is a pane and where it stands, borders included.
type Placed struct {
	Pane Pane
	Rect
}

// A Plan says where everything stands. Rows that are not shown are -1.
type Plan struct {
	W, H                                        int
	Small                                       bool // one line, no more
	Header, Timeout, Max, Life, Now, Next, Keys int
	Fold                                        int        // a lesson in one line
	NextRows                                    int        // how many rows Next has
	Body                                        Rect       // what the panes share
	Columns                                     [][]Placed // from left to right, each from top to bottom
}

// Bar returns how many cells the bars have at a width, and in which column they
// begin.
func Bar(w int) (x, n int) {
	if w < 100 {
		return 10, max(w-40, min(w-31, 14)) // the fixed words have room first
	}
	return 11, w - 62
}

// Of returns the plan for a screen of w x h cells. Where there is room for one pane
// only, or full asks for one, it is the focused one.
func Of(w, h int, focus Pane, full bool) Plan {
	return planFor(w, h, focus, full, extra{next: 1})
}

// OfLesson returns the plan with a lesson, which has the foot of a column: where there is
// one column only, no more than the rows that it wants inside its border. Without
// any, or where there is no room for it, it has one line.
func OfLesson(w, h int, focus Pane, full bool, rows int) Plan {
	return planFor(w, h, focus, full, extra{next: 1, lesson: true, folded: rows == 0 || h < leastLesson, rows: rows})
}

// An extra is what a plan has room for beside the usual: the rows of next, and a
// lesson.
type extra struct {
	next           int
	lesson, folded bool
	rows           int
}

// The height of a lesson, its border included, and that of the pane above it; and
// the least height of a screen with both.
const (
	lessonHeight = 15
	leastAbove   = 8
	leastLesson  = 22
)

// OfReplay returns the plan of a replay, whose time bar stands in the place of the next
// request and takes up to three rows.
func OfReplay(w, h int, focus Pane, full bool) Plan {
	bar := 1
	switch {
	case h >= 28 && w >= 100:
		bar = 3
	case h >= 20:
		bar = 2
	}
	return planFor(w, h, focus, full, extra{next: bar})
}

// A Split is how two sessions share a screen: each has its list in its half, and its
// detail below. Where that is too narrow, the detail of one of them has the whole width.
type Split struct {
	Left, Wide int  // how far left of its half the detail begins, and how wide it is, in cells
	Detail     bool // the detail is of this session
}

// LeastSplit is the least height of a screen that is split.
const LeastSplit = 30

// OfSplit returns the plan of one half, w cells wide. The place of the detail counts
// from the left edge of the half, as all others do: it may begin before that. The rows
// of the body below the list are of the session whose detail they show alone.
func OfSplit(w, h int, s Split) Plan {
	p := Plan{W: w, H: h}
	p.rows(extra{next: 1})
	b := p.Body
	list := b.H * 2 / 5
	p.Columns = [][]Placed{{{List, Rect{0, b.Y, w, list}}}}
	if s.Detail {
		p.Columns = append(p.Columns, []Placed{{Detail, Rect{-s.Left, b.Y + list, s.Wide, b.H - list}}})
	}
	return p
}

func planFor(w, h int, focus Pane, full bool, x extra) Plan {
	p := Plan{W: w, H: h, Small: w < LeastWidth || h < LeastHeight}
	if p.Small {
		return p
	}
	p.rows(x)
	p.columns(focus, full)
	if x.lesson && !x.folded {
		p.teach(x.rows)
	}
	return p
}

// teach makes room for a lesson at the foot of the first column: the findings go.
func (p *Plan) teach(rows int) {
	col := p.Columns[0]
	if len(col) > 1 {
		col[0].H += col[1].H
	}
	h := min(lessonHeight, col[0].H-leastAbove)
	if len(p.Columns) == 1 {
		h = min(h, rows+2)
	}
	col[0].H -= h
	below := Rect{col[0].X, col[0].Y + col[0].H, col[0].W, h}
	p.Columns[0] = []Placed{col[0], {Lesson, below}}
}

// rows places the rows.
func (p *Plan) rows(x extra) {
	blank, life, most, next := p.H >= 28, p.H >= 25, p.H >= 16, p.H >= 13
	y := 0
	row := func(shown bool) int {
		if !shown {
			return -1
		}
		y++
		return y - 1
	}
	p.Header = row(true)
	row(blank)
	p.Timeout, p.Max, p.Life = row(true), row(most), row(life)
	row(blank)
	p.Now = row(true)
	row(blank)
	bottom := p.H - 1
	p.Keys, p.Next, p.Fold = bottom, -1, -1
	if next {
		bottom -= x.next
		p.Next, p.NextRows = bottom, x.next
	}
	if x.lesson && x.folded && next {
		bottom--
		p.Fold = bottom
	}
	p.Body = Rect{0, y, p.W, bottom - y}
}

func (p *Plan) columns(focus Pane, full bool) {
	b := p.Body
	three := p.W >= 160 && p.H >= 45
	switch {
	case full || p.W < 100:
		if !three && focus > Detail {
			focus = Detail
		}
		p.Columns = [][]Placed{{{focus, b}}}
	case !three:
		l := min(64, 56+(p.W-120)/2)
		p.Columns = [][]Placed{
			{{List, Rect{0, b.Y, l, b.H}}},
			{{Detail, Rect{l, b.Y, p.W - l, b.H}}},
		}
	default:
		l := min(64, 52+(p.W-160)*3/20) // its columns have room from 52 on
		d := 64 + max(0, p.W-200)/3     // all its tabs have room
		findings, timing := b.H/3, min(12, b.H/3)
		p.Columns = [][]Placed{
			{{List, Rect{0, b.Y, l, b.H - findings}}, {Findings, Rect{0, b.Y + b.H - findings, l, findings}}},
			{{Detail, Rect{l, b.Y, d, b.H}}},
			{{Wire, Rect{l + d, b.Y, p.W - l - d, b.H - timing}}, {Timing, Rect{l + d, b.Y + b.H - timing, p.W - l - d, timing}}},
		}
	}
}

// Below reports whether a row of the body is below the list.
func (p *Plan) Below(y int) bool {
	l, ok := p.Where(List)
	return ok && y >= l.Y+l.H && y < p.Body.Y+p.Body.H
}

// Where returns the place of a pane, if it is on the screen.
func (p *Plan) Where(pane Pane) (Rect, bool) {
	for _, c := range p.Columns {
		for _, pl := range c {
			if pl.Pane == pane {
				return pl.Rect, true
			}
		}
	}
	return Rect{}, false
}

// At returns the pane at a cell.
func (p *Plan) At(x, y int) (Placed, bool) {
	for _, c := range p.Columns {
		for _, pl := range c {
			if pl.Contains(x, y) {
				return pl, true
			}
		}
	}
	return Placed{}, false
}
