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

// An Engine is the session that the inspector shows, live or from a recording.
type Engine interface {
	// Do starts a command and returns at once, without waiting for its result.
	Do(session.Command)
	// Events waits for at least one event and returns the available ones, up to a limit.
	// After the last event, it returns io.EOF.
	Events(context.Context) ([]session.Event, error)
	// Now returns the time since the beginning of the session.
	Now() time.Duration
}

// FarthestAway is the longest round trip to the practice server.
const FarthestAway = 10 * time.Second

// A Scenario is a behaviour of the practice server. The user selects it from a menu.
type Scenario struct {
	Path  string // the request target
	Does  string // what the server does
	Watch string // what to watch for
	Words string // additional words for the search
	Ref   string // the section of the standard that the scenario demonstrates
	Group string
	First bool // listed in the welcome

	Params []Param
}

// A Param is a parameter of a scenario, which the query of the request target sets.
type Param struct {
	Name, Default string
	About         string // what it changes, and its range
}

// A Source is a session to show, with the actions that it supports.
type Source struct {
	Engine    Engine
	Request   wire.RequestMessage // the first value of the next request
	Scenarios []Scenario          // scenarios of the practice server; nil: none
	Practice  bool                // the session begins on the practice server inside linger
	Recording bool                // nothing can be sent; time does not run, or follows the player
	Player    *replay.Player      // player of a log; replaces the engine
	Name      string              // name of its file
	End       func()              // ends the session; nil: the caller ends it
	Log       *saving.Log         // the session log that linger writes; nil: none
	Files     []*saving.Log       // the other files that linger writes
	Secrets   log.Secrets         // what saved files contain in place of secrets

	// About returns a clause about the content of a capture. The clause may change. Nil:
	// no clause is shown.
	About func() string

	// Faults lists what a relay can do to connections. Each entry is an example and a
	// description: "hold-fin=20ms", "delays the server's FIN".
	Faults [][2]string

	// Probe measures the server. Nil: the inspector names the command that does so.
	Probe Prober

	// Extent returns the extent of a probe that makes only the named checks, or all
	// checks if none is named. The inspector shows the extent before it starts the probe.
	Extent func(only ...string) probe.Extent

	// Reach returns how to connect to another target than the first, for example through
	// a proxy. Nil: linger connects as to the first target.
	Reach func(session.Target) (session.Retarget, error)

	// Away is the round-trip time between linger and the practice server. Distant returns
	// how to connect with another round-trip time; nil: the time cannot be changed.
	Away    time.Duration
	Distant func(roundTrip time.Duration) session.Retarget

	// JSON returns an exchange as a line of JSON, with or without its secrets. Nil: the
	// inspector does not offer it.
	JSON func(r *record.Record, exchange int, secrets bool) []byte
}

// Options configure the inspector.
type Options struct {
	Source

	// Learn configures the lessons.
	Learn tutor.Options

	// Drill configures the drill.
	Drill tutor.Drill

	Mouse bool   // the mouse scrolls and selects
	Theme string // dark or light; otherwise linger queries the terminal
	Clock string // utc or local, for times of day in the list
	ASCII bool   // for a locale that is not UTF-8
	Plain bool   // lines of text without boxes or redrawing, for a screen reader

	// Profile is the colour profile of the terminal. If it is Unknown, environment
	// variables such as NO_COLOR and COLORTERM decide.
	Profile colorprofile.Profile

	// Keys are the key bindings. Nil: the defaults.
	Keys *keys.Bindings

	// SecretFields are additional fields whose values are secrets.
	SecretFields session.SecretFields

	// Save writes copied text to a file, for terminals without clipboard access, and
	// returns its path. Nil: no file is written.
	Save func(data []byte) (path string, err error)

	// State stores data between runs. Nil: nothing is stored.
	State *state.Store

	// Problem is a sentence about a problem with the settings, shown at the start, or
	// empty.
	Problem string

	// Open starts a second session, with another server. Nil: only one session is
	// possible.
	Open func(t session.Target) (Source, error)

	// Report receives an error of the session log after the screen has closed. Nil: the
	// error is ignored.
	Report func(error)

	// Leave ends the program at once. It is called if the user presses ctrl+c while the
	// terminal is not read. Nil: ctrl+c has no effect then.
	Leave func()

	// Program holds additional options for the Bubble Tea program. Tests set a window
	// size and no input.
	Program []tea.ProgramOption
}

// ErrInterrupted is the error of [Run] after ctrl+c.
var ErrInterrupted = errors.New("interrupted")
