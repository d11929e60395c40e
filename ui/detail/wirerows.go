package detail

import (
	"math"
	"sort"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A runKind states what a run on the Wire tab shows.
type runKind uint8

const (
	runBytes   runKind = iota // the bytes of one element, or of a part of it
	runHeading                // the heading of a direction
	runNext                   // the start of the next read
	runFolded                 // a folded run of chunks
	runHead                   // the headings of the columns
	runGap                    // bytes that were not captured
	runWords                  // a remark
)

// A run is one row of the Wire tab, or several rows in hexadecimal.
type run struct {
	kind   runKind
	sent   bool
	goesOn bool // the run is not the first part of its line
	loose  bool // a heading: the bytes below are unsolicited
	again  bool // a heading: linger found the response below after unsolicited bytes
	secret bool // the line, or the line that it continues, has a secret value
	line   wire.Line
	off, n int64
	at     int64 // for content: number of bytes of content before it
	chunks int64 // for a folded run: number of chunks
	when   time.Duration
	words  string
	from   *record.Stretch
	finds  []wire.Finding
}

// wireRows is the view of the Wire tab: the raw bytes of both directions. It lays out
// runs as a list; only visible bytes become text or hexadecimal.
type wireRows struct {
	s       *scene
	list    []run
	first   []int // first row of each run; nil if each run has one row
	total   int
	runs    int
	perRow  int // bytes in a row of hexadecimal
	offW    int // width of an offset in cells
	labelAt int
	bytesW  int
	hidden  map[lineAt][]secretPart // for the long lines that have been drawn
}

// shownExchanges is the maximum number of exchanges of a connection on the Wire tab.
const shownExchanges = 50

func wireView(s *scene) view {
	w := &wireRows{s: s, offW: max(6, len(strconv.FormatInt(max(s.conn.Sent, s.conn.Received), 10)))}
	w.columns()
	if s.ex != nil {
		w.exchange(s.ex)
	} else {
		w.connection()
	}
	if s.h >= tallWire || len(w.list)+4 <= s.h {
		w.loosen()
	}
	w.count()
	return w
}

// tallWire is the minimum height, in rows, at which the Wire tab has column headings even
// if not all rows fit.
const tallWire = 27

// loosen adds headings to the columns, and a blank row before each direction.
func (w *wireRows) loosen() {
	out := append(make([]run, 0, len(w.list)+8), run{kind: runWords}, run{kind: runHead})
	for _, r := range w.list {
		if r.kind == runHeading {
			out = append(out, run{kind: runWords})
		}
		out = append(out, r)
	}
	w.list = out
}

// columns computes the column at which labels begin, and the number of bytes in a row of
// hexadecimal.
func (w *wireRows) columns() {
	const longest, common = 31, 22 // width of labels in cells
	n, bytesAt := w.s.w, w.offW+4
	w.labelAt = min(max(n-longest, min(n-common, 45), bytesAt+(n-bytesAt)/2), 65)
	w.bytesW = max(1, w.labelAt-bytesAt-1)
	for w.perRow = 16; w.perRow > 1 && w.hexWidth(w.perRow) > w.bytesW; {
		w.perRow /= 2
	}
}

// hexWidth returns the width in cells of n bytes in hexadecimal.
func (w *wireRows) hexWidth(n int) int {
	if w.s.mode == asBoth {
		return 3*n + 1 + n
	}
	return 3*n - 1
}

func (w *wireRows) connection() {
	es := w.s.conn.Exchanges
	if n := len(es) - shownExchanges; n > 0 {
		w.list = append(w.list, run{kind: runWords, words: "earlier exchanges are in the list"})
		es = es[n:]
	}
	missing := w.s.conn.Passing.Missing
	for _, e := range es {
		missing = w.between(missing, e.Started)
		w.exchange(e)
	}
	w.between(missing, math.MaxInt64)
	if st := &w.s.conn.Loose; st.Len > 0 {
		w.leftOver(st, w.contentBefore(st.Off))
	}
	if len(w.list) == 0 || w.runsOnly() == 0 {
		w.list = append(w.list, run{kind: runWords, words: "no bytes yet"})
	}
}

// between adds the gaps before the time until that belong to no known exchange, and
// returns the gaps after that time.
func (w *wireRows) between(missing []session.Missed, until time.Duration) []session.Missed {
	for len(missing) > 0 && missing[0].At < until {
		if m := missing[0]; m.Exchange == 0 {
			w.list = append(w.list, run{kind: runGap, sent: m.Side == session.ByClient, off: m.Off, n: m.Len})
		}
		missing = missing[1:]
	}
	return missing
}

func (w *wireRows) exchange(e *record.Exchange) {
	if e.Requested {
		w.heading(&e.Request, true)
		w.stretch(&e.Request, true, e.Findings, w.gaps(e, session.ByClient))
	}
	if e.Response.Len == 0 {
		for _, m := range w.gaps(e, session.ByServer) {
			w.list = append(w.list, run{kind: runGap, off: m.Off, n: m.Len})
		}
		return
	}
	w.heading(&e.Response, false)
	w.list[len(w.list)-1].again = e.Facts().Resumed
	w.stretch(&e.Response, false, e.Findings, w.gaps(e, session.ByServer))
	if n := len(w.list) - 1; w.list[n].line.Kind == wire.KindTrailerEnd && goesIdle(w.s.conn, e) {
		w.list[n].words = "; idle from here"
	}
	if st, ok := loose(w.s.conn, e); ok && w.s.ex != nil {
		w.leftOver(&st, e.Facts().ContentBytes)
	}
}

// gaps returns the gaps in a message, in order.
func (w *wireRows) gaps(e *record.Exchange, side session.Party) (out []session.Missed) {
	if request, response := e.Missed(); request+response == 0 {
		return nil
	}
	for _, m := range w.s.conn.Passing.Missing {
		if m.Exchange == e.ID && m.Side == side {
			out = append(out, m)
		}
	}
	return out
}

// contentBefore returns the number of bytes of content in the last response that ends at
// or before off.
func (w *wireRows) contentBefore(off int64) (n int64) {
	for _, e := range w.s.conn.Exchanges {
		if e.Response.Len > 0 && e.Response.End() <= off {
			n = e.Facts().ContentBytes
		}
	}
	return n
}

// goesIdle reports whether the connection was idle after e: it persisted, and no other
// request was outstanding.
func goesIdle(c *record.Connection, e *record.Exchange) bool {
	next := after(c, e)
	return e.Done && e.Reason.Persistent() && (next == nil || next.Started >= e.LastByte)
}

func (w *wireRows) heading(st *record.Stretch, sent bool) {
	h := run{kind: runHeading, sent: sent, off: st.Off, n: st.Len, from: st}
	if segments := st.Segments(); len(segments) > 0 {
		h.when = segments[0].At
	}
	w.list = append(w.list, h)
}

// count sets the number of rows and the number of runs that have bytes.
func (w *wireRows) count() {
	w.runs = w.runsOnly()
	if w.s.mode == asText {
		w.total = len(w.list)
		return
	}
	w.first = make([]int, len(w.list))
	for i := range w.list {
		w.first[i] = w.total
		w.total += w.height(&w.list[i])
	}
}

func (w *wireRows) runsOnly() (n int) {
	for i := range w.list {
		if k := w.list[i].kind; k == runBytes || k == runFolded {
			n++
		}
	}
	return n
}

// height returns the number of rows that a run has in hexadecimal.
func (w *wireRows) height(r *run) int {
	if r.kind != runBytes {
		return 1
	}
	return max(1, int((r.n+int64(w.perRow)-1)/int64(w.perRow)))
}

func (w *wireRows) rows() int { return w.total }

// at returns the run on row i, and the index of that row within the run.
func (w *wireRows) at(i int) (*run, int) {
	if w.first == nil {
		return &w.list[i], 0
	}
	k := sort.SearchInts(w.first, i+1) - 1
	return &w.list[k], i - w.first[k]
}

func (w *wireRows) stop(i int) bool {
	r, _ := w.at(i)
	return r.kind == runBytes || r.kind == runFolded
}

// find returns the index of the row that shows the byte at the given place.
func (w *wireRows) find(to place) (int, bool) {
	for i := range w.list {
		r := &w.list[i]
		if r.kind != runBytes && r.kind != runFolded || r.sent != to.sent || to.off < r.off || to.off >= r.off+max(1, r.n) {
			continue
		}
		if w.first == nil || r.kind == runFolded {
			return w.row(i), true
		}
		return w.first[i] + int(to.off-r.off)/w.perRow, true
	}
	return 0, false
}

func (w *wireRows) row(i int) int {
	if w.first == nil {
		return i
	}
	return w.first[i]
}

// fold returns the offset of the folded run on row i.
func (w *wireRows) fold(i int) (int64, bool) {
	r, _ := w.at(i)
	return r.off, r.kind == runFolded
}

// foldAt returns the offset of the folded run that hides the given place.
func (w *wireRows) foldAt(to place) (int64, bool) {
	if i, ok := w.find(to); ok {
		return w.fold(i)
	}
	return 0, false
}
