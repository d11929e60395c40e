package keys

// names holds the name of each action in a settings file.
var names = map[Action]string{
	Send: "send", Pipeline: "pipeline", Hold: "hold", Wait: "wait", Reconnect: "reconnect", CloseMenu: "close", Probe: "probe",
	Scenarios: "scenarios", Connect: "connect", Beside: "beside", SendBoth: "send-both", Edit: "edit", Head: "head", Version: "version", KeepAlive: "keep-alive",
	Location: "location", Up: "up", Down: "down", PageUp: "page-up", PageDown: "page-down", First: "first", Last: "last",
	Filter: "filter", Mark: "mark-exchange", Compare: "compare", Copy: "copy", ClockTimes: "clock", Tab: "tab", TabBefore: "tab-before",
	TabAfter: "tab-after", Full: "full-width", NextFinding: "next-finding", Secrets: "secrets", Hex: "hex", NextPane: "next-pane",
	Learned: "learned", Fault: "fault", Timeline: "timeline", Projector: "projector", Mouse: "mouse", Help: "help", Back: "back", Quit: "quit", QuitNow: "quit-now",
	Suspend: "suspend", ZoomIn: "zoom-in", ZoomOut: "zoom-out", Follow: "follow", Save: "save", NextPart: "next-part",
	PartBefore: "part-before", Presets: "presets", Switch: "switch", Older: "history", SendN: "send-n", PipelineN: "pipeline-n", Editor: "editor",
	RawBytes: "raw", ForgetAddress: "forget-address", SetMark: "set-mark", RecordLog: "record", Export: "export", Play: "play", SeekBack: "seek-back", SeekOn: "seek-on", StepOn: "next-event",
	StepBack: "event-before", NextExchange: "next-exchange", ExchangeBefore: "exchange-before", NextClose: "next-close",
	CloseBefore: "close-before", NextMark: "next-mark", Speed: "speed", SkipSilence: "skip-silence",
	Lessons: "lessons", Predict: "predict", LessonHint: "lesson-hint", LessonNext: "lesson-next", StepBefore: "step-before", StepAfter: "step-after",
	Drill: "drill", Answer: "answer", Prove: "prove",
}

// String returns the name of an action: "page-down".
func (a Action) String() string { return names[a] }

// Named returns the action with the given name, or None if there is none.
func Named(name string) Action {
	for a, n := range names {
		if n == name {
			return a
		}
	}
	return None
}
