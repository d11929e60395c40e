package ui

import (
	"context"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/plain"
)

// framesPerSecond limits how often the program writes to the terminal.
const framesPerSecond = 30

// Run shows the inspector until the user quits or ctx is done. It always restores the
// terminal. The error is nil after q, [ErrInterrupted] after ctrl+c, the cause of ctx if
// ctx is done, and the error of Bubble Tea if the inspector could not run. The caller
// closes the engine.
func Run(ctx context.Context, o Options) error {
	if o.Plain {
		return plain.Run(ctx, plain.Options{Engine: o.Engine, Reach: o.Reach, Request: o.Request, Recording: o.Recording, ASCII: o.ASCII, State: o.State, Problem: o.Problem,
			Learn: o.Learn, Drill: o.Drill, Practice: o.Practice, Scenarios: scenarioRows(o.Scenarios), Log: o.Log, Files: o.Files, Secrets: o.Secrets, SecretFields: o.SecretFields, Keys: o.Keys, End: o.End, Distant: o.Distant, In: os.Stdin, Out: os.Stdout})
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	m := New(within, o)
	opts := []tea.ProgramOption{tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler()}
	if o.Profile != colorprofile.Unknown {
		opts = append(opts, tea.WithColorProfile(o.Profile))
	}
	if o.Leave != nil {
		opts = append(opts, newGuard(o.Leave).options()...)
	}
	m.job.shell.save()
	defer m.job.shell.restore()
	p := tea.NewProgram(m, append(opts, o.Program...)...)
	defer context.AfterFunc(ctx, p.Quit)()
	defer m.job.watch(p.Send)()
	_, err := p.Run()
	cancel()
	if err := m.finish(); err != nil && o.Report != nil {
		o.Report(err)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case m.err != nil:
		return m.err
	}
	return err
}

// scenarioRows returns the path and the description of each scenario.
func scenarioRows(all []Scenario) (rows [][2]string) {
	for _, s := range all {
		rows = append(rows, [2]string{s.Path, s.Does})
	}
	return rows
}
