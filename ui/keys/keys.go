// Package keys is the one table of keys. It drives dispatch, the footer, the
// help page and the table in the README, so that they cannot differ.
//
//	key ──► Binding ──► Action
//	          └──────► footer, help, README
package keys

// An Action is what a key asks for.
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

// A Group is a heading of the help page.
type Group string

// The groups, in the order of the help page.
const (
	Connection  Group = "Connection"
	NextRequest Group = "Next request"
	Exchanges   Group = "Exchanges"
	Detail      Group = "Detail"
	View        Group = "View"
	Files       Group = "Files"

	// Writing are keys that mean this only while a request is written.
	Writing Group = "Writing a request"

	// Replaying are keys that mean this only while a log is shown.
	Replaying Group = "Replay"

	// Learning are keys that mean this only while a lesson is open.
	Learning Group = "Lessons"
)

// Modal reports whether the keys of a group have their meaning in one situation
// alone, in which they come before those of the other groups.
func (g Group) Modal() bool { return g == Writing || g == Replaying || g == Learning }

// A State is what decides whether a key can be used now.
type State struct {
	Practice  bool     // the practice server: it has scenarios
	Left      bool     // it is not, but the session began with it
	Recording bool     // a log is shown, which keys play
	Silent    string   // why nothing can be sent: "this is a recording"; empty: it can
	Watching  bool     // connections between other programs are shown
	Relay     bool     // linger passes them on
	Probes    bool     // a probe can be run
	Open      bool     // there is a connection
	Ended     bool     // there was one
	OutOfStep bool     // it cannot be used again: unsolicited bytes arrived
	Dialing   bool     // one is being made
	Waiting   bool     // requests wait for it
	Busy      bool     // a request is outstanding
	Working   bool     // long work is under way
	Two       bool     // two sessions are shown
	Letter    string   // of this session, if two are shown
	Probing   bool     // a probe is under way
	Tunnel    bool     // the connection is no longer HTTP/1.x
	Selected  bool     // an exchange is selected
	Location  bool     // the selected response has a Location
	Marked    bool     // exchanges are marked
	Previous  bool     // there is one to compare the selected with
	Findings  bool     // there is a finding to go to
	Number    string   // the selected exchange, for words: "response 6"
	Held      bool     // something happened that can be exported
	Counts    bool     // an idle limit is known: advertised, seen or measured
	Narrow    bool     // one pane at a time
	Bytes     bool     // a pane that shows bytes is on screen
	Full      bool     // a pane of the detail has the whole width
	Timeline  bool     // the timeline is shown
	Masked    bool     // values are masked on screen, or would be
	Lessons   bool     // there are lessons
	Lesson    bool     // one is open
	Asks      bool     // it waits for a prediction
	Choices   string   // the letters of a prediction that can be made or changed: "a b"
	Back      bool     // there is a step before
	Following bool     // there is a lesson after it
	Needs     []Action // what its step may need
	Complete  bool     // its step is complete
	Recap     bool     // it is over
	Drill     bool     // a drill is under way
	Over      bool     // its rounds are all answered
	Exam      bool     // it is an exam
	Blind     bool     // it hides what linger makes of the bytes
	Drills    bool     // there is one
	Final     bool     // its round is answered
	Answering bool     // keys choose answers
	Folded    bool     // it is one line
}

// A Binding is one row of the table.
type Binding struct {
	Action Action
	Keys   []string // as Bubble Tea names them
	Shown  string   // as people read them: "↑ ↓ k j"
	Foot   string   // one or two words for the footer; empty: not shown there
	Help   string   // what it does; empty: the row before says it
	Group  Group
	// Not says why the key cannot be used now, as the end of a sentence after the key and
	// a colon; empty when it can. Nil: it always can.
	Not func(State) string
}

// Why returns the reason why the key cannot be used now, as a sentence, or empty.
func (b *Binding) Why(s State) string {
	if b.Not == nil {
		return ""
	}
	if why := b.Not(s); why != "" {
		return b.Shown + ": " + why + "."
	}
	return ""
}

// WhyAndInstead returns what [Binding.Why] returns, and before it, where there is
// something to do instead, the same with that. It is empty when the key can be used.
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

// Bindings are the keys of one program: the table, with the keys that its settings
// give. They never change.
type Bindings struct {
	rows []Binding

	byKey, composer, replay, lesson map[string]*Binding
}

// byDefault is the table as it is.
var byDefault = bound(Table)

// Default returns the keys that linger has by itself.
func Default() *Bindings { return byDefault }

// bound returns the bindings of some rows.
func bound(rows []Binding) *Bindings {
	bs := &Bindings{rows: rows}
	bs.byKey = bs.index(func(g Group) bool { return !g.Modal() })
	bs.composer = bs.index(func(g Group) bool { return g == Writing })
	bs.replay = bs.index(func(g Group) bool { return g == Replaying })
	bs.lesson = bs.index(func(g Group) bool { return g == Learning })
	return bs
}

// index returns the bindings of some groups by their keys.
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

// Rows returns the rows of the table, in its order. They are not to be changed.
func (bs *Bindings) Rows() []Binding { return bs.rows }

// Of returns the binding of an action.
func (bs *Bindings) Of(a Action) *Binding {
	for i := range bs.rows {
		if bs.rows[i].Action == a {
			return &bs.rows[i]
		}
	}
	return nil
}

// Find returns the binding of a key, as Bubble Tea names it, or nil.
func (bs *Bindings) Find(key string) *Binding { return bs.byKey[key] }

// ActionOf returns the action of a key, or None.
func (bs *Bindings) ActionOf(key string) Action { return actionOf(bs.byKey, key) }

// InComposer returns the action of a key while a request is written, or None.
func (bs *Bindings) InComposer(key string) Action { return actionOf(bs.composer, key) }

// InReplay returns the action of a key that moves a replay, or None.
func (bs *Bindings) InReplay(key string) Action { return actionOf(bs.replay, key) }

// InLesson returns the action of a key while a lesson is open, or None.
func (bs *Bindings) InLesson(key string) Action { return actionOf(bs.lesson, key) }

// Elsewhere returns a sentence about where a key works, or "" if it works nowhere or
// does not need a replay or a lesson.
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

// InField returns the action of a key while text is typed: letters, and what
// moves the cursor of the field, belong to the field. No setting changes these keys.
func InField(key string) Action {
	switch key {
	case "enter", "esc", "tab", "shift+tab", "up", "down", "pgup", "pgdown":
		return byDefault.ActionOf(key)
	}
	return None
}
