package wire
import "iter"
// A Part is a run of bytes inside a [Line] that is one thing.
type Part struct {
	Label string // "field-name", "colon", "whitespace", "CRLF"
	Off   int64  // bytes from the first byte of the direction
	Len   int64
}
func (l Line) Parts(raw []byte) iter.Seq[Part] { return func(func(Part) bool) {} }
func (l Line) Explain(raw []byte) []Line { return []Line{l} }
func (l Line) Label(raw []byte, at int64) string { return "" }
func DecodeRequest(raw []byte, base int64) (Request, []Line, []Finding) { return Request{}, nil, nil }
