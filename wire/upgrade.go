package wire

import "bytes"

// upgradeField reads one Upgrade field line.
//
//	Upgrade  = #protocol
//	protocol = protocol-name ["/" protocol-version]   (RFC 9110 §7.8)
func (d *Decoder) upgradeField(again bool, value []byte, l *Line) {
	if again {
		return // use only the first line
	}
	d.upgradeAt = l.Off
	d.upgrade = d.detail(value)
	if d.request {
		d.facts.Request.Upgrade, d.facts.Request.Protocols = true, d.upgrade
	}
}

// checkUpgrade reports findings about how the server handles an upgrade.
//
// "A server that sends a 101 (Switching Protocols) response MUST send an Upgrade header
// field to indicate the new protocol(s) to which the connection is being switched"; "A
// server MUST NOT switch to a protocol that was not indicated by the client in the
// corresponding request's Upgrade header field" (RFC 9110 §7.8); for a 426 response, "the
// server MUST send an Upgrade header field" (RFC 9110 §15.5.22).
func (d *Decoder) checkUpgrade() {
	f := &d.facts
	has := d.seen.has(RoleUpgrade)
	switch {
	case f.Status == 426 && !has:
		d.find(CodeUpgradeMissing, d.begun, 0, "in a 426 response")
	case f.Status == 426:
	case f.Status == 101 && f.Answers && !f.Request.Upgrade:
		d.find(CodeUpgradeNotAsked, d.begun, 0, "")
	case f.Status == 101 && !has:
		d.find(CodeUpgradeMissing, d.begun, 0, "in a 101 response")
	case f.Status == 101 && f.Request.Protocols != "" && !offered(f.Request.Protocols, d.upgrade):
		d.find(CodeUpgradeNotOffered, d.upgradeAt, 0, d.upgrade)
	case f.Status/100 == 2 && !d.request:
		d.find(CodeUpgradeIgnored, d.begun, 0, f.Request.Protocols)
	}
}

// offered reports whether offer contains each protocol of answer. It ignores
// the case of names, and compares versions only if both have one.
func offered(offer, answer string) bool {
	for a := range elements([]byte(answer)) {
		found := false
		for o := range elements([]byte(offer)) {
			found = found || sameProtocol(o, a)
		}
		if !found {
			return false
		}
	}
	return true
}

func sameProtocol(a, b []byte) bool {
	nameA, versionA, okA := bytes.Cut(a, []byte("/"))
	nameB, versionB, okB := bytes.Cut(b, []byte("/"))
	return bytes.EqualFold(nameA, nameB) && (!okA || !okB || bytes.EqualFold(versionA, versionB))
}
