package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"linger/session"
	"linger/session/files"
	"linger/session/live"
	"linger/session/log"
	"linger/ui/saving"
)

// recordFlags holds the flags for the files to which a session is recorded.
type recordFlags struct {
	file   string
	export exportFlags
	keep   bool
	force  bool
	conf   *configuration
}

func (o *recordFlags) register(f *pflag.FlagSet) {
	f.StringVar(&o.file, "record", "", "write a session log to `FILE`; linger open shows it again")
	o.export.register(f)
	f.BoolVar(&o.keep, "keep-secrets", false, "keep Authorization, Cookie and other secrets in files and in JSON")
	f.BoolVar(&o.force, "force", false, "overwrite files that exist")
}

// create opens a file for writing. It overwrites an existing file only with --force.
func (o *recordFlags) create(name string) (*files.File, error) { return createFile(name, o.force) }

// createFile opens a file for writing. It overwrites an existing file only if force is
// set.
func createFile(name string, force bool) (*files.File, error) {
	f, err := files.Create(name, force)
	if err != nil {
		return nil, notCreated(err)
	}
	return f, nil
}

// notCreated returns the error for a file that cannot be written.
func notCreated(err error) error {
	if errors.Is(err, files.ErrExists) {
		return &exitError{code: exitUsage, err: err, hint: "--force overwrites it"}
	}
	return &exitError{code: exitUsage, err: err}
}

// A recording holds the files that linger writes a session to.
type recording []recordedFile

// A recordedFile is one file of a recording.
type recordedFile struct {
	*log.Recorder
	file       *files.File
	flag, name string
	reported   bool // linger has reported that the file is incomplete
}

// begin opens the files that the flags name, and makes sessions with the configuration c
// write to them.
func (o *recordFlags) begin(c *live.Config) (recording, error) {
	r, err := o.open(session.VantageClient)
	if len(r) > 0 {
		c.Publish = r.publish
	}
	return r, err
}

// open opens the files that the flags name, for a session with the given vantage point.
func (o *recordFlags) open(v session.Vantage) (r recording, err error) {
	defer func() {
		if err != nil {
			for _, f := range r {
				f.file.Discard()
			}
			_ = r.close(io.Discard, nil) // err has more detail than the error from close
			r = nil
		}
	}()
	h := log.Header{Vantage: v, Secrets: o.secrets()}
	if o.file != "" {
		f, err := o.create(o.file)
		if err != nil {
			return nil, err
		}
		r = append(r, recordedFile{Recorder: log.NewRecorder(f, h, o.conf.secretFields()...), file: f, flag: recordFlag, name: o.file})
	}
	for _, row := range o.export.rows() {
		switch row.name {
		case "":
			continue
		case "-":
			return r, usagef("%s -: the file would be mixed with the results; name a file", row.flag)
		}
		f, err := o.create(row.name)
		if err != nil {
			return r, err
		}
		r = append(r, recordedFile{Recorder: log.NewRecorderTo(row.sink(f, exportOptionsOf(h, o.keep, o.conf)), f), file: f, flag: row.flag, name: row.name})
	}
	return r, nil
}

// recordFlag is the flag of the session log.
const recordFlag = "--record"

// secrets returns whether secrets are masked or kept in saved files.
func (o *recordFlags) secrets() log.Secrets {
	if o.keep {
		return log.SecretsKept
	}
	return log.SecretsMasked
}

// shown returns the session log and the other files for the inspector. log is nil without
// --record.
func (r recording) shown() (log *saving.Log, others []*saving.Log) {
	for _, f := range r {
		l := &saving.Log{Recorder: f.Recorder, Name: f.name}
		if f.flag == recordFlag {
			log = l
			continue
		}
		others = append(others, l)
	}
	return log, others
}

func (r recording) publish(evs []session.Event) {
	for _, f := range r {
		f.Publish(evs)
	}
}

// add writes one event to the files.
func (r recording) add(ev session.Event) {
	if len(r) > 0 {
		r.publish([]session.Event{ev})
	}
}

// close completes the files after the end of the session, and reports errors on w. It
// returns err or, if err is nil and a file is incomplete, an exitError.
func (r recording) close(w io.Writer, err error) error {
	for _, f := range r {
		if f.Close() != nil && err == nil {
			err = &exitError{code: exitUsage}
		}
	}
	r.report(w)
	return err
}

// rescue completes the files within atMost. It returns a line for each file that is not
// complete by then.
func (r recording) rescue(atMost time.Duration) string {
	within(atMost, func() {
		for _, f := range r {
			_ = f.Close() // earlier errors have already been reported
		}
	})
	var lost strings.Builder
	for _, f := range r {
		select {
		case <-f.Failed(): // the file is already complete or has already failed
		default:
			f.file.Abandon(lastWrites)
			lost.WriteString(notComplete(f.flag+" "+f.name, errUnfinished.Error()))
		}
	}
	return lost.String()
}

// errUnfinished is the reason why a file is incomplete after a signal.
var errUnfinished = errors.New("linger ended before everything was written")

// notComplete returns a line that says that a file is not complete, and why.
func notComplete(name, why string) string {
	return "linger: " + safe(name) + ": " + safe(why) + "; the file is not complete\n"
}

// report reports on w, once for each file, why the file can no longer be written.
func (r recording) report(w io.Writer) {
	for i := range r {
		f := &r[i]
		if err := f.Err(); err != nil && !f.reported {
			f.reported = true
			fmt.Fprint(w, notComplete(f.flag+" "+f.name, err.Error()))
		}
	}
}
