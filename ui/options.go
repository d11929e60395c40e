package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/log"
	"linger/session/probe"
	"linger/session/record"
	"linger/session/replay"
	"linger/session/state"
	"linger/ui/keys"
	"linger/ui/saving"
	"linger/ui/tutor"
	"linger/wire"
)

// An Engine is what the inspector shows: a live session or a replay.
type Engine interface {
	// Do carries out a command, some time. It never blocks.
	Do(session.Command)
	// Events waits for at least one event and returns those there are, a
	// bounded number; io.EOF after the last.
	Events(context.Context) ([]session.Event, error)
	// Now is the time since the session began.
	Now() time.Duration
}

// FarthestAway is the longest round trip to the practice server.
const FarthestAway = 10 * time.Second

// A Scenario is one of the practice server's, to be chosen from a menu.
type Scenario struct {
	Path  string // the request target
	Does  string // what the server does
	Watch string // what to look at
	Words string // more words to find it by
	Ref   string // the rule that it shows
	Group string
	First bool // stands in the welcome

	Params []Param
}

// A Param is a parameter of a scenario, which the query of the request target sets.
type Param struct {
	Name, Default string
	About         string // what it changes, and its limits
}

// A Source is a session to show, and what can be done with it.
type Source struct {
	Engine    Engine
	Request   wire.RequestMessage // the next request, to begin with
	Scenarios []Scenario          // of practice servers; nil: there are none to choose
	Practice  bool                // the session begins on the practice server inside linger
	Recording bool                // nothing can be sent; time stands still, or is the player's
	Player    *replay.Player      // a log that is shown: it takes the place of the engine
	Name      string              // of its file
	End       func()              // ends the session; nil: the caller does
	Log       *saving.Log         // the session log that is being written; nil: none is
	Files     []*saving.Log       // the other files that are being written
	Secrets   log.Secrets         // what becomes of secrets in what is saved

	// About says what a capture holds, in a clause; it may change. Nil: it is not said.
	About func() string

	// Faults are what a relay can do to connections, each as an example and what it
	// does: "hold-fin=20ms", "passes the server's FIN on late".
	Faults [][2]string

	// Probe measures the server. Nil: the inspector says how to do it elsewhere.
	Probe Prober

	// Extent is how much a probe does, to say before it begins.
	Extent probe.Extent

	// Reach returns how another target than the first is connected to: through
	// the proxy that it wants, say. Nil: as the first one is.
	Reach func(session.Target) (session.Retarget, error)

	// Away is the round trip between linger and the practice server. Distant returns
	// how it is connected to over another one; nil: it is as far as it is.
	Away    time.Duration
	Distant func(roundTrip time.Duration) session.Retarget

	// JSON returns an exchange as a line of JSON, with its secrets or without. Nil: it
	// is not offered.
	JSON func(r *record.Record, exchange int, secrets bool) []byte
}

// Options say what the inspector shows and how.
type Options struct {
	Source

	// Learn are the lessons.
	Learn tutor.Options

	// Drill is the drill.
	Drill tutor.Drill

	Mouse bool   // the mouse scrolls and selects
	Theme string // dark or light; otherwise the terminal is asked
	Clock string // utc or local: times of day in the list
	ASCII bool   // for a locale that is not UTF-8
	Plain bool   // no boxes, no redrawn screen: lines, for a screen reader

	// Profile is the colours of the terminal; when it is Unknown the
	// terminal's environment decides.
	Profile colorprofile.Profile

	// Keys are the keys of the program. Nil: those of linger itself.
	Keys *keys.Bindings

	// SecretFields are further fields that hold secrets.
	SecretFields session.SecretFields

	// Save keeps what was copied in a file, for terminals that take no
	// clipboard, and returns where. Nil: there is no file.
	Save func(data []byte) (path string, err error)

	// State remembers between runs; nil: nothing is remembered.
	State *state.Store

	// Problem is a sentence to begin with, about settings; empty: there is none.
	Problem string

	// Open begins a session with another server, beside the first. Nil: there is
	// one session.
	Open func(t session.Target) (Source, error)

	// Report takes an error of a session log once the screen is gone. Nil: it is
	// ignored.
	Report func(error)

	// Leave ends the program at once: ctrl+c came while nothing reads the terminal.
	// Nil: nothing does.
	Leave func()

	// Program are further options of the Bubble Tea program; tests give a
	// window size and no input.
	Program []tea.ProgramOption
}

// ErrInterrupted says that ctrl+c ended the inspector.
var ErrInterrupted = errors.New("interrupted")
