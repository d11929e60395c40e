package words

import (
	"strconv"

	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// SummaryTitle returns the name of the task that a summary is about: "Send 14", "Pipeline
// of 5".
func SummaryTitle(s *record.Summary) string {
	switch n := format.Number(int64(s.Work.Total)); s.Work.Kind {
	case "pipeline":
		return "Pipeline of " + n
	case "hold":
		return "Hold"
	default:
		return "Send " + n
	}
}

// mostBuckets is the maximum number of rows of a histogram; barCells is the width of its
// longest bar in cells.
const (
	mostBuckets = 8
	barCells    = 20
)

// SummaryPage returns a summary as rows of plain text: how many requests were answered,
// which were lost, how long the responses took, and a histogram of those times.
func SummaryPage(g *theme.Glyphs, s *record.Summary) []string {
	const label = 17
	row := func(name, value string) string { return text.Pad(name, label) + value }
	total := len(s.Exchanges)
	rows := []string{row("answered", format.Number(int64(s.Answered))+" of "+format.Number(int64(max(total, s.Work.Total))))}
	if len(s.Lost) > 0 {
		rows = append(rows, row("lost", format.Number(int64(len(s.Lost)))+which(s)+"; "+repeatable(s.Lost)))
	}
	if s.Conns > 1 {
		rows = append(rows, row("reconnected", times(s.Conns-1)))
	}
	if s.Answered == 0 {
		return rows
	}
	const cell = 10
	three := func(name string, t record.Spread) string {
		return row(name, text.Pad(format.Duration(t.Fastest), cell)+text.Pad(format.Duration(t.Median), cell)+format.Duration(t.Slowest))
	}
	rows = append(rows, "", row("", text.Pad("fastest", cell)+text.Pad("median", cell)+"slowest"), three("first byte", s.FirstByte), three("last byte", s.LastByte))
	if s.Queued.Slowest >= leastQueued {
		rows = append(rows, three("of which queued", s.Queued))
	}
	return append(append(rows, ""), histogram(g, s)...)
}

// histogram returns a row for each bucket, and one for lost requests.
func histogram(g *theme.Glyphs, s *record.Summary) (rows []string) {
	buckets := s.Histogram(mostBuckets)
	most, name := len(s.Lost), len("lost")
	names := make([]string, len(buckets))
	for i, b := range buckets {
		names[i] = "up to " + format.Duration(b.UpTo)
		most, name = max(most, b.N), max(name, text.Width(names[i]))
	}
	bar := func(label, glyph string, n int) {
		cells := 0
		if n > 0 {
			cells = max(1, n*barCells/most)
		}
		rows = append(rows, text.Right(label, name)+" "+g.Vertical+text.Pad(text.Repeat(glyph, cells), barCells)+"  "+format.Number(int64(n)))
	}
	for i, b := range buckets {
		bar(names[i], g.Busy, b.N)
	}
	if n := len(s.Lost); n > 0 {
		bar("lost", g.Error, n)
	}
	return rows
}

// times returns a count in words: "once", "3 times".
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// repeatable returns a clause about whether the lost requests may be repeated.
func repeatable(lost []*record.Exchange) string {
	for _, e := range lost {
		if !ending.Idempotent(e.Method) && e.Barred == 0 {
			return "not all may be repeated"
		}
	}
	return "may be repeated"
}
