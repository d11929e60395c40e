package keys

// Table holds every key of the inspector. While a text field has the cursor, letters go
// to the field, and only keys with ctrl, enter, tab and esc have actions.
var Table = []Binding{
	{Send, []string{"enter"}, "enter", "send", "send the next request", Connection, sends},
	{Pipeline, []string{"p"}, "p", "pipeline", "pipeline 5, or the marked", Connection, sends},
	{Hold, []string{"H"}, "H", "hold", "hold: resend in time", Connection, holds},
	{Wait, []string{"w"}, "w", "wait", "wait for the close", Connection, opens},
	{Reconnect, []string{"R"}, "R", "reconnect", "reconnect", Connection, redials},
	{CloseMenu, []string{"x"}, "x", "", "end, half-close, check", Connection, closes},
	{Probe, []string{"P"}, "P", "", "probe this server", Connection, probes},
	{Scenarios, []string{"S"}, "S", "scenarios", "practice scenarios", Connection, practises},
	{Lessons, []string{"T"}, "T", "lessons", "lessons", Connection, teaches},
	{Drill, []string{"D"}, "D", "drill", "drill", Connection, drills},
	{Connect, []string{"o"}, "o", "connect", "connect to another server", Connection, live},
	{Beside, []string{"|"}, "|", "beside", "a second session; the other", Connection, live},
	{SendBoth, []string{"&"}, "&", "send in both", "send in both sessions", Connection, twoSessions},

	{Edit, []string{"e"}, "e", "edit", "edit", NextRequest, live},
	{Head, []string{"I"}, "I", "", "switch GET and HEAD", NextRequest, live},
	{Version, []string{"0"}, "0", "", "HTTP/1.0, no keep-alive", NextRequest, live},
	{KeepAlive, []string{"K"}, "K", "", "keep-alive on, off", NextRequest, live},
	{Location, []string{"L"}, "L", "", "follow Location", NextRequest, locates},

	{Up, []string{"up", "k"}, "↑ k", "", "up", Exchanges, nil},
	{Down, []string{"down", "j"}, "↓ j", "", "down", Exchanges, nil},
	{PageUp, []string{"pgup", "ctrl+u"}, "pgup", "", "a page up", Exchanges, nil},
	{PageDown, []string{"pgdown", "ctrl+d", "space"}, "pgdn", "", "a page down", Exchanges, nil},
	{First, []string{"g", "home"}, "g", "", "first", Exchanges, nil},
	{Last, []string{"G", "end"}, "G", "", "last, follow", Exchanges, nil},
	{Filter, []string{"/"}, "/", "filter", "filter: status:5xx", Exchanges, nil},
	{Mark, []string{"m"}, "m", "", "mark, for p and =", Exchanges, selects},
	{Compare, []string{"="}, "=", "", "compare: previous, marked", Exchanges, compares},
	{Copy, []string{"y"}, "y", "copy", "copy: ticket, curl, raw", Exchanges, sighted},
	{ClockTimes, []string{"u"}, "u", "", "clock: UTC, local, off", Exchanges, nil},

	{Tab, []string{"1", "2", "3", "4", "5", "6", "7", "8"}, "1-8", "", "choose a tab", Detail, nil},
	{TabBefore, []string{"left", "h"}, "← h", "", "previous tab", Detail, nil},
	{TabAfter, []string{"right", "l"}, "→ l", "", "next tab", Detail, nil},
	{Full, []string{"z"}, "z", "", "full width", Detail, widens},
	{NextFinding, []string{"n"}, "n", "", "next finding", Detail, finds},
	{Secrets, []string{"s"}, "s", "", "show masked values", Detail, masks},
	{Hex, []string{"v"}, "v", "", "hex, text", Detail, shows},
	{Save, []string{"W"}, "W", "", "save content to a file", Detail, selects},

	{NextPane, []string{"tab", "shift+tab"}, "tab", "", "next pane", View, nil},
	{Learned, []string{"9"}, "9", "Learned", "what was learned", View, sighted},
	{Fault, []string{"F"}, "F", "fault", "relay: set a fault", View, faults},
	{Timeline, []string{"t"}, "t", "timeline", "timeline", View, nil},
	{Projector, []string{"b"}, "b", "", "projector", View, nil},
	{Mouse, []string{"M"}, "M", "", "release the mouse", View, nil},
	{Help, []string{"?"}, "?", "help", "this help", View, nil},
	{Back, []string{"esc"}, "esc", "", "back", View, nil},
	{Quit, []string{"q"}, "q", "quit", "back; quits at the top", View, nil},
	{QuitNow, []string{"ctrl+c"}, "ctrl+c", "", "quit now", View, nil},
	{Suspend, []string{"ctrl+z"}, "ctrl+z", "", "suspend (fg returns)", View, nil},

	{ZoomIn, []string{"+"}, "+", "", "timeline: zoom in", View, inTimeline},
	{ZoomOut, []string{"-"}, "-", "", "timeline: zoom out", View, inTimeline},
	{Follow, []string{"f"}, "f", "", "timeline: follow", View, inTimeline},

	{RecordLog, []string{"r"}, "r", "", "record to a file, stop", Files, records},
	{SetMark, []string{"#"}, "#", "", "set a mark, with a note", Files, marks},
	{Export, []string{"E"}, "E", "", "export: log, HAR, ticket", Files, exports},

	{NextPart, []string{"tab"}, "tab", "next part", "next part", Writing, nil},
	{PartBefore, []string{"shift+tab"}, "shift+tab", "", "previous part", Writing, nil},
	{Presets, []string{"ctrl+g"}, "ctrl+g", "presets", "choose a preset by its letter, or go back", Writing, nil},
	{Switch, []string{"ctrl+t"}, "ctrl+t", "on or off", "field on, off", Writing, nil},
	{Older, []string{"ctrl+p"}, "ctrl+p", "history", "history", Writing, nil},
	{SendN, []string{"ctrl+n"}, "ctrl+n", "send N", "send N", Writing, nil},
	{PipelineN, []string{"ctrl+l"}, "ctrl+l", "pipeline N", "pipeline N", Writing, nil},
	{Editor, []string{"ctrl+o"}, "ctrl+o", "$EDITOR", "open in $EDITOR", Writing, nil},
	{RawBytes, []string{"ctrl+r"}, "ctrl+r", "raw", "raw bytes, fields", Writing, nil},
	{ForgetAddress, []string{"ctrl+x"}, "ctrl+x", "forget", "when linger asks for an address: forget the selected address", Writing, nil},

	{Predict, []string{"a", "b"}, "a b c", "predict", "predict what will happen", Learning, nil},
	{LessonHint, []string{"i"}, "i", "hint", "show a hint; after three hints linger presses the keys", Learning, nil},
	{LessonNext, []string{"c"}, "c", "go on", "go on when the step is complete", Learning, nil},
	{Answer, []string{"A"}, "A", "answer", "in a drill: answer", Learning, nil},
	{Prove, []string{"!"}, "!", "proof", "in a drill: mark a line of Wire, or an end, as the proof", Learning, nil},
	{StepBefore, []string{"["}, "[", "previous step", "go back to the previous step", Learning, nil},
	{StepAfter, []string{"]"}, "]", "", "go to the next step, if this step was complete before", Learning, nil},

	{Play, []string{"space"}, "space", "play", "play, pause", Replaying, nil},
	{SeekBack, []string{"left"}, "←", "", "back one cell of the bar", Replaying, nil},
	{SeekOn, []string{"right"}, "→", "", "forward one cell of the bar", Replaying, nil},
	{StepOn, []string{"."}, ".", "event", "next event", Replaying, nil},
	{StepBack, []string{","}, ",", "", "previous event", Replaying, nil},
	{NextExchange, []string{">"}, ">", "exchange", "next exchange", Replaying, nil},
	{ExchangeBefore, []string{"<"}, "<", "", "previous exchange", Replaying, nil},
	{NextClose, []string{"}"}, "}", "close", "next close", Replaying, nil},
	{CloseBefore, []string{"{"}, "{", "", "previous close", Replaying, nil},
	{NextMark, []string{"#"}, "#", "mark", "next mark; wraps around", Replaying, nil},
	{Speed, []string{"X"}, "X", "speed", "speed: 1, 4 or 16 times", Replaying, nil},
	{SkipSilence, []string{"Z"}, "Z", "", "shorten silence, on or off", Replaying, nil},
}

