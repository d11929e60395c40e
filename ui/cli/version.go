package cli

import (
	"fmt"
	"runtime/debug"
)

// release is the version of the program.
const release = "0.1.0"

// version is what --version prints: name, version, commit and the Go it was
// built with. A build without version control in it has no commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "linger " + release
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	commit := "unknown"
	if r := set["vcs.revision"]; r != "" {
		commit = r[:min(12, len(r))]
		if set["vcs.modified"] == "true" {
			commit += " (modified)"
		}
	}
	return fmt.Sprintf("linger %s\ncommit %s\n%s %s/%s", release, commit, info.GoVersion, set["GOOS"], set["GOARCH"])
}
