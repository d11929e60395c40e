package pairs

import (
	"sort"
	"strconv"
	"time"

	"linger/session"
	"linger/session/learned"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// A Story is the pane that shows what happened on one connection: its exchanges, and how
// each side ended it. If all connections are selected, it shows what linger has learned
// from them.
type Story struct {
	th     *theme.Theme
	rec    *record.Record
	now    time.Duration
	w, h   int
	focus  bool
	conn   int // ID of the connection; 0 for all connections
	chosen int // ID of the selected exchange; 0 for the most recent
	top    int
	sum    *learned.Summary
}

// NewStory returns an empty story.
func NewStory(th *theme.Theme) *Story { return &Story{th: th} }

// SetTheme sets the colours and the glyphs.
func (s *Story) SetTheme(th *theme.Theme) { s.th = th }

// SetSize sets the size of the pane inside its border, in cells.
func (s *Story) SetSize(w, h int) { s.w, s.h = max(0, w), max(0, h) }

// SetFocus sets whether the pane has the focus. If so, the cursor is highlighted.
func (s *Story) SetFocus(on bool) { s.focus = on }

// Show sets what the pane shows: the record, the ID of the connection (0 for all
// connections), the time since the session began, and what linger has learned.
func (s *Story) Show(r *record.Record, conn int, now time.Duration, sum *learned.Summary) {
	if conn != s.conn {
		s.chosen, s.top = 0, 0
	}
	s.rec, s.conn, s.now, s.sum = r, conn, now, sum
	s.reveal()
}

func (s *Story) shown() *record.Connection { return s.rec.Conn(s.conn) }

// Exchange returns the ID of the selected exchange, or 0 if there is none.
func (s *Story) Exchange() int {
	c := s.shown()
	if c == nil || len(c.Exchanges) == 0 {
		return 0
	}
	return c.Exchanges[s.place(c)].ID
}

func (s *Story) place(c *record.Connection) int {
	if s.chosen == 0 {
		return len(c.Exchanges) - 1
	}
	at := sort.Search(len(c.Exchanges), func(i int) bool { return c.Exchanges[i].ID >= s.chosen })
	return min(at, len(c.Exchanges)-1)
}

// Move moves the cursor down by the given number of exchanges, or up if by is negative.
// If the cursor is on the most recent exchange, it moves to each later exchange as that
// exchange begins.
func (s *Story) Move(by int) {
	c := s.shown()
	if c == nil || len(c.Exchanges) == 0 {
		return
	}
	last := len(c.Exchanges) - 1
	to := max(0, s.place(c)+by)
	if s.chosen = 0; to < last {
		s.chosen = c.Exchanges[to].ID
	}
}

// Page moves the cursor down by the given number of pages, or up if by is negative.
func (s *Story) Page(by int) { s.Move(by * max(1, s.h-2)) }

// Title returns the title in the border. noun is the word for a connection.
func (s *Story) Title(noun string) string {
	c := s.shown()
	if c == nil {
		return "All " + noun + "s"
	}
	name := string(noun[0]-'a'+'A') + noun[1:] + " " + strconv.Itoa(c.ID)
	if c.Info.Local == "" {
		return name
	}
	return name + "  " + text.Safe(c.Info.Local) + " " + s.th.Glyphs.Sent + " " + text.Safe(c.Info.Remote)
}

// Fact returns the text in the border: the number of exchanges, and of lost requests.
func (s *Story) Fact() string {
	c := s.shown()
	if c == nil {
		return "9 Learned shows the evidence"
	}
	fact, lost := format.Count(c.Past.Exchanges+len(c.Exchanges), "exchange"), 0
	for _, id := range c.Close.Lost {
		if e := s.rec.Exchange(id); e != nil && e.Lost() {
			lost++
		}
	}
	if lost > 0 {
		fact += " " + s.th.Glyphs.Dot + " " + format.Number(int64(lost)) + " lost"
	}
	return fact
}

// A line is a row that is not an exchange. before is the number of exchanges above the
// row.
type line struct {
	before int
	at     time.Duration // -1 if the row has no time
	words  string
	style  theme.Style
}

// lines returns the rows that are not exchanges, from top to bottom.
func (s *Story) lines(c *record.Connection) (out []line) {
	th := s.th
	add := func(at time.Duration, style theme.Style, words string) {
		before := len(c.Exchanges)
		if at >= 0 {
			before = begunBy(c, at)
		}
		out = append(out, line{before, at, words, style})
	}
	if f := c.Passing.Faults; f != "" {
		out = append(out, line{0, c.Dialed, th.Glyphs.Warning + " relay: " + text.Safe(f) + ", on request", th.Caution})
	}
	p := words.Pair{Conn: c, Now: s.now, Relay: s.rec.Start.Vantage == session.VantageRelay}
	s.passed(c, add)
	for i := range c.Passing.Ends {
		sign, said, bad := p.End(i)
		style := th.Strong
		if bad {
			style = th.Race
		}
		glyph, _ := sign.Glyph(th)
		add(c.Passing.Ends[i].At, style, glyph+" "+said)
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].before < out[j].before || out[i].before == out[j].before && out[i].at < out[j].at
	})
	for _, why := range p.Why() {
		for i, row := range text.Wrap(why, max(1, s.w-6)) {
			lead := th.Glyphs.Sent + " "
			if i > 0 {
				lead = "  "
			}
			add(-1, th.Muted, lead+row)
		}
	}
	return out
}

