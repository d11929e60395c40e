package cli

import (
	"os"

	"github.com/spf13/pflag"

	"linger/session/state"
)

// stateFlags holds the flags about the data that linger stores between runs.
type stateFlags struct {
	noState    bool
	noProgress bool
}

func (f *stateFlags) register(fs *pflag.FlagSet) {
	fs.BoolVar(&f.noState, "no-state", false, "neither read nor write history, addresses and measured limits")
	fs.BoolVar(&f.noProgress, "no-progress", false, "neither read nor write the progress in lessons")
}

// open opens the store for the data that linger keeps between runs. The store uses only
// the files that the flags allow.
func (f *stateFlags) open(conf *configuration) *state.Store {
	dir, err := state.Folder(state.KindState, os.Getenv)
	if err != nil {
		dir = "" // the store reports the problem
	}
	return state.Open(state.Options{Dir: dir, NoState: f.noState, NoProgress: f.noProgress, SecretFields: conf.secretFields()})
}
