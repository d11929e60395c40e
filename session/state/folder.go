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
	KindConfig             // settings of the user
)

// ErrNoFolder says that the environment names no home folder.
var ErrNoFolder = errors.New("the environment names no home folder")

// Folder returns the folder for linger's own files on this system. It may not
// exist. If XDG_STATE_HOME and XDG_CONFIG_HOME are set, they decide on every
// system; otherwise it is:
//
//	           state                                  config
//	Linux      ~/.local/state/linger                  ~/.config/linger
//	macOS      ~/Library/Application Support/linger   the same
//	Windows    %LocalAppData%\linger                  %AppData%\linger
//
// The error is [ErrNoFolder].
func Folder(k Kind, env func(string) string) (string, error) {
	return folderOn(runtime.GOOS, k, env)
}

// folderOn returns the folder on the named system. It ignores a relative path,
// as the XDG specification requires.
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

// absolute and join follow the rules of the named system, which may not be the
// current one, because tests cover all of them.
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
