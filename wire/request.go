package wire

// A HeaderField is a field of a message to be written, as it is to be written.
type HeaderField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A RequestMessage is a request to be written, legal or not: nothing in it is
// checked, added or left out.
type RequestMessage struct {
	Method  string        `json:"method"`
	Target  string        `json:"target"`
	Proto   string        `json:"proto"` // "HTTP/1.1"
	Fields  []HeaderField `json:"fields,omitempty"`
	Content []byte        `json:"content,omitempty"`
	Chunked bool          `json:"chunked,omitempty"` // write the content in the chunked coding
	Trailer []HeaderField `json:"trailer,omitempty"` // after chunked content
}
