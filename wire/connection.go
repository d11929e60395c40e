package wire

import "bytes"

// connectionField reads one Connection field line.
//
//	Connection        = #connection-option
//	connection-option = token   (RFC 9110 §7.6.1)
//
// "Connection options are case-insensitive."
func (d *Decoder) connectionField(value []byte, l *Line) {
	f := &d.facts
	if f.ConnectionAt < 0 {
		f.ConnectionAt = l.Off
		if string(value) == "keep-alive" {
			f.KeepAlive = true
			return
		}
	}
	for e := range elements(value) {
		switch {
		case equalFold(e, "close"):
			if !f.Close {
				f.ConnectionAt = l.Off
			}
			f.Close = true
		case equalFold(e, "keep-alive"):
			if !f.Close && !f.KeepAlive {
				f.ConnectionAt = l.Off
			}
			f.KeepAlive = true
		case equalFold(e, "upgrade"):
			d.seen |= saysUpgrade
		default:
			d.oddOption(e, value, l)
		}
	}
}

// oddOption reports an option that is not a token, or that resembles close or keep-alive.
// Any other token is the name of a field that is meant only for this connection.
func (d *Decoder) oddOption(e, value []byte, l *Line) {
	at := l.Off + int64(l.B) + int64(cap(value)-cap(e)) // both slices end at the end of the same array
	switch near := nearOption(e); {
	case near != "":
		d.find(CodeOptionMisspelt, at, int64(len(e)), d.detail(e)+" is not "+near)
	case !isToken(e):
		d.find(CodeOptionInvalid, at, int64(len(e)), d.detail(e))
	}
}

// nearOption returns the option of which e is probably a misspelling, or "" if there is
// none.
func nearOption(e []byte) string {
	for _, known := range [...]string{"close", "keep-alive"} {
		if isNear(e, known) {
			return known
		}
	}
	return ""
}

// isNear reports whether e differs from known only by a suffix, quotes, a missing hyphen,
// one wrong letter or two exchanged letters.
func isNear(e []byte, known string) bool {
	switch n := len(known); {
	case len(e) > n:
		return equalFold(e[:n], known) && (len(e) <= n+2 || class[e[n]]&tchar == 0) || e[0] == '"' && equalFold(bytes.Trim(e, `"`), known)
	case len(e) == n:
		i := 0
		for i < n && e[i]|0x20 == known[i]|0x20 {
			i++
		}
		rest := min(i+1, n)
		swapped := i+1 < n && e[i]|0x20 == known[i+1]|0x20 && e[i+1]|0x20 == known[i]|0x20
		return equalFold(e[rest:], known[rest:]) || swapped && equalFold(e[i+2:], known[i+2:])
	default:
		return n-len(e) == 1 && equalFold(e, known[:4]+known[5:]) && known[4] == '-'
	}
}

// checkConnection reports findings about the connection options, the hint and upgrades.
// Call it after all field lines have been read.
func (d *Decoder) checkConnection() {
	f := &d.facts
	if f.Close && f.KeepAlive {
		d.find(CodeCloseAndKeep, f.ConnectionAt, 0, "")
	}
	if f.Hint.Present {
		f.Hint.Applies = f.KeepAlive
		if !f.KeepAlive && !d.request {
			d.find(CodeKeepAliveAlone, f.HintAt, 0, "")
		}
	}
	if d.seen.has(RoleUpgrade) && d.seen&saysUpgrade == 0 {
		d.find(CodeUpgradeOption, d.upgradeAt, 0, "")
	}
	if f.Status == 101 || f.Answers && f.Request.Upgrade || f.Status == 426 {
		d.checkUpgrade()
	}
}
