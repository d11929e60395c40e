package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// schema is the version of the files. A file with a later version is neither
// read nor changed.
const schema = 1

// mostRead is the size in bytes above which a file counts as damaged.
const mostRead = 16 << 20

// A document is a value that is stored in one file, or in memory only.
type document[T any] struct {
	name  string // name of the file
	value T
	alone bool // whether the value is kept in memory only
}

// envelope is the JSON object in a file.
type envelope[T any] struct {
	Schema int `json:"schema"`
	Value  T   `json:"value"`
}

// Kinds of errors.
var (
	errDamaged    = errors.New("damaged")
	errLater      = errors.New("written by a later version of linger")
	errUnwritable = errors.New("cannot write to")
)

// load reads the value from the file. If the file does not exist, the value stays
// unchanged. If the file is damaged, load renames it, and the error contains the new
// name. If the file has a later schema, linger neither reads nor writes it.
func (d *document[T]) load(dir string) error {
	if d.alone {
		return nil
	}
	path := filepath.Join(dir, d.name)
	value, err := read[T](path)
	switch {
	case err == nil:
		d.value = value
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, errLater):
		d.alone = true
		return fmt.Errorf("%s was written by a later version of linger; this one neither reads nor changes it", path)
	case !errors.Is(err, errDamaged):
		d.alone = true
		return fmt.Errorf("linger cannot read %s: %w", path, cause(err))
	}
	if err := os.Rename(path, path+".damaged"); err != nil {
		d.alone = true
		return fmt.Errorf("%s is damaged, and linger cannot move it: %w", path, cause(err))
	}
	return fmt.Errorf("%s was damaged; linger moved it to %s.damaged and starts without it", d.name, path)
}

// change reads the file again, because another process may have changed it, applies f to
// the value, and writes the file. It applies f even if reading or writing fails.
func (d *document[T]) change(dir string, f func(*T)) error {
	problem := d.load(dir)
	f(&d.value)
	if d.alone {
		return problem
	}
	if err := d.write(dir); err != nil {
		d.alone = true
		return err
	}
	return problem
}

// write replaces the file atomically: a reader finds either the old file or the new one.
func (d *document[T]) write(dir string) error {
	data, err := json.MarshalIndent(envelope[T]{schema, d.value}, "", " ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "."+d.name+"-*") // 0600
	if err != nil {
		return unwritable(dir, err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, d.name))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return unwritable(dir, err)
	}
	return nil
}

// read returns the value in a file. The error is errDamaged or errLater if the file has
// no value that linger can read.
func read[T any](path string) (value T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return value, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostRead+1))
	if err != nil {
		return value, err
	}
	if len(data) > mostRead {
		return value, errDamaged
	}
	var version struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &version); err != nil || version.Schema < 1 {
		return value, errDamaged
	}
	if version.Schema > schema {
		return value, errLater
	}
	e := envelope[T]{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&e); err != nil {
		return value, errDamaged
	}
	return e.Value, nil
}

func unwritable(dir string, err error) error {
	return fmt.Errorf("linger remembers nothing after this run; it %w %s: %w", errUnwritable, dir, cause(err))
}

// cause returns an error of the file system without the operation and the path, because
// the caller's sentence already contains them.
func cause(err error) error {
	if p := new(fs.PathError); errors.As(err, &p) {
		return p.Err
	}
	if l := new(os.LinkError); errors.As(err, &l) {
		return l.Err
	}
	return err
}
