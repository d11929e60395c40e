package state

import (
	"errors"
	"testing"
)

func TestFolderOnEachSystem(t *testing.T) {
	for _, c := range []struct {
		goos string
		kind Kind
		env  map[string]string
		want string
	}{
		{"linux", KindState, map[string]string{"HOME": "/home/ada"}, "/home/ada/.local/state/linger"},
		{"linux", KindConfig, map[string]string{"HOME": "/home/ada"}, "/home/ada/.config/linger"},
		{"linux", KindState, map[string]string{"HOME": "/home/ada", "XDG_STATE_HOME": "/var/x"}, "/var/x/linger"},
		{"linux", KindConfig, map[string]string{"HOME": "/home/ada", "XDG_CONFIG_HOME": "/var/x"}, "/var/x/linger"},
		{"linux", KindState, map[string]string{"HOME": "/home/ada", "XDG_STATE_HOME": "relative"}, "/home/ada/.local/state/linger"},
		{"linux", KindState, map[string]string{"XDG_STATE_HOME": "/var/x"}, "/var/x/linger"},
		{"linux", KindState, nil, ""},
		{"linux", KindState, map[string]string{"HOME": "relative"}, ""},
		{"freebsd", KindState, map[string]string{"HOME": "/home/ada"}, "/home/ada/.local/state/linger"},
		{"darwin", KindState, map[string]string{"HOME": "/Users/ada"}, "/Users/ada/Library/Application Support/linger"},
		{"darwin", KindConfig, map[string]string{"HOME": "/Users/ada"}, "/Users/ada/Library/Application Support/linger"},
		{"darwin", KindConfig, map[string]string{"HOME": "/Users/ada", "XDG_CONFIG_HOME": "/Users/ada/.config"}, "/Users/ada/.config/linger"},
		{"windows", KindState, map[string]string{"LocalAppData": `C:\Users\ada\AppData\Local`}, `C:\Users\ada\AppData\Local\linger`},
		{"windows", KindConfig, map[string]string{"AppData": `C:\Users\ada\AppData\Roaming\`}, `C:\Users\ada\AppData\Roaming\linger`},
		{"windows", KindState, map[string]string{"LocalAppData": `\\server\share`}, `\\server\share\linger`},
		{"windows", KindState, map[string]string{"HOME": "/home/ada"}, ""},
	} {
		got, err := folderOn(c.goos, c.kind, func(name string) string { return c.env[name] })
		if got != c.want || (err != nil) != (c.want == "") || err != nil && !errors.Is(err, ErrNoFolder) {
			t.Errorf("folder on %s with %v = %q, %v; want %q", c.goos, c.env, got, err, c.want)
		}
	}
}
