package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session/files"
)

func write(t *testing.T, name string, overwrite bool) error {
	t.Helper()
	f, err := files.Create(name, overwrite)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write([]byte("new"))
	return err
}

func wantFile(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil || string(b) != text {
		t.Errorf("%s has the content %q, error %v; want %q", name, b, err, text)
	}
	if is, err := os.Stat(name); err == nil && runtime.GOOS != "windows" && is.Mode().Perm() != mode {
		t.Errorf("%s has mode %o, want %o", name, is.Mode().Perm(), mode)
	}
}

func TestNewFileIsPrivate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new")
	if err := write(t, name, false); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new", 0o600)
}

func TestExistingFileIsOverwrittenOnlyOnRequest(t *testing.T) {
	name := filepath.Join(t.TempDir(), "old")
	if err := os.WriteFile(name, []byte("something old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(t, name, false); !errors.Is(err, files.ErrExists) {
		t.Errorf("Create returned %v, want %v", err, files.ErrExists)
	}
	wantFile(t, name, "something old", 0o644)
	if err := write(t, name, true); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new", 0o600)
}

func TestFirstWriteEmptiesFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "old")
	if err := os.WriteFile(name, []byte("something old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		writes []string
		want   string
		mode   os.FileMode
	}{{nil, "something old", 0o644}, {[]string{"a", "b"}, "ab", 0o600}, {[]string{""}, "", 0o600}} {
		f, err := files.Create(name, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range step.writes {
			if _, err := f.Write([]byte(s)); err != nil {
				t.Error(err)
			}
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		wantFile(t, name, step.want, step.mode)
	}
}

// An error names the file once, except that an error of the method Write does not name
// it.
func TestErrorsNameTheFileOnce(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip(err)
	}
	f, err := files.Create(full, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write([]byte("x")); err == nil || err.Error() != "no space left on device" {
		t.Errorf("writing to a full device returned %v, want the error without the name", err)
	}
	if err := files.Write(full, false, []byte("x")); err == nil || err.Error() != full+" is not complete: no space left on device" {
		t.Errorf("writing to a full device returned %v, want the name and the error", err)
	}
	if err := files.Write(filepath.Join(t.TempDir(), "none", "a"), false, nil); err == nil || strings.Count(err.Error(), "none") != 1 {
		t.Errorf("writing into a missing folder returned %v, want the name once", err)
	}
}

func TestSymbolicLinkIsNotFollowed(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "victim"), filepath.Join(dir, "link")
	if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(name, link); err != nil {
		t.Skip(err)
	}
	for _, overwrite := range []bool{false, true} {
		if err := write(t, link, overwrite); !errors.Is(err, files.ErrSymlink) {
			t.Errorf("writing to a link with overwrite %t returned %v, want %v", overwrite, err, files.ErrSymlink)
		}
	}
	wantFile(t, name, "old", 0o644)
}

func TestDevicesAreWrittenDirectly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no device files")
	}
	for _, name := range []string{"/dev/null", "/dev/../dev/null"} {
		if err := write(t, name, false); err != nil {
			t.Errorf("writing to %s returned %v, want no error", name, err)
		}
	}
}

func TestWriteErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{dir, filepath.Join(dir, "none", "x"), ""} {
		if err := write(t, name, true); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("writing %q returned %v, want an error that begins with the name", name, err)
		}
	}
}

