// Package keys holds the table of keys. Dispatch, the footer, the help page and the table
// in the README all use it, so that they cannot differ.
//
//	key ──► Binding ──► Action
//	          └──────► footer, help, README
package keys

// An Action is what a key does.
type Action uint8

// The actions.
const (
	None Action = iota
	Send
	Pipeline
	Hold
	Wait
	Reconnect
	CloseMenu
	Probe
	Scenarios
	Connect
	Beside
	SendBoth
	Edit
	Head
	Version
	KeepAlive
	Location
	Up
	Down
	PageUp
	PageDown
	First
	Last
	Filter
	Mark
	Compare
	Copy
	ClockTimes
	Tab
	TabBefore
	TabAfter
	Full
	NextFinding
	Secrets
	Hex
	NextPane
	Timeline
	Projector
	Mouse
	Help
	Back
	Quit
	QuitNow
	Learned
	Fault
	Suspend
	ZoomIn
	ZoomOut
	Follow
	Save
	NextPart
	PartBefore
	Presets
	Switch
	Older
	SendN
	PipelineN
	Editor
	RawBytes
	ForgetAddress
	SetMark
	RecordLog
	Export
	Play
	SeekBack
	SeekOn
	StepOn
	StepBack
	NextExchange
	ExchangeBefore
	NextClose
	CloseBefore
	NextMark
	Speed
	SkipSilence
	Lessons
	LessonHint
	LessonNext
	StepBefore
	StepAfter
	Predict
	Drill
	Answer
	Prove
)

// A Group is a group of keys with a heading on the help page.
type Group string

// The groups, in the order of the help page.
const (
	Connection  Group = "Connection"
	NextRequest Group = "Next request"
	Exchanges   Group = "Exchanges"
	Detail      Group = "Detail"
	View        Group = "View"
	Files       Group = "Files"

	// Writing is the group of the keys that work only while the user edits a request.
	Writing Group = "Writing a request"

	// Replaying is the group of the keys that work only while linger shows a log.
	Replaying Group = "Replay"

	// Learning is the group of the keys that work only while a lesson is open.
	Learning Group = "Lessons"
)

// Modal reports whether the keys of a group work in only one situation. In that situation
// they take precedence over the keys of the other groups.
func (g Group) Modal() bool { return g == Writing || g == Replaying || g == Learning }

// A State holds the values that decide whether a key can be used now.
type State struct {
	Practice  bool     // the server is a practice server, which has scenarios
	Left      bool     // the server is not a practice server, but the session began on a practice server
	Recording bool     // linger shows a log, and keys control the replay
	Silent    string   // why linger cannot send: "this is a recording"; empty: it can
	Watching  bool     // linger shows connections between other programs
	Relay     bool     // linger relays these connections
	Probes    bool     // linger can run a probe
	Open      bool     // the session has an open connection
	Ended     bool     // the session had a connection
	OutOfStep bool     // the connection cannot be reused: unsolicited bytes arrived
	Dialing   bool     // linger is connecting
	Waiting   bool     // requests wait for the connection
	Busy      bool     // a request is outstanding
	Working   bool     // a long task is running
	Two       bool     // the screen shows two sessions
	Letter    string   // name of this session, if the screen shows two
	Probing   bool     // a probe is running
	Tunnel    bool     // the connection is no longer HTTP/1.x
	Selected  bool     // an exchange is selected
	Location  bool     // the selected response has a Location
	Marked    bool     // exchanges are marked
	Previous  bool     // there is an exchange to compare the selected exchange with
	Findings  bool     // there is a finding
	Number    string   // name of the selected exchange: "response 6"
	Held      bool     // there are events that can be exported
	Counts    bool     // an idle limit is known: advertised, seen or measured
	Narrow    bool     // the screen shows one pane at a time
	Bytes     bool     // a visible pane shows bytes
	Full      bool     // a pane of the detail has the whole width
	Timeline  bool     // the timeline is open
	Masked    bool     // the screen shows secret values, masked or not
	Lessons   bool     // the program has lessons
	Lesson    bool     // a lesson is open
	Asks      bool     // the lesson waits for a prediction
	Choices   string   // the letters that make or change the prediction: "a b"
	Back      bool     // the lesson has a previous step
	Following bool     // there is a lesson after the open one
	Needs     []Action // the actions that the step of the lesson may need
	Complete  bool     // the step of the lesson is complete
	Recap     bool     // the lesson is over
	Drill     bool     // a drill is open
	Over      bool     // all rounds of the drill are answered
	Exam      bool     // the drill is an exam
	Blind     bool     // the drill hides the conclusions that linger draws from the bytes
	Drills    bool     // the program has a drill
	Final     bool     // the round of the drill is answered
	Answering bool     // keys choose answers
	Folded    bool     // the lesson or the drill is folded to one line
}

