package session

import "strings"

// Secret says whether values of fields of that name are hidden on screens and
// left out of files until they are asked for.
func Secret(name string) bool {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "authorization", "cookie", "set-cookie", "proxy-authorization":
		return true
	}
	return false
}
