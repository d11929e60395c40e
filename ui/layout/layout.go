// Package layout computes the position of every part of a screen of a given size. Its
// functions depend only on numbers; the tests draw their results.
//
//	header                          | rows are dropped in this order:
//	timeout, max, life, now         | blank rows, life, max, next
//	panes
//	next, keys
package layout

// The minimum size of a screen that shows more than one line.
const (
	LeastWidth  = 40
	LeastHeight = 10
)

// A Pane is one of the parts of a screen.
type Pane uint8

// The panes.
const (
	List     Pane = iota // the exchanges
	Detail               // one exchange, or how a connection ended
	Findings             // below the list on a large screen
	Wire                 // beside the detail on a large screen
	Timing               // below Wire
	Lesson               // below the list, or below the single pane

	Panes = int(iota) // number of panes
)

// A Rect is a part of the screen, in cells.
type Rect struct{ X, Y, W, H int }

// Contains reports whether the cell at x, y is in the rectangle.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// A Placed is a pane with its position and size, including its borders.
type Placed struct {
	Pane Pane
	Rect
}

// A Plan holds the positions of all parts. The position of a row that is not shown is -1.
type Plan struct {
	W, H                                        int
	Small                                       bool // the screen has room for only one line
	Header, Timeout, Max, Life, Now, Next, Keys int
	Fold                                        int        // row of a folded lesson
	NextRows                                    int        // number of rows of Next
	Body                                        Rect       // the area of the panes
	Columns                                     [][]Placed // from left to right, each from top to bottom
}

// Bar returns the column where the bars begin on a screen w cells wide, and the width of
// the bars in cells.
func Bar(w int) (x, n int) {
	if w < 100 {
		return 10, max(w-40, min(w-31, 14)) // the words beside the bar take precedence
	}
	return 11, w - 62
}

// Of returns the plan for a screen of w x h cells. If there is room for only one pane, or
// full is set, the plan has only the pane with the focus.
func Of(w, h int, focus Pane, full bool) Plan {
	return planFor(w, h, focus, full, extra{next: 1})
}

// OfLesson returns the plan with a lesson at the foot of a column. rows is the number of
// rows that the lesson needs inside its border. If there is a single column, the lesson
// gets no more than that. If rows is 0, or there is no room for the lesson, it has one
// line.
func OfLesson(w, h int, focus Pane, full bool, rows int) Plan {
	return planFor(w, h, focus, full, extra{next: 1, lesson: true, folded: rows == 0 || h < leastLesson, rows: rows})
}

// An extra holds the additional parts of a plan: the number of rows of next, and a
// lesson.
type extra struct {
	next           int
	lesson, folded bool
	rows           int
}

// The maximum height of a lesson with its border, and the minimum heights of the pane
// above it and of a screen with both, in rows.
const (
	lessonHeight = 15
	leastAbove   = 8
	leastLesson  = 22
)

// OfReplay returns the plan of a replay. Its time bar replaces the next request and has
// up to three rows.
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

// A Split describes how two sessions share a screen. Each session has its list in its
// half, with its detail below. On a narrower screen, the detail of one session has the
// whole width.
type Split struct {
	Left, Wide int  // how far the detail begins to the left of its half, and the width of the detail, in cells
	Detail     bool // the screen shows the detail of this session
}

// LeastSplit is the minimum height, in rows, of a split screen.
const LeastSplit = 30

// OfSplit returns the plan of one half, w cells wide. All positions count from the left
// edge of the half; the detail may begin to the left of it. The rows below the lists
// belong only to the session whose detail they show.
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

// teach makes room for a lesson at the foot of the first column, where the findings would
// be.
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

// rows sets the positions of the rows.
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
		l := min(64, 52+(p.W-160)*3/20) // the columns of the list fit from 52 cells on
		d := 64 + max(0, p.W-200)/3     // all tabs of the detail fit
		findings, timing := b.H/3, min(12, b.H/3)
		p.Columns = [][]Placed{
			{{List, Rect{0, b.Y, l, b.H - findings}}, {Findings, Rect{0, b.Y + b.H - findings, l, findings}}},
			{{Detail, Rect{l, b.Y, d, b.H}}},
			{{Wire, Rect{l + d, b.Y, p.W - l - d, b.H - timing}}, {Timing, Rect{l + d, b.Y + b.H - timing, p.W - l - d, timing}}},
		}
	}
}

// Below reports whether a row is below the list, inside the area of the panes.
func (p *Plan) Below(y int) bool {
	l, ok := p.Where(List)
	return ok && y >= l.Y+l.H && y < p.Body.Y+p.Body.H
}

// Where returns the position of a pane, if it is on the screen.
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
