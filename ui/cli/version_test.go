package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestVersionComesFromTheBuild(t *testing.T) {
	const hash, day = "0123456789abcdef0123", "2026-11-30T12:00:00Z"
	recorded := func(modified string) *debug.BuildInfo {
		return &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: hash}, {Key: "vcs.time", Value: day}, {Key: "vcs.modified", Value: modified}}}
	}
	for _, c := range []struct {
		info         *debug.BuildInfo
		commit, date string
		want         string
	}{
		{nil, "", "", "unknown"},
		{&debug.BuildInfo{}, "", "", "unknown"},
		{recorded("false"), "", "", "0123456789ab, " + day},
		{recorded("true"), "", "", "0123456789ab (modified), " + day},
		{recorded("true"), "fedc", "2027-01-01T00:00:00Z", "fedc, 2027-01-01T00:00:00Z"},
		{nil, "fedc", "", "fedc"},
	} {
		want := "linger 1.2.3\ncommit " + c.want + "\n" + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
		if got := versionOf(c.info, "1.2.3", c.commit, c.date); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The date of a manual page is the date of the commit, even if no release has set it.
func TestMadeFromPrefersTheReleaseValues(t *testing.T) {
	info := &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.time", Value: "2026-11-30T12:00:00Z"}}}
	if hash, day, modified := madeFrom(info, "", ""); hash != "abc" || day != "2026-11-30T12:00:00Z" || modified {
		t.Errorf("madeFrom = %s, %s, %v; want the recorded commit and date", hash, day, modified)
	}
	if hash, day, _ := madeFrom(info, "def", "2027-01-01T00:00:00Z"); hash != "def" || day != "2027-01-01T00:00:00Z" {
		t.Errorf("madeFrom = %s, %s; want the values of the release", hash, day)
	}
}