// A Binding is one row of the table.
type Binding struct {
	Action Action
	Keys   []string // Bubble Tea names
	Shown  string   // for the screen: "↑ ↓ k j"
	Foot   string   // one or two words for the footer; empty: not in the footer
	Help   string   // description; empty if the row shares that of the previous row
	Group  Group
	// Not returns the reason why the key cannot be used now, or "" if it can be used. The
	// reason follows the key and a colon in a sentence. If Not is nil, the key can always
	// be used.
	Not func(State) string
}

// Why returns a sentence about why the key cannot be used now, or "" if it can be used.
func (b *Binding) Why(s State) string {
	if b.Not == nil {
		return ""
	}
	if why := b.Not(s); why != "" {
		return b.Shown + ": " + why + "."
	}
	return ""
}

// WhyAndInstead returns the notice about why the key cannot be used, in up to two forms,
// the longest first. The last form is the result of [Binding.Why]; the other form also
// says what to do instead. It returns nil if the key can be used.
func (b *Binding) WhyAndInstead(s State) (forms []string) {
	why := b.Why(s)
	if why == "" {
		return nil
	}
	not := b.Not(s)
	if do := instead[not]; do != "" {
		forms = append(forms, b.Shown+": "+not+"; "+do+".")
	}
	return append(forms, why)
}

// Bindings holds the keys of one program: the table, with the keys from the settings. It
// never changes.
type Bindings struct {
	rows []Binding

	byKey, composer, replay, lesson map[string]*Binding
}

// byDefault holds the keys of the table without settings.
var byDefault = bound(Table)

// Default returns the default keys of linger.
func Default() *Bindings { return byDefault }

// bound returns bindings with the given rows.
func bound(rows []Binding) *Bindings {
	bs := &Bindings{rows: rows}
	bs.byKey = bs.index(func(g Group) bool { return !g.Modal() })
	bs.composer = bs.index(func(g Group) bool { return g == Writing })
	bs.replay = bs.index(func(g Group) bool { return g == Replaying })
	bs.lesson = bs.index(func(g Group) bool { return g == Learning })
	return bs
}

// index returns the bindings by key. It includes only those of the groups g for which
// of(g) is true.
func (bs *Bindings) index(of func(Group) bool) map[string]*Binding {
	m := make(map[string]*Binding)
	for i := range bs.rows {
		if !of(bs.rows[i].Group) {
			continue
		}
		for _, k := range bs.rows[i].Keys {
			m[k] = &bs.rows[i]
		}
	}
	return m
}

// Rows returns the rows of the table, in order. The caller must not change them.
func (bs *Bindings) Rows() []Binding { return bs.rows }

// Of returns the binding of an action, or nil if there is none.
func (bs *Bindings) Of(a Action) *Binding {
	for i := range bs.rows {
		if bs.rows[i].Action == a {
			return &bs.rows[i]
		}
	}
	return nil
}

// Find returns the binding of a key with the given Bubble Tea name, or nil.
func (bs *Bindings) Find(key string) *Binding { return bs.byKey[key] }

// ActionOf returns the action of a key, or None.
func (bs *Bindings) ActionOf(key string) Action { return actionOf(bs.byKey, key) }

// InComposer returns the action of a key while the user edits a request, or None.
func (bs *Bindings) InComposer(key string) Action { return actionOf(bs.composer, key) }

// InReplay returns the action of a key that controls a replay, or None.
func (bs *Bindings) InReplay(key string) Action { return actionOf(bs.replay, key) }

// InLesson returns the action of a key while a lesson is open, or None.
func (bs *Bindings) InLesson(key string) Action { return actionOf(bs.lesson, key) }

// Elsewhere returns a sentence that says where a key works, or "" if the key does not
// belong to a replay, a drill or a lesson.
func (bs *Bindings) Elsewhere(key string) string {
	switch {
	case bs.byKey[key] != nil:
	case bs.replay[key] != nil:
		return key + ": works in a replay (linger open)."
	case bs.InLesson(key) == Answer, bs.InLesson(key) == Prove:
		return key + ": works in a drill (D)."
	case bs.lesson[key] != nil:
		return key + ": works in a lesson (T)."
	}
	return ""
}

func actionOf(index map[string]*Binding, key string) Action {
	if b := index[key]; b != nil {
		return b.Action
	}
	return None
}

// InField returns the action of a key while the user types text, or None for the keys
// that the field handles, such as letters and the keys that move the cursor. Settings
// cannot change these keys.
func InField(key string) Action {
	switch key {
	case "enter", "esc", "tab", "shift+tab", "up", "down", "pgup", "pgdown":
		return byDefault.ActionOf(key)
	}
	return None
}
