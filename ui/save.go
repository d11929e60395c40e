package ui

import (
	"errors"
	"io/fs"
	"linger/wire/format"
	"os"
)

// saveContent writes the content of the selected response to a new file in the
// working directory, as it came: content codings are not undone. The file may
// hold secrets and is the user's alone.
func (d *desk) saveContent() {
	data, whole := d.detail().Content()
	if len(data) == 0 {
		d.say("The response has no content to write.")
		return
	}
	name, err := write("response-"+itoa(d.selected().ID), data)
	switch {
	case err != nil:
		d.say("The content was not written: " + err.Error() + ".")
	case !whole:
		d.say("The beginning of the content, " + format.Amount(int64(len(data))) + ", is in " + name + "; the rest was not kept.")
	default:
		d.say("The content, " + format.Amount(int64(len(data))) + ", is in " + name + ".")
	}
}

// write makes a file that was not there before, and returns its name.
func write(name string, data []byte) (string, error) {
	for try := range 100 {
		at := name
		if try > 0 {
			at += "-" + itoa(try+1)
		}
		f, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		return at, errors.Join(err, f.Close())
	}
	return "", errors.New("too many files of that name")
}