// begunBy returns the number of exchanges on c that began at time at or earlier.
func begunBy(c *record.Connection, at time.Duration) int {
	return sort.Search(len(c.Exchanges), func(i int) bool { return c.Exchanges[i].Started > at })
}

// passed adds rows about uncaptured bytes and TCP keepalive probes. It omits uncaptured
// bytes of complete exchanges, because the rows of the exchanges mention them. Several
// probes or gaps between two exchanges share one row.
func (s *Story) passed(c *record.Connection, add func(time.Duration, theme.Style, string)) {
	p, g := &c.Passing, &s.th.Glyphs
	for i := 0; i < len(p.Missing); {
		m, total, n := p.Missing[i], int64(0), 0
		for ; i < len(p.Missing) && p.Missing[i].Side == m.Side && begunBy(c, p.Missing[i].At) == begunBy(c, m.At); i++ {
			if e := s.rec.Exchange(p.Missing[i].Exchange); e == nil || !e.Facts().Complete {
				total += p.Missing[i].Len
				n++
			}
		}
		if n == 0 {
			continue
		}
		words := " " + format.Count(total, "byte") + " passed, not captured (" + string(m.Side) + " to " + string(other(m.Side)) + ")"
		if n > 1 {
			words = " " + format.Count(total, "byte") + " passed in " + format.Count(n, "gap") + ", not captured (" + string(m.Side) + " to " + string(other(m.Side)) + ")"
		}
		add(m.At, s.th.Caution, g.Gap+words)
	}
	for i := 0; i < len(p.Probes); {
		k, n := p.Probes[i], 0
		for ; i < len(p.Probes) && p.Probes[i].Side == k.Side && begunBy(c, p.Probes[i].At) == begunBy(c, k.At); i++ {
			n++
		}
		add(k.At, s.th.Muted, g.Probe+" "+format.Count(n, "TCP keepalive probe")+" from the "+string(k.Side)+"; the idle time continues")
	}
}

func other(side session.Party) session.Party {
	if side == session.ByClient {
		return session.ByServer
	}
	return session.ByClient
}

// Rows returns the h rows of the pane, each w cells wide.
func (s *Story) Rows() []string {
	if s.w <= 0 || s.h <= 0 {
		return nil
	}
	c := s.shown()
	if c == nil {
		return s.overview()
	}
	lines := s.lines(c)
	out := []string{s.header()}
	n := len(c.Exchanges) + len(lines)
	for i := s.top; len(out) < s.h; i++ {
		if i >= n {
			out = append(out, text.Spaces(s.w))
			continue
		}
		if l, ex := s.at(lines, i); l != nil {
			out = append(out, s.drawLine(l))
		} else {
			out = append(out, s.drawExchange(c, ex))
		}
	}
	return out
}

// at returns the line in row i. If that row is an exchange, l is nil, and exchange is its
// index in the connection.
func (s *Story) at(lines []line, i int) (l *line, exchange int) {
	for k := range lines {
		switch row := lines[k].before + k; {
		case row == i:
			return &lines[k], 0
		case row > i:
			return nil, i - k
		}
	}
	return nil, i - len(lines)
}

// reveal scrolls so that the selected exchange is visible. If the most recent exchange is
// selected, it scrolls to the end.
func (s *Story) reveal() {
	c := s.shown()
	if c == nil {
		return
	}
	lines, room := s.lines(c), s.h-1
	n := len(c.Exchanges) + len(lines)
	if s.chosen == 0 {
		s.top = max(0, n-room)
		return
	}
	at := s.place(c)
	row := at
	for _, l := range lines {
		if l.before <= at {
			row++
		}
	}
	s.top = max(0, min(s.top, row, n-room))
	if row >= s.top+room {
		s.top = row - room + 1
	}
}
