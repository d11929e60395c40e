package ui

import (
	"errors"
	"io/fs"
	"os"

	"linger/wire/format"
)

// saveContent writes the content of the selected response to a new file in the
// working directory, as it came: content codings are not undone. The file may
// hold secrets and is the user's alone.
func (m *Model) saveContent() {
	data, whole := m.detail.Content()
	if len(data) == 0 {
		m.say("The response has no content to write.")
		return
	}
	name, err := write("response-"+itoa(m.selected().ID), data)
	switch {
	case err != nil:
		m.say("The content was not written: " + err.Error() + ".")
	case !whole:
		m.say("The beginning of the content, " + format.Amount(int64(len(data))) + ", is in " + name + "; the rest was not kept.")
	default:
		m.say("The content, " + format.Amount(int64(len(data))) + ", is in " + name + ".")
	}
}

// write makes a file that was not there before, and says its name.
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
