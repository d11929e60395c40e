package wire

// maxFindings is the maximum number of findings with the same code in one message, so
// that a hostile message cannot fill memory with findings. The last of them also
// represents all later ones.
const maxFindings = 32

// A ledger holds the findings of the current message.
type ledger struct {
	findings []Finding // findings of the current Feed
	sorting  bool      // findings are held back until the end of the section, to be sorted
	held     []Finding
	counts   [len(ruleTable)]uint8 // findings in this message, by rule
	counted  bool                  // at least one count is not 0
	surplus  []Finding             // for each code, the finding that represents the rest
	details  []string              // the most recent details
}

// find reports a finding, unless the message already has too many findings with the same
// code.
func (d *Decoder) find(c Code, off, n int64, detail string) {
	f := Finding{Code: c, Offset: off, Len: n, Detail: detail, Request: d.request}
	k := ruleIndex[c]
	if d.counts[k] == maxFindings-1 {
		d.addSurplus(f)
		return
	}
	d.counts[k]++
	d.counted = true
	if d.sorting {
		d.held = append(d.held, f)
	} else {
		d.findings = append(d.findings, f)
	}
}

// addSurplus counts a finding that is not reported individually.
func (d *Decoder) addSurplus(f Finding) {
	for i := range d.surplus {
		if d.surplus[i].Code == f.Code {
			d.surplus[i].More++
			return
		}
	}
	d.surplus = append(d.surplus, f)
}

// reportSurplus reports the findings that summarize those that are not reported
// individually.
func (d *Decoder) reportSurplus() {
	if len(d.surplus) > 0 {
		d.findings = append(d.findings, d.surplus...)
		d.surplus = d.surplus[:0]
	}
}

// uncount resets the counts of findings.
func (d *Decoder) uncount() {
	if d.counted {
		d.counts, d.counted = [len(ruleTable)]uint8{}, false
	}
}

// fault reports a finding after which the connection cannot be used again.
func (d *Decoder) fault(c Code, off, n int64, detail string) {
	d.facts.FramingBad = true
	d.find(c, off, n, detail)
}

// flush reports the findings that were held back, in order of offset.
func (d *Decoder) flush() {
	d.sorting = false
	if len(d.held) > 0 {
		d.sortHeld()
	}
}

func (d *Decoder) sortHeld() {
	for _, f := range d.held {
		i := len(d.findings)
		d.findings = append(d.findings, f)
		for ; i > 0 && d.findings[i-1].Offset > f.Offset; i-- {
			d.findings[i] = d.findings[i-1]
		}
		d.findings[i] = f
	}
	d.held = d.held[:0]
}

// detail returns b as a finding's detail, shortened to 120 bytes. It keeps the most
// recent details, so that repeated ones need no allocation.
func (d *Decoder) detail(b []byte) string {
	const longest, remembered = 120, 64
	if len(b) > longest {
		b = b[:longest]
	}
	for _, s := range d.details {
		if s == string(b) {
			return s
		}
	}
	s := Text(b)
	if s != string(b) {
		return s
	}
	if len(d.details) == remembered {
		d.details = d.details[:0]
	}
	d.details = append(d.details, s)
	return s
}