func live(s State) string {
	return s.Silent
}

func faults(s State) string {
	if !s.Relay {
		return "works in linger relay"
	}
	return ""
}

func sends(s State) string {
	switch {
	case s.Silent != "":
		return s.Silent
	case s.Tunnel:
		return "the connection is a tunnel"
	}
	return ""
}

func opens(s State) string {
	switch {
	case s.Silent != "":
		return s.Silent
	case s.Dialing:
		return "still connecting"
	case !s.Open:
		return "not connected"
	}
	return ""
}

// closes returns the reason why no connection can be ended, or "". A connection can be
// ended while linger is connecting.
func closes(s State) string {
	if s.Dialing {
		return live(s)
	}
	return opens(s)
}

func redials(s State) string {
	if s.Dialing {
		return "already connecting"
	}
	return live(s)
}

func holds(s State) string {
	switch {
	case opens(s) != "":
		return opens(s)
	case !s.Counts:
		return "no idle limit is known yet"
	}
	return ""
}

func drills(s State) string {
	switch {
	case !s.Drills:
		return "linger drill starts it"
	case s.Exam:
		return "an exam has one seed"
	case s.Drill && !s.Over:
		return "a drill is open"
	}
	return ""
}

func practises(s State) string {
	if s.Drill {
		return "a drill is open"
	}
	switch {
	case s.Practice:
	case s.Left:
		return "only practice servers have scenarios; press o, type practice"
	default:
		return "only practice servers have scenarios"
	}
	return ""
}

