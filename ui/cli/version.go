package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// What a release build sets with -ldflags "-X linger/ui/cli.release=1.2.3" and so
// on. Other builds take the commit and its date from the version control that Go
// records in them.
var (
	release = "0.1.0" // the version of the program
	commit  = ""      // its hash
	date    = ""      // of the commit, RFC 3339
)

// version returns what --version prints: name, version, commit and its date, and
// the Go it was built with.
func version() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(info, release, commit, date)
}

// versionOf fills in what a build without -ldflags knows. info may be nil. A build
// without version control has no commit.
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

// madeFrom returns the commit that a build was made from and its date: those of a
// release, else what Go recorded. modified reports whether files differed from it.
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
