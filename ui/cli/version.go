package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// A release build sets these variables with -ldflags "-X linger/ui/cli.release=1.2.3" and
// so on. Other builds use the commit and the date that Go records.
var (
	release = "0.1.0" // the version of the program
	commit  = ""      // the hash of the commit
	date    = ""      // the time of the commit, RFC 3339
)

// version returns the output of --version: the name, the version, the commit and its
// date, and the Go version.
func version() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(info, release, commit, date)
}

// versionOf returns the output of --version. info, which may be nil, provides the values
// that -ldflags did not set. A build without version control has no commit.
func versionOf(info *debug.BuildInfo, release, commit, date string) string {
	commit, date, modified := madeFrom(info, commit, date)
	built := commit[:min(12, len(commit))]
	if modified {
		built += " (modified)"
	}
	switch {
	case commit == "":
		built = "unknown"
	case date != "":
		built += ", " + date
	}
	return fmt.Sprintf("linger %s\ncommit %s\n%s %s/%s", release, built, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// madeFrom returns the commit of a build and the date of the commit: commit and date if
// commit is not "", and otherwise those that Go recorded. modified reports whether files
// differed from the commit.
func madeFrom(info *debug.BuildInfo, commit, date string) (hash, day string, modified bool) {
	if info == nil || commit != "" {
		return commit, date, false
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	return set["vcs.revision"], set["vcs.time"], set["vcs.modified"] == "true"
}