func teaches(s State) string {
	if s.Drill {
		return ""
	}
	if !s.Lessons {
		return "linger learn has lessons"
	}
	return ""
}

func twoSessions(s State) string {
	if s.Silent == "" && !s.Two {
		return "only one session is open"
	}
	return sends(s)
}

// marks returns the reason why no mark can be set, or "". A relay permits marks at any
// time.
func marks(s State) string {
	if s.Relay {
		return ""
	}
	return live(s)
}

// records returns the reason why linger cannot record, or "".
func records(s State) string {
	switch {
	case s.Recording:
		return "this is a recording"
	case s.Silent != "" && !s.Relay:
		return s.Silent
	}
	return ""
}

func probes(s State) string {
	switch {
	case s.Silent != "":
		return s.Silent
	case s.Drill:
		return "a drill is open"
	case !s.Probes:
		return "use linger probe URL"
	case s.Probing:
		return "a probe is running"
	case s.Working: // only one task runs at a time, because esc stops it
		return "another task is running"
	}
	return ""
}

func selects(s State) string {
	if !s.Selected {
		return "select an exchange first"
	}
	return ""
}

func locates(s State) string {
	switch {
	case s.Silent != "":
		return s.Silent
	case !s.Selected:
		return "select an exchange first"
	case !s.Location:
		return s.Number + " has no Location header"
	}
	return ""
}

// sighted returns the reason why a key that would show what the drill hides cannot be
// used, or "".
func sighted(s State) string {
	if s.Blind {
		return "the drill hides it until the answers are final"
	}
	return ""
}

func exports(s State) string {
	if s.Blind {
		return sighted(s)
	}
	if !s.Held {
		return "no connection was made yet"
	}
	return ""
}

func compares(s State) string {
	switch {
	case !s.Selected:
		return "select an exchange first"
	case !s.Previous:
		return "this is the first exchange"
	}
	return ""
}

func finds(s State) string {
	if !s.Findings {
		return "no findings"
	}
	return ""
}

func masks(s State) string {
	if !s.Masked {
		return "nothing is masked here"
	}
	return ""
}

func shows(s State) string {
	if !s.Bytes {
		return "works in 5 Body and 6 Wire"
	}
	return ""
}

func widens(s State) string {
	if s.Narrow && !s.Full && !s.Two {
		return "each pane already has the full width"
	}
	return ""
}

func inTimeline(s State) string {
	if !s.Timeline {
		return "works in the timeline (t)"
	}
	return ""
}

// instead maps the reason why a key cannot be used to what the user can do instead.
var instead = map[string]string{
	"this is a recording":        "E exports it",
	"the connection is a tunnel": "R makes a new one",
	"still connecting":           "x stops",
	"not connected":              "R connects",
	"already connecting":         "x stops",
	"no idle limit is known yet": "P measures it",
	"linger learn has lessons":   "it starts the practice server",
	"only one session is open":   "| opens another",
	"another task is running":    "esc stops it",

	"each pane already has the full width": "tab shows the other one",
}
