package detail

import (
	"strconv"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// Title returns the title for the border of the pane: "6 GET /chunked → 200 OK" or
// "connection 2 ended". The title has no control sequences and no styles.
func (m *Model) Title() string {
	s := &m.scene
	switch {
	case s.conn == nil:
		return "not connected"
	case m.alone && s.ex != nil:
		return m.numbered() + "  exchange " + strconv.Itoa(s.ex.ID)
	case m.alone:
		return m.numbered() + "  connection " + strconv.Itoa(s.conn.ID)
	case s.ex != nil:
		return strconv.Itoa(s.ex.ID) + "  " + m.asked() + " " + m.th.Glyphs.Sent + " " + m.answered()
	}
	state := "open"
	switch {
	case s.conn.State == record.Ended:
		state = "ended"
	case s.conn.State == record.Failed:
		state = "failed"
	case !s.conn.State.Open():
		state = "connecting"
	}
	return "connection " + strconv.Itoa(s.conn.ID) + "  " + state
}

// numbered returns the title of a pane with a single tab: the digit and the name of the
// tab.
func (m *Model) numbered() string { return strconv.Itoa(int(m.only)+1) + " " + tabs[m.only].name }

func (m *Model) asked() string {
	e := m.scene.ex
	if !e.Requested {
		return "unsolicited"
	}
	return text.SafeUpTo(e.Method, m.w) + " " + text.Masked(e.Target, m.w)
}

// answered returns the status code and the reason phrase (the standard phrase if none was
// received), or the state of the exchange if there is no final response.
func (m *Model) answered() string {
	e := m.scene.ex
	if e.Facts().Status == 0 {
		switch {
		case !e.Done && e.HasByte():
			return "receiving"
		case !e.Done:
			return "awaiting"
		case e.Response.Len == 0:
			return "no response"
		case e.Reason == wire.ReasonFramingError:
			return "not HTTP/1.x"
		}
		return "incomplete"
	}
	if _, final := e.Final(); !final && !e.Done && e.Requested {
		return "awaiting, " + strconv.Itoa(e.Facts().Status) + " so far"
	}
	phrase, ok := e.ReasonPhrase()
	if !ok || phrase == "" {
		phrase = wire.StatusText(e.Facts().Status)
	}
	if phrase == "" {
		return strconv.Itoa(e.Facts().Status)
	}
	return strconv.Itoa(e.Facts().Status) + " " + text.Masked(phrase, m.w)
}

// Facts returns the text for the right end of the pane's top border: a short summary of
// the tab, such as a count or a duration.
func (m *Model) Facts() string {
	s := &m.scene
	if s.conn == nil {
		return ""
	}
	switch m.shownTab() {
	case Wire:
		if m.alone {
			return "both directions"
		}
		if w, ok := m.refreshed().view.(*wireRows); ok {
			return format.Count(w.runs, "run")
		}
	case Timing:
		if s.ex != nil && s.ex.HasByte() {
			return format.Duration(s.ex.Took()) + " in all"
		}
	case Findings:
		return counted(s.findings())
	case Body:
		if s.ex != nil && s.ex.Facts().ContentBytes > 0 {
			return format.Count(int(s.ex.Facts().ContentBytes), "byte")
		}
	}
	if m.alone {
		return ""
	}
	return m.Below()
}

// Below returns the text for the lower border if the page has more rows than the screen
// shows, or "".
func (m *Model) Below() string {
	r := m.refreshed()
	if r.view.rows() <= r.places[r.shownTab()].top+r.scene.h {
		return ""
	}
	return m.th.Glyphs.Down + " more"
}
