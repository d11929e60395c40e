package state

import (
	"errors"
	"path"
	"runtime"
	"strings"
)

// A Kind is the purpose of a folder.
type Kind uint8

// The kinds of folder.
const (
	KindState  Kind = iota // data that linger stores
	KindConfig             // the user's settings
)

// ErrNoFolder is the error that [Folder] returns if the environment names no home folder.
var ErrNoFolder = errors.New("the environment names no home folder")

// Folder returns the folder for linger's own files on this system. The folder need not
// exist. On each system, XDG_STATE_HOME and XDG_CONFIG_HOME take precedence. If they are
// not set, the folder is:
//
//	           state                                  config
//	Linux      ~/.local/state/linger                  ~/.config/linger
//	macOS      ~/Library/Application Support/linger   the same
//	Windows    %LocalAppData%\linger                  %AppData%\linger
//
// If the environment does not determine a folder, the error is [ErrNoFolder].
func Folder(k Kind, env func(string) string) (string, error) {
	return folderOn(runtime.GOOS, k, env)
}

// folderOn returns the folder on the system goos. It ignores a relative path in a
// variable, as the XDG specification requires.
func folderOn(goos string, k Kind, env func(string) string) (string, error) {
	xdg, local, onWindows := "XDG_STATE_HOME", ".local/state", "LocalAppData"
	if k == KindConfig {
		xdg, local, onWindows = "XDG_CONFIG_HOME", ".config", "AppData"
	}
	if dir := env(xdg); absolute(goos, dir) {
		return join(goos, dir, "linger"), nil
	}
	if goos == "windows" {
		if dir := env(onWindows); absolute(goos, dir) {
			return join(goos, dir, "linger"), nil
		}
		return "", ErrNoFolder
	}
	home := env("HOME")
	if !absolute(goos, home) {
		return "", ErrNoFolder
	}
	if goos == "darwin" {
		local = "Library/Application Support"
	}
	return join(goos, home, local, "linger"), nil
}

// absolute reports whether dir is an absolute path on the system goos. Package filepath
// knows only the rules of the current system, but the tests cover all systems.
func absolute(goos, dir string) bool {
	if goos == "windows" {
		return len(dir) > 2 && dir[1] == ':' && (dir[2] == '\\' || dir[2] == '/') || strings.HasPrefix(dir, `\\`)
	}
	return path.IsAbs(dir)
}

func join(goos string, parts ...string) string {
	if goos == "windows" {
		return strings.TrimRight(parts[0], `\/`) + `\` + strings.Join(parts[1:], `\`)
	}
	return path.Join(parts...)
}
