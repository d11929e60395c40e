// Package files opens the files that linger writes, all by the same rules: only
// the user may read a new file (0600), an existing file is overwritten only on
// request, and symbolic links are not followed. Pipes and devices (/dev/stdout,
// /dev/null) are written to directly.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Errors that say why a file was not written.
var (
	ErrExists  = errors.New("the file exists")
	ErrSymlink = errors.New("symbolic links are not followed")
)

// A File is a file that is being written.
type File struct {
	file    *os.File
	old     bool          // the file still has its previous content
	made    string        // the name of the file if Create made it, or "" if it existed before
	regular bool          // the file is regular, so written bytes can be overwritten
	written bool          // a byte was written
	failed  bool          // a write failed
	writing chan struct{} // holds a token during a write, and after Abandon
}

// Create opens a file for writing. If the file exists, the error is [ErrExists], unless
// overwrite is set: the first Write then empties the file and sets its mode to 0600. An
// error names the file.
func Create(name string, overwrite bool) (*File, error) {
	f, err := openNew(name, overwrite)
	if err != nil {
		return nil, named(name, err)
	}
	return f, nil
}

// Write writes to the file. The first Write removes the previous content, even if p is
// empty. Errors from Write and Close do not name the file, so the caller must add the
// name.
func (f *File) Write(p []byte) (int, error) {
	return f.emptied(func() (int, error) { return f.file.Write(p) })
}

// WriteAt writes to a regular file at an offset, as [io.WriterAt] does. Like Write, it
// first removes the previous content. For pipes, devices and streams, the error is
// [errors.ErrUnsupported].
func (f *File) WriteAt(p []byte, off int64) (int, error) {
	if !f.regular {
		return 0, errors.ErrUnsupported
	}
	return f.emptied(func() (int, error) { return f.file.WriteAt(p, off) })
}

// Truncate changes the size of the file to size bytes.
func (f *File) Truncate(size int64) error { return cause(f.file.Truncate(size)) }

// emptied calls write. Before the first call, it sets the mode of an existing file to
// 0600 and removes its content.
func (f *File) emptied(write func() (int, error)) (int, error) {
	f.writing <- struct{}{}
	defer func() { <-f.writing }()
	if f.old {
		f.old = false
		for _, empty := range []func() error{func() error { return f.file.Chmod(0o600) }, func() error { return f.file.Truncate(0) }} {
			if err := empty(); err != nil {
				return 0, cause(err)
			}
		}
	}
	n, err := write()
	f.written, f.failed = f.written || n > 0, f.failed || err != nil
	return n, cause(err)
}

// Abandon prepares a file for the end of the process. It waits for the write in progress,
// so that the end of the process does not interrupt it, and makes later writes block. It
// waits for at most the duration within, because a pipe may accept no bytes.
func (f *File) Abandon(within time.Duration) {
	select {
	case f.writing <- struct{}{}:
	case <-time.After(within):
	}
}

// Close closes the file. If nothing was written, an existing file keeps its previous
// content. If [Create] made the file and a write failed before any byte was written,
// Close removes it.
func (f *File) Close() error {
	err := cause(f.file.Close())
	if f.failed {
		f.removeEmpty()
	}
	return err
}

// Discard closes a file that will not be completed. It removes the file if [Create] made
// it and no byte was written to it.
func (f *File) Discard() {
	_ = f.file.Close()
	f.removeEmpty()
}

func (f *File) removeEmpty() {
	if f.made != "" && !f.written {
		_ = os.Remove(f.made)
	}
}

// Write writes a whole file by the rules of [Create]. An error names the file.
func Write(name string, overwrite bool, data []byte) error {
	f, err := Create(name, overwrite)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return Incomplete(name, errors.Join(err, f.Close()))
}

// An IncompleteError reports that only a part of a file could be written.
type IncompleteError struct {
	Name string
	Err  error
}

func (e *IncompleteError) Error() string { return e.Name + " is not complete: " + e.Err.Error() }

