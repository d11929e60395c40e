package words

import (
	"fmt"
	"net/netip"
	"strings"

	"linger/session"
)

// Pointing returns rows that explain how to make programs use a relay that listens on the
// given address. A row consists of the kind of program, or "" if it is the same as in the
// previous row, and the text to type. Programs still send the server's name; only the
// address to which they connect changes.
func Pointing(listen string, t session.Target) [][2]string {
	scheme := "http"
	if t.TLS {
		scheme = "https"
	}
	_, host, _ := strings.Cut(t.String(), "://")
	port := listen[strings.LastIndexByte(listen, ':')+1:]
	rows := [][2]string{
		{"curl", fmt.Sprintf("curl --connect-to ::%s %s/", listen, t)},
		{"nginx", fmt.Sprintf("proxy_pass %s://%s;", scheme, listen)},
		{"", fmt.Sprintf("proxy_set_header Host %s;", host)},
	}
	if _, err := netip.ParseAddr(t.Host); err == nil {
		return append(rows, [2]string{"browser", fmt.Sprintf("open %s://%s/", scheme, listen)})
	}
	return append(rows, [2]string{"browser", "in /etc/hosts: 127.0.0.1 " + t.Host},
		[2]string{"", fmt.Sprintf("then open %s://%s:%s/", scheme, t.Host, port)})
}
