package ui

import (
	"os"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// ResetModes is the escape sequence that turns off every mode that the inspector or an
// editor turns on.
const ResetModes = ansi.ResetModeSynchronizedOutput + ansi.ResetStyle +
	ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste + ansi.ResetModeUnicodeCore +
	ansi.ResetModifyOtherKeys + ansi.DisableKittyKeyboard + ansi.ResetModeCursorKeys + ansi.KeypadNumericMode +
	ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor

// A shellState holds the terminal settings of the shell, such as echo. When linger
// reclaims the terminal from an editor, Bubble Tea saves the settings that the editor
// left behind, and would restore these when linger exits.
type shellState struct{ state *term.State }

// save saves the current state, if there is a terminal.
func (s *shellState) save() { s.state, _ = term.GetState(os.Stdin.Fd()) }

// restore restores the saved state.
func (s *shellState) restore() {
	if s.state != nil {
		_ = term.Restore(os.Stdin.Fd(), s.state)
	}
}