func TestExists(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "is"), filepath.Join(dir, "link")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", link); err != nil {
		t.Skip(err)
	}
	for n, want := range map[string]bool{name: true, link: true, dir: true, name + "2": false, "": false, os.DevNull: false} {
		if files.Exists(n) != want {
			t.Errorf("Exists(%q) = %t, want %t", n, !want, want)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ticket")
	for _, overwrite := range []bool{false, true} {
		d, err := files.NewFolder(dir, overwrite)
		if err != nil {
			t.Fatal(err)
		}
		f, err := d.Create("a")
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o700 {
		t.Errorf("Stat returned %v, %v; want mode 0700", is, err)
	}
	d, err := files.NewFolder(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Create("a"); !errors.Is(err, files.ErrExists) {
		t.Errorf("creating an existing file returned %v, want %v", err, files.ErrExists)
	}
	link := dir + "-link"
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	if _, err := files.NewFolder(link, true); !errors.Is(err, files.ErrSymlink) {
		t.Errorf("NewFolder on a link returned %v, want %v", err, files.ErrSymlink)
	}
	for _, name := range []string{filepath.Join(dir, "a"), filepath.Join(dir, "none", "b")} {
		if _, err := files.NewFolder(name, true); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("NewFolder(%q) returned %v, want an error that begins with the name", name, err)
		}
	}
}

// A regular file can be overwritten at an offset. Pipes and devices cannot.
func TestWriteAt(t *testing.T) {
	name := filepath.Join(t.TempDir(), "old")
	if err := os.WriteFile(name, []byte("something old"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := files.Create(name, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		text string
		at   int64
	}{{"onetwo", 0}, {"three", 3}} {
		if _, err := f.WriteAt([]byte(part.text), part.at); err != nil {
			t.Error(err)
		}
	}
	wantFile(t, name, "onethree", 0o600)
	if err := f.Truncate(3); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "one", 0o600)
	null, err := files.Create(os.DevNull, false)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if _, err := null.WriteAt([]byte("x"), 0); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("WriteAt to a device returned %v, want %v", err, errors.ErrUnsupported)
	}
}

// After Abandon, writes have no effect.
func TestAbandonedFileDoesNotChange(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new")
	f, err := files.Create(name, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("one")); err != nil {
		t.Error(err)
	}
	f.Abandon(time.Minute)
	go func() { _, _ = f.Write([]byte("two")) }()
	f.Abandon(10 * time.Millisecond) // time for the write to begin if it could
	wantFile(t, name, "one", 0o600)
}

func TestDiscardedFile(t *testing.T) {
	dir := t.TempDir()
	made, old := filepath.Join(dir, "new"), filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("something old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{made, old} {
		f, err := files.Create(name, true)
		if err != nil {
			t.Fatal(err)
		}
		f.Discard()
	}
	if files.Exists(made) {
		t.Errorf("%s still exists after Discard, want it removed", made)
	}
	wantFile(t, old, "something old", 0o644)
}

// Discard removes the empty files that linger made in a folder, and the folder if linger
// made it and it is then empty.
func TestDiscardedFolder(t *testing.T) {
	dir := t.TempDir()
	old, made := filepath.Join(dir, "old"), filepath.Join(dir, "new")
	if err := os.Mkdir(old, 0o755); err != nil {
		t.Fatal(err)
	}
	discard := func(in string, written ...string) {
		t.Helper()
		d, err := files.NewFolder(in, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "b"} {
			f, err := d.Create(name)
			if err == nil && slices.Contains(written, name) {
				_, err = f.Write([]byte(name))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		d.Discard()
	}
	for _, in := range []string{old, made} {
		discard(in)
		if left, _ := os.ReadDir(in); len(left) > 0 {
			t.Errorf("%s contains %v after Discard, want nothing", in, left)
		}
	}
	if !files.Exists(old) || files.Exists(made) {
		t.Error("Discard removed a folder that existed before, or left the one that NewFolder created")
	}
	discard(made, "b")
	if files.Exists(filepath.Join(made, "a")) {
		t.Error("an empty file still exists after Discard, want it removed")
	}
	wantFile(t, filepath.Join(made, "b"), "b", 0o600)
}

// A new file is removed if nothing could be written to it.
func TestFileThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	for _, before := range []string{"", "some"} {
		name := filepath.Join(dir, "file"+before)
		f, err := files.Create(name, false)
		if err != nil {
			t.Fatal(err)
		}
		if before != "" {
			_, err = f.Write([]byte(before))
		}
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("more")); err == nil { // a closed file accepts no bytes, like a file on a full disk
			t.Fatal("the write to a closed file succeeded, want an error")
		}
		_ = f.Close()
		if left, want := files.Exists(name), before != ""; left != want {
			t.Errorf("with %q written, Exists after Close = %t, want %t", before, left, want)
		}
	}
}
