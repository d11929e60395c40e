package wire

// A Severity says how bad a finding is.
type Severity uint8

// The severities.
const (
	Note    Severity = iota + 1 // worth knowing
	Warning                     // a MUST or SHOULD is broken, but the message can be read
	Error                       // framing or safety is lost
)

// String is the word that stands in JSON.
func (s Severity) String() string {
	return [...]string{"", "note", "warning", "error"}[s]
}

// A Code names a class of finding, for ever. The registry says the rest.
type Code string

// A Finding is one thing that is wrong, or worth knowing, about the bytes at
// an offset.
type Finding struct {
	Code   Code   `json:"code"`
	Offset int64  `json:"offset"`        // bytes from the first byte of the direction
	Len    int64  `json:"len,omitempty"` // of the bytes in question
	Detail string `json:"detail,omitempty"`
}

// A Rule is what is known of a code: declared once, as data.
type Rule struct {
	Code     Code
	Severity Severity
	Text     string // one plain sentence, lower case, no full stop
	Why      string // why it matters
	Do       string // what to do about it
	Ref      string // "RFC 9112 §2.2"
}
