package cli

import (
	"strconv"

	"linger/ui/keys"
	"linger/wire/format"
)

// keys writes the table of keys.
func (r *roff) keys() {
	r.macro("SH", "KEYS")
	for _, g := range keys.Groups {
		r.macro("SS", string(g))
		for i := range keys.Table {
			b := &keys.Table[i]
			if b.Group != g {
				continue
			}
			r.macro("TP")
			r.WriteString(`\fB` + escape(b.Shown) + `\fR` + "\n")
			r.text(format.Capital(b.Help) + ".")
		}
	}
}

// surroundings writes the sections about exit codes, environment variables and files.
func (r *roff) surroundings() {
	var codes [][2]string
	for _, e := range exitCodes {
		codes = append(codes, [2]string{strconv.Itoa(e.code), e.means})
	}
	r.definitions("EXIT STATUS", codes)
	r.definitions("ENVIRONMENT", environment)
	r.definitions("FILES", ownFiles)
}

// environment lists the environment variables that linger reads.
var environment = [][2]string{
	{"HTTP_PROXY, HTTPS_PROXY, NO_PROXY", "The proxy to connect through, unless -x names one. The lower-case names also work."},
	{"SSLKEYLOGFILE", "The file to which linger appends the keys of TLS connections."},
	{"NO_COLOR", "If it is set, linger uses no colours."},
	{"LC_ALL, LC_CTYPE, LANG", "If the first of them that is set does not name UTF-8, linger draws only with ASCII."},
	{"VISUAL, EDITOR", "The editor that ctrl+o opens in the composer. VISUAL takes precedence."},
	{"XDG_CONFIG_HOME, XDG_STATE_HOME, HOME", "The folders that contain the configuration folder and the state folder; AppData and LocalAppData on Windows."},
}

// ownFiles lists the files that linger reads and writes without a flag.
var ownFiles = [][2]string{
	{"~/.config/linger/config.toml", "The settings; linger-config(1) explains them. " +
		"~/Library/Application Support/linger/config.toml on macOS, %AppData%\\linger\\config.toml on Windows."},
	{"~/.local/state/linger", "The data that linger stores between runs: history, addresses, measured limits, progress in lessons. " +
		"~/Library/Application Support/linger on macOS, %LocalAppData%\\linger on Windows. With --no-state and --no-progress linger does not use it."},
}
