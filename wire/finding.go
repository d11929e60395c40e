package wire

// A Severity is how serious a finding is.
type Severity uint8

// Severities, from the lowest to the highest.
const (
	SeverityNote    Severity = iota + 1 // worth knowing
	SeverityWarning                     // a MUST or SHOULD is broken, but the message can be read
	SeverityError                       // framing or safety is lost
)

var severityNames = [...]string{"", "note", "warning", "error"}

// String returns the name of the severity, as in JSON.
func (s Severity) String() string { return nameOf(severityNames[:], s) }

// A Code names a class of findings and never changes. [Lookup] returns its
// [Rule].
type Code string

// A Finding describes a fault, or another fact worth knowing, about the bytes at an
// offset.
type Finding struct {
	Code   Code   `json:"code"`
	Offset int64  `json:"offset"`        // offset in bytes from the first byte of the direction
	Len    int64  `json:"len,omitempty"` // number of bytes concerned
	Detail string `json:"detail,omitempty"`
	Quote  string `json:"quote,omitempty"` // the line at Offset, quoted, if its bytes are available
	More   int64  `json:"more,omitempty"`  // number of findings of this code that this one stands for, in addition to itself

	// Request is true if the client sent the bytes. Each direction of a connection
	// has its own offsets.
	Request bool `json:"request,omitempty"`
}

// Count returns how many findings f stands for: itself, and the later ones of the same
// code in the same message that are not reported one by one.
func (f Finding) Count() int { return 1 + int(f.More) }

// A Rule explains the findings of one code.
type Rule struct {
	Code     Code
	Severity Severity
	Text     string // a sentence in lower case, without a full stop
	Why      string // why the finding matters
	Do       string // what to do about the finding
	Ref      string // "RFC 9112 §2.2"
}

// Lookup returns the rule for c and true, or false if c is not a code of this package.
// Package session registers the codes that need a clock or a socket.
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

// Rule returns the rule of the finding's code. If this package does not know
// the code, only Rule.Code is set.
func (f Finding) Rule() Rule {
	if r, ok := Lookup(f.Code); ok {
		return r
	}
	return Rule{Code: f.Code}
}

// Severity returns the severity of the finding's code, or 0 if this package does not know
// the code.
func (f Finding) Severity() Severity { return f.Rule().Severity }

// Text returns the finding as one sentence without a full stop: the text of its
// rule, followed by the detail if there is one.
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
