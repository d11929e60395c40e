package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"linger/session/files"
	"linger/session/live"
	"linger/session/log"
)

// recordFlags say whether a session is recorded in a session log.
type recordFlags struct {
	file  string
	keep  bool
	force bool
}

func (o *recordFlags) register(f *pflag.FlagSet) {
	f.StringVar(&o.file, "record", "", "write a session log to `FILE`; linger open shows it again")
	f.BoolVar(&o.keep, "keep-secrets", false, "keep Authorization, Cookie and other secrets in the log and in JSON")
	f.BoolVar(&o.force, "force", false, "overwrite files that exist")
}

// create opens a file to write to, as --force says.
func (o *recordFlags) create(name string) (io.WriteCloser, error) { return createFile(name, o.force) }

// createFile opens a file to write to; one that exists is overwritten by force.
func createFile(name string, force bool) (io.WriteCloser, error) {
	f, err := files.Create(name, force)
	if errors.Is(err, files.ErrExists) {
		return nil, &exitError{code: exitUsage, err: err, hint: "--force overwrites it"}
	}
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	return f, nil
}

// A recording is a session log that is being written; nil: none is.
type recording struct {
	*log.Recorder
	name string
}

// begin makes the sessions of a configuration write to the log.
func (o *recordFlags) begin(c *live.Config) (*recording, error) {
	if o.file == "" {
		return nil, nil
	}
	f, err := o.create(o.file)
	if err != nil {
		return nil, err
	}
	h := log.Header{Vantage: log.VantageClient}
	if o.keep {
		h.Secrets = log.SecretsKept
	}
	r := &recording{log.NewRecorder(f, h, nil), o.file}
	c.Publish = r.Publish
	return r, nil
}

// close ends the log, once its session has ended, and says on w what went wrong.
func (r *recording) close(w io.Writer) {
	if r == nil {
		return
	}
	if err := r.Close(); err != nil {
		fmt.Fprintf(w, "linger: --record %s: %s; the log is not complete\n", safe(r.name), safe(err.Error()))
	}
}