func (e *IncompleteError) Unwrap() error { return e.Err }

// Incomplete returns an error that says that the file called name is not complete because
// of err. It returns nil if err is nil.
func Incomplete(name string, err error) error {
	if err == nil {
		return nil
	}
	return &IncompleteError{name, err}
}

// cause returns an error without the names of the file and the system call.
func cause(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// A Folder creates files in one folder, and can discard them.
type Folder struct {
	dir       string
	overwrite bool
	made      bool // NewFolder created the folder
	files     []*File
}

// NewFolder returns a Folder that creates files by the rules of [Create]. It creates the
// folder with mode 0700 if necessary.
func NewFolder(dir string, overwrite bool) (*Folder, error) {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return &Folder{dir: dir, overwrite: overwrite, made: true}, nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return nil, named(dir, err)
	}
	is, err := os.Lstat(dir)
	switch {
	case err != nil:
		return nil, err
	case is.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s: %w", dir, ErrSymlink)
	case !is.IsDir():
		return nil, fmt.Errorf("%s is not a folder", dir)
	}
	return &Folder{dir: dir, overwrite: overwrite}, nil
}

// Create opens the file called name in the folder by the rules of the function [Create].
func (d *Folder) Create(name string) (io.WriteCloser, error) {
	f, err := Create(filepath.Join(d.dir, name), d.overwrite)
	if err != nil {
		return nil, err
	}
	d.files = append(d.files, f)
	return f, nil
}

// Discard closes the files of a folder that will not be completed. It removes those that
// [File.Discard] removes, and the folder if NewFolder created it and it is then empty.
func (d *Folder) Discard() {
	for _, f := range d.files {
		f.Discard()
	}
	if d.made {
		_ = os.Remove(d.dir)
	}
}

// named returns an error that names the file as the user did.
func named(name string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return fmt.Errorf("%s: %w", name, path.Err)
	}
	return err
}

// Exists reports whether name is a regular file, a folder or a symbolic link. Create
// would overwrite the file, and refuse the other two.
func Exists(name string) bool {
	is, err := os.Lstat(name)
	return err == nil && !isDevice(name) && (is.Mode().IsRegular() || is.IsDir() || is.Mode()&fs.ModeSymlink != 0)
}

func openNew(name string, overwrite bool) (*File, error) {
	if isDevice(name) {
		return open(name, os.O_WRONLY|os.O_APPEND, 0)
	}
	is, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f, err := openRegular(name, os.O_CREATE|os.O_EXCL)
		if err == nil {
			f.made = name
		}
		return f, err
	case err != nil:
		return nil, err
	case is.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s: %w", name, ErrSymlink)
	case is.IsDir():
		return nil, fmt.Errorf("%s is a folder", name)
	case !is.Mode().IsRegular():
		return open(name, os.O_WRONLY, 0)
	case !overwrite:
		return nil, fmt.Errorf("%s: %w", name, ErrExists)
	}
	// On systems that support noFollow, a link that has replaced the file since the check
	// is not followed.
	f, err := openRegular(name, noFollow)
	if err == nil {
		f.old = true
	}
	return f, err
}

func openRegular(name string, how int) (*File, error) {
	f, err := open(name, os.O_WRONLY|how, 0o600)
	if err == nil {
		f.regular = true
	}
	return f, err
}

func open(name string, how int, mode os.FileMode) (*File, error) {
	f, err := os.OpenFile(name, how, mode)
	if err != nil {
		return nil, err
	}
	return &File{file: f, writing: make(chan struct{}, 1)}, nil
}

// isDevice reports whether name is the path of a standard stream or a device. Symbolic
// links at such paths belong to the system and are followed.
func isDevice(name string) bool {
	clean := filepath.ToSlash(filepath.Clean(name))
	return clean == "/dev/stdout" || clean == "/dev/stderr" || clean == "/dev/null" || strings.HasPrefix(clean, "/dev/fd/")
}
