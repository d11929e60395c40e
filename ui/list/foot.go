package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// mostRows is the maximum number of rows for a summary or a finding at the foot. In a
// pane with few rows, a finding has only one row.
const (
	mostRows     = 2
	rowsForTwo   = 12 // minimum height of the pane for more than one row
	rowsForQuote = 20 // minimum height of the pane for a further row with the bytes
	leastRows    = 8  // minimum height of the pane for a foot
)

// A foot is the text below the exchanges: the result of a long task, or the most recent
// finding.
type foot struct {
	sign  string // for a finding: its severity and the number of findings
	style theme.Style
	rows  []string
	at    bool // the cursor is on the foot
}

// A summary holds the result of a long task in several forms, longest first.
type summary struct {
	lost  bool // the task lost requests
	forms []string
}

// SetSummary sets the result of a long task: a sentence and shorter forms of it, longest
// first. If forms is empty, it removes the summary.
func (m *Model) SetSummary(lost bool, forms ...string) {
	m.sum, m.onSum = summary{lost, forms}, false
	m.reveal()
}

// feet returns the two feet: the result of the long task, and the most recent finding.
func (m *Model) feet() [2]foot { return [2]foot{m.summaryFoot(), m.newestFoot()} }

func (m *Model) summaryFoot() (f foot) {
	if m.h < leastRows {
		return f
	}
	f.sign, f.style, f.at = m.th.Glyphs.Yes, m.th.OK, m.onSum
	if m.sum.lost {
		f.sign, f.style = m.th.Glyphs.Error, m.th.Race
	}
	for _, s := range m.sum.forms {
		f.rows = text.Wrap(s, max(1, m.w-4-text.Width(f.sign)))
		if len(f.rows) <= mostRows {
			return f
		}
	}
	f.rows = f.rows[:min(mostRows, len(f.rows))]
	return f
}

func (m *Model) newestFoot() (f foot) {
	if !m.foot || m.h < leastRows || !m.latestFindings.any() {
		return f
	}
	whose, found := m.latestFindings.findings()
	s, n := record.Worst(found)
	sign, style := words.Severity(m.th, s)
	f.sign, f.style = sign+" "+strconv.Itoa(n), style
	most, quoted := 1, mostRows
	if m.h >= rowsForTwo {
		most = mostRows
	}
	for _, x := range found {
		if session.SeverityOf(x.Code) == s {
			if m.h < rowsForQuote {
				quoted = 1
			}
			f.rows = findingRows(m.th, m.w-4-text.Width(f.sign), most, quoted, whose, m.latestFindings.point(m.rec, x), text.Safe(session.WithoutSecrets(x.Quote)), string(x.Code))
			break
		}
	}
	return f
}

// findingRows returns a finding in rows of w cells. If there is too little room, it first
// drops the code, then the quoted bytes, then the name of the exchange. Last, it cuts the
// description.
func findingRows(th *theme.Theme, w, most, quoted int, whose, point, quote, code string) []string {
	w = max(1, w)
	full := whose + ": " + point
	if quote != "" && !strings.Contains(point, `"`) {
		if one := full + ": " + quote + " (" + code + ")"; text.Width(one) <= w {
			return []string{one}
		}
		if rows := text.Wrap(full+": "+quote, w); len(rows) == 1 || len(rows) <= quoted && !strings.Contains(quote, session.Mask) {
			return rows
		}
	}
	for _, s := range []string{full + " (" + code + ")", full} {
		if text.Width(s) <= w {
			return []string{s}
		}
	}
	for _, s := range []string{full, point} {
		if rows := text.Wrap(s, w); len(rows) <= most {
			return rows
		}
	}
	return []string{th.Words(point, w)}
}

// height returns the number of rows of the foot, including its rule.
func (f *foot) height() int {
	if len(f.rows) == 0 {
		return 0
	}
	return 1 + len(f.rows)
}

// draw returns the rule and the rows of the foot.
func (f *foot) draw(th *theme.Theme, w int) (out []string) {
	if len(f.rows) == 0 {
		return nil
	}
	out = append(out, " "+th.Rule.Render(text.Repeat(th.Glyphs.Horizontal, w-2))+" ")
	sign, cursor, style := f.style.Render(f.sign), " ", th.Muted
	if f.at {
		cursor, style = th.Key.Render(th.Glyphs.Cursor), th.Strong
	}
	for _, r := range f.rows {
		out = append(out, cursor+sign+"  "+style.Render(th.Fit(r, w-4-text.Width(f.sign)))+" ")
		sign, cursor = text.Spaces(text.Width(f.sign)), " "
	}
	return out
}
