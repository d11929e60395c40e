package state

import (
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/wire"
)

// Limits on the history.
const (
	mostRequests  = 100       // number of requests to one target
	mostOfRequest = 64 << 10  // size of a request, in bytes; a larger one is not stored
	mostHistory   = 512 << 10 // size of all requests to all targets, in bytes
)

// A Request is a request that the user sent: a message or raw bytes.
type Request struct {
	Target string    `json:"target"` // the origin, or another name of the destination
	At     time.Time `json:"at"`

	Method    string  `json:"method,omitempty"`
	Path      string  `json:"path,omitempty"` // the request target
	Proto     string  `json:"proto,omitempty"`
	Fields    []Field `json:"fields,omitempty"`
	Content   []byte  `json:"content,omitempty"`
	Unframed  bool    `json:"unframed,omitempty"`
	Chunked   bool    `json:"chunked,omitempty"`
	ChunkSize int     `json:"chunk_size,omitempty"`
	Trailers  []Field `json:"trailers,omitempty"`

	Raw string `json:"raw,omitempty"` // the bytes as text, with escapes, if the request was sent as raw bytes
}

// A Field is a field line of a request.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Line  string `json:"line,omitempty"`
}

// RequestOf returns m, a message that was sent to target, in the form in which it is
// stored.
func RequestOf(target string, m wire.RequestMessage) Request {
	return Request{Target: target, Method: m.Method, Path: m.Target, Proto: m.Proto, Fields: fieldsOf(m.Fields), Content: slices.Clone(m.Content),
		Unframed: m.Unframed, Chunked: m.Chunked, ChunkSize: m.ChunkSize, Trailers: fieldsOf(m.Trailers)}
}

// Message returns the request as a message. Call it only if Raw is empty.
func (r *Request) Message() wire.RequestMessage {
	return wire.RequestMessage{Method: r.Method, Target: r.Path, Proto: r.Proto, Fields: headerFields(r.Fields), Content: slices.Clone(r.Content),
		Unframed: r.Unframed, Chunked: r.Chunked, ChunkSize: r.ChunkSize, Trailers: headerFields(r.Trailers)}
}

func fieldsOf(fs []wire.HeaderField) (out []Field) {
	for _, f := range fs {
		out = append(out, Field(f))
	}
	return out
}

func headerFields(fs []Field) (out []wire.HeaderField) {
	for _, f := range fs {
		out = append(out, wire.HeaderField(f))
	}
	return out
}

// same reports whether two requests are equal except for their times.
func (r *Request) same(o *Request) bool {
	return r.Target == o.Target && r.Method == o.Method && r.Path == o.Path && r.Proto == o.Proto && r.Raw == o.Raw &&
		string(r.Content) == string(o.Content) && slices.Equal(r.Fields, o.Fields) && slices.Equal(r.Trailers, o.Trailers) &&
		r.Unframed == o.Unframed && r.Chunked == o.Chunked && r.ChunkSize == o.ChunkSize
}

// History returns the requests that were sent to a target, the oldest first.
func (s *Store) History(target string) (out []Request) {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.history.value {
		if r.Target == target {
			out = append(out, r)
		}
	}
	return out
}

// Sent stores a request with the current time. It ignores a request that contains a
// secret or is larger than 64 KiB. If r equals the previous request to its target, r
// replaces that request.
func (s *Store) Sent(r Request) {
	if s == nil || r.size() > mostOfRequest || r.secret(s.opt.SecretFields) {
		return
	}
	r.At = s.opt.Now().Round(0)
	update(s, &s.history, func(all *[]Request) { *all = withRequest(*all, r) })
}

// withRequest returns the history with r added at the end. If the previous request to the
// same target equals r, it removes that request. If the result exceeds a limit, it drops
// the oldest requests.
func withRequest(all []Request, r Request) []Request {
	first, n := -1, 0
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Target != r.Target {
			continue
		}
		if n == 0 && all[i].same(&r) {
			all = slices.Delete(all, i, i+1)
			continue
		}
		n++
		first = i
	}
	if n >= mostRequests {
		all = slices.Delete(all, first, first+1)
	}
	all = append(all, r)
	size := 0
	for i := len(all) - 1; i >= 0; i-- {
		if size += all[i].size(); size > mostHistory {
			return all[i+1:]
		}
	}
	return all
}

// size returns the approximate size of a stored request in bytes.
func (r *Request) size() int {
	n := 100 + len(r.Target) + len(r.Method) + len(r.Path) + len(r.Proto) + len(r.Content) + len(r.Raw)
	for _, f := range slices.Concat(r.Fields, r.Trailers) {
		n += 20 + len(f.Name) + len(f.Value) + len(f.Line)
	}
	return n
}

// secret reports whether a request contains a secret. The format of content and raw bytes
// is unknown, so secret returns true if they contain a word that may name a secret.
func (r *Request) secret(fields session.SecretFields) bool {
	for _, f := range slices.Concat(r.Fields, r.Trailers) {
		if fields.Has(f.Name) || hasSecret(f.Value) || namesSecret(f.Line, fields) {
			return true
		}
	}
	return hasSecret(r.Path) || namesSecret(string(r.Content), fields) || namesSecret(r.Raw, fields)
}

// namesSecret reports whether text contains a secret or a word that may name a secret.
func namesSecret(text string, fields session.SecretFields) bool {
	if text == "" {
		return false
	}
	lower := strings.ToLower(strings.NewReplacer(`\r`, "\r", `\n`, "\n").Replace(text)) // Raw holds line ends as escapes
	if fields.Has(lower) || strings.Contains(lower, "authorization") || strings.Contains(lower, "cookie") || hasSecret(text) {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(lower, func(c rune) bool { return c <= ' ' || strings.ContainsRune(`":=&,;{}\`, c) }), fields.Has)
}

func hasSecret(text string) bool { return len(session.SecretsIn([]byte(text), false)) > 0 }
