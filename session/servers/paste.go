package servers

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Paste is a setting that the user can paste into the configuration or the code of a
// program.
type Paste struct {
	Where string // name of the program
	Code  string
	In    string // block of the configuration that the setting belongs in; may be empty
}

// Line returns the setting, followed by the block that it belongs in, if there is one.
func (p Paste) Line() string {
	if p.In == "" {
		return p.Code
	}
	return p.Code + " in " + p.In
}

// Keep returns settings that make servers keep idle connections open for d, rounded down
// to whole seconds. If d is longer than the idle timeout of the clients' pools, the
// servers never close first.
func Keep(d time.Duration) []Paste {
	s := strconv.Itoa(int(d / time.Second))
	return []Paste{
		{"Node", "server.keepAliveTimeout = " + s + "_000", ""},
		{"Go", "http.Server{IdleTimeout: " + s + " * time.Second}", ""},
		{"nginx", "keepalive_timeout " + s + "s;", "server"},
		{"Apache", "KeepAliveTimeout " + s, ""},
		{"gunicorn", "--keep-alive " + s, ""},
		{"uvicorn", "--timeout-keep-alive " + s, ""},
	}
}

// KeepOf returns the setting of [Keep] for the program that a Server field names, or all
// settings if the field names none of the programs.
func KeepOf(server string, d time.Duration) []Paste {
	product := strings.ToLower(strings.TrimSpace(server))
	all := Keep(d)
	for i := range all {
		rest, ok := strings.CutPrefix(product, strings.ToLower(all[i].Where))
		if ok && (rest == "" || strings.ContainsRune("/( ", rune(rest[0]))) {
			return all[i : i+1]
		}
	}
	return all
}

// CloseWithin returns settings that make clients keep idle connections for at most d.
// They are for clients that use a timeout of their own instead of the server's hint.
func CloseWithin(d time.Duration) []Paste {
	millis := strconv.FormatInt(d.Milliseconds(), 10)
	code, nginx := millis+" * time.Millisecond", millis+"ms"
	if d%time.Second == 0 {
		s := strconv.Itoa(int(d / time.Second))
		code, nginx = s+" * time.Second", s+"s"
	}
	return []Paste{
		{"nginx", fmt.Sprintf("keepalive_timeout %s;", nginx), "upstream"},
		{"Go", "IdleConnTimeout: " + code, ""},
		{"Node", "new Agent({ keepAlive: true, timeout: " + millis + " })", ""},
		{"undici", "keepAliveTimeout: " + millis + ", keepAliveMaxTimeout: " + millis, ""},
	}
}
