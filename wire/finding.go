package wire

// A Severity says how bad a finding is.
type Severity uint8

// The severities.
const (
	SeverityNote    Severity = iota + 1 // worth knowing
	SeverityWarning                     // a MUST or SHOULD is broken, but the message can be read
	SeverityError                       // framing or safety is lost
)

var severityNames = [...]string{"", "note", "warning", "error"}

// String returns the word that stands in JSON.
func (s Severity) String() string { return nameOf(severityNames[:], s) }

// A Code names a class of finding and never changes. The registry says the rest.
type Code string

// A Finding is one thing that is wrong, or worth knowing, about the bytes at
// an offset.
type Finding struct {
	Code   Code   `json:"code"`
	Offset int64  `json:"offset"`        // bytes from the first byte of the direction
	Len    int64  `json:"len,omitempty"` // of the bytes in question
	Detail string `json:"detail,omitempty"`
	Quote  string `json:"quote,omitempty"` // the line at the offset, quoted, where whoever reports the finding has its bytes
	More   int64  `json:"more,omitempty"`  // findings of this code that it stands for, beside itself

	// Request is true when the bytes are of the client's direction. The offsets of
	// the two directions of a connection count apart.
	Request bool `json:"request,omitempty"`
}

// Count returns how many findings it stands for: itself and what came after it in
// the same message and is not reported one by one.
func (f Finding) Count() int { return 1 + int(f.More) }

// A Rule is what is known of a code: declared once, as data.
type Rule struct {
	Code     Code
	Severity Severity
	Text     string // one plain sentence, lower case, no full stop
	Why      string // why it matters
	Do       string // what to do about it
	Ref      string // "RFC 9112 §2.2"
}

// Lookup finds what is known of a code of this package. Codes that need a
// clock or a socket are registered elsewhere, and not found here.
func Lookup(c Code) (Rule, bool) {
	i, ok := ruleIndex[c]
	if !ok {
		return Rule{}, false
	}
	return ruleTable[i], true
}

// Rules returns all rules of this package, in the order of the registry.
func Rules() []Rule {
	return append([]Rule(nil), ruleTable[:]...)
}

// Rule returns what is known of the finding's code: the zero Rule, but for its
// Code, when this package does not know it.
func (f Finding) Rule() Rule {
	if r, ok := Lookup(f.Code); ok {
		return r
	}
	return Rule{Code: f.Code}
}

// Severity says how bad the finding is: 0 when this package does not know its
// code.
func (f Finding) Severity() Severity { return f.Rule().Severity }

// Text returns the finding as one plain sentence, without a full stop: that of its
// rule, and the detail where there is one.
func (f Finding) Text() string {
	t := f.Rule().Text
	switch {
	case t == "":
		t = string(f.Code)
		fallthrough
	default:
		if f.Detail != "" {
			t += ": " + f.Detail
		}
	}
	return t
}
