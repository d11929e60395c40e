package detail

// A Tab is one page of the pane. It answers one question.
type Tab uint8

// The tabs, in order. Only a connection has [Life], which is named Dial, Open or Ended,
// depending on the state of the connection.
const (
	Why Tab = iota
	Clients
	Request
	Response
	Body
	Wire
	Timing
	Findings
	Life
)

// tabs holds the names of each tab, and the function that builds the view of the tab.
var tabs = [...]struct {
	name  string
	short string // shorter name
	build func(*scene) view
}{
	Why:      {"Why", "Why", whyView},
	Clients:  {"Clients", "Clients", clientsView},
	Request:  {"Request", "Req", requestView},
	Response: {"Response", "Resp", responseView},
	Body:     {"Body", "Body", bodyView},
	Wire:     {"Wire", "Wire", wireView},
	Timing:   {"Timing", "Time", timingView},
	Findings: {"Findings", "Find", findingsView},
	Life:     {"Ended", "Ended", lifeView},
}

var (
	ofExchange   = []Tab{Why, Clients, Request, Response, Body, Wire, Timing, Findings}
	ofConnection = []Tab{Life, Clients, Wire, Timing, Findings}
)

// String returns the tab's name.
func (t Tab) String() string { return tabs[t].name }

// modeSpans returns the names of the ways to show bytes, with the selected way in bold.
func (m *Model) modeSpans() []span {
	if t := m.shownTab(); t != Wire && t != Body {
		return nil
	}
	out := []span{own(key, "v")}
	for _, at := range []mode{asHex, asText, asBoth} {
		t := muted
		if at == m.scene.mode {
			t = strong
		}
		out = append(out, gap(2), own(t, modeNames[at]))
	}
	return out
}

// A mode is a way to show bytes.
type mode uint8

const (
	asText mode = iota
	asHex
	asBoth
)

var modeNames = [...]string{asText: "text", asHex: "hex", asBoth: "both"}

func (m mode) next() mode { return (m + 1) % mode(len(modeNames)) }
