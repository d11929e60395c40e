package export

import (
	"encoding/base64"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linger/session/coding"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

type (
	harEntry struct {
		Page       string      `json:"pageref"`
		Started    string      `json:"startedDateTime"`
		Time       millis      `json:"time"`
		Request    harRequest  `json:"request"`
		Response   harResponse `json:"response"`
		Cache      struct{}    `json:"cache"`
		Timings    harTimings  `json:"timings"`
		Server     string      `json:"serverIPAddress,omitempty"`
		Port       string      `json:"connection,omitempty"` // the server's port, as Chrome and Firefox read it
		Connection string      `json:"_connectionId"`        // the ID of the connection, as Chrome reads it
		Comment    string      `json:"comment,omitempty"`
		Linger     harLinger   `json:"_linger"`
	}

	harRequest struct {
		Method      string     `json:"method"`
		URL         string     `json:"url"`
		Version     string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Query       []harPair  `json:"queryString"`
		Post        *harPosted `json:"postData,omitempty"`
		HeadersSize int64      `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
		Comment     string     `json:"comment,omitempty"`
	}

	harPosted struct {
		Type    string `json:"mimeType"`
		Text    string `json:"text"`
		Comment string `json:"comment,omitempty"`
	}

	harResponse struct {
		Status      int        `json:"status"`
		Text        string     `json:"statusText"`
		Version     string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		Redirect    string     `json:"redirectURL"`
		HeadersSize int64      `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
		Comment     string     `json:"comment,omitempty"`
	}

	harContent struct {
		Size     int64  `json:"size"`
		Saved    *int64 `json:"compression,omitempty"` // number of bytes that the content codings saved
		Type     string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
		Comment  string `json:"comment,omitempty"`
	}

	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// millis is a duration that is written to JSON as a number of milliseconds.
type millis time.Duration

// absent stands for a duration that does not apply. HAR uses -1 for it.
const absent = millis(-time.Millisecond)

// MarshalJSON implements json.Marshaler.
func (m millis) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/float64(time.Millisecond), 'f', -1, 64), nil
}

func harEntryOf(h *HARWriter, c *record.Connection, e *record.Exchange) harEntry {
	started, timings := harTimingsOf(c, e)
	out := harEntry{
		Page: harPageID, Started: h.at(started), Time: timings.sum(), Timings: timings,
		Request: harRequestOf(c, e), Response: harResponseOf(e),
		Connection: strconv.Itoa(c.ID), Linger: harLingerOf(h, c, e),
	}
	out.Linger.Decoded = out.Response.Content.Saved != nil
	if remote, err := netip.ParseAddrPort(c.Info.Remote); err == nil {
		out.Server = remote.Addr().Unmap().WithZone("").String()
		out.Port = strconv.Itoa(int(remote.Port()))
	}
	if c.State == record.Ended && c.Last() == e {
		out.Comment = "Then the connection ended: " + h.options.Sentence(&c.Close.Ending) + "."
	}
	return out
}

func harRequestOf(c *record.Connection, e *record.Exchange) harRequest {
	url := urlOf(c.Target, e)
	r := harRequest{Method: e.Method, URL: url, Version: e.Proto, Cookies: []harPair{}, Headers: []harPair{}, Query: queryOf(url), HeadersSize: -1, BodySize: -1}
	if !e.Requested {
		r.Comment = "The server sent this response without a request."
		return r
	}
	var contentType string
	for f := range e.RequestFields() {
		r.Headers = append(r.Headers, harPair{f.Name, f.Value})
		switch {
		case strings.EqualFold(f.Name, "Cookie"):
			r.Cookies = append(r.Cookies, cookiesOf(f.Value)...)
		case strings.EqualFold(f.Name, "Content-Type"):
			contentType = f.Value
		}
	}
	sent := e.Request.Len
	if e.Written && e.Sent > 0 {
		sent = min(sent, e.Sent)
	}
	if end, ok := headEnd(&e.Request); ok {
		r.HeadersSize = end - e.Request.Off
		r.BodySize = max(0, sent-r.HeadersSize)
	}
	if content := e.Request.Content(record.KeepContent); len(content.Data) > 0 {
		r.Post = &harPosted{Type: contentType, Text: wire.Text(content.Data), Comment: keptText(content)}
		if !utf8.Valid(content.Data) {
			r.Post.Comment = strings.TrimSpace("Each character is one byte. " + r.Post.Comment)
		}
	}
	if sent < e.Request.Len {
		r.Comment = format.Number(sent) + " of " + format.Count(e.Request.Len, "byte") + " of the request were sent."
	}
	return r
}

// noType is the MIME type that Chrome uses for a response without Content-Type.
const noType = "x-unknown"

func harResponseOf(e *record.Exchange) harResponse {
	r := harResponse{Cookies: []harPair{}, Headers: []harPair{}, Content: harContent{Type: noType}, HeadersSize: -1, BodySize: -1}
	head, ok := e.Begun()
	if !ok {
		if e.Done {
			r.Comment = "There was no final response."
		} else {
			r.Comment = "The session ended before a final response."
		}
		return r
	}
	r.Status, r.HeadersSize, r.BodySize = head.Status, head.End-head.Off, max(0, e.Response.End()-head.End)
	r.Version = "HTTP/" + strconv.Itoa(int(e.Facts().Version.Major)) + "." + strconv.Itoa(int(e.Facts().Version.Minor))
	r.Text, _ = e.ReasonPhrase()
	var codings []string
	for f := range e.Fields(head) {
		r.Headers = append(r.Headers, harPair{f.Name, f.Value})
		switch {
		case strings.EqualFold(f.Name, "Set-Cookie"):
			r.Cookies = append(r.Cookies, setCookieOf(f.Value)...)
		case strings.EqualFold(f.Name, "Content-Type") && f.Value != "":
			r.Content.Type = f.Value
		case strings.EqualFold(f.Name, "Content-Encoding"):
			codings = append(codings, f.Value)
		}
	}
	r.Redirect, _ = e.Location()
	r.Content.fill(e.Content(record.KeepContent), coding.Names(codings))
	if !e.Done || !e.Facts().Complete {
		r.Comment = "The response is not complete."
	}
	return r
}

// fill sets the members of c from content. It removes the content codings if it can. It
// stores the data as text if the text represents every byte, and as base64 otherwise.
func (c *harContent) fill(content record.Content, codings []string) {
	c.Size, c.Comment = content.Total, keptText(content)
	data, coded := content.Data, len(codings) > 0
	if removed := uncoded(content, codings); removed != nil {
		saved := int64(len(removed.Data)) - content.Total
		data, coded = removed.Data, false
		c.Size, c.Saved = int64(len(data)), &saved
	}
	switch {
	case len(data) == 0:
		return
	case !coded && isText(data, c.Type):
		c.Text = string(data)
	default:
		c.Text, c.Encoding = base64.StdEncoding.EncodeToString(data), "base64"
	}
	if coded {
		c.Comment = strings.TrimSpace("The content coding is not removed. " + c.Comment)
	}
}

// uncoded returns content with all codings removed. It returns nil if there are no
// codings, if not all of them can be removed, or if some of the content was not kept.
func uncoded(content record.Content, codings []string) *coding.Decoded {
	if !content.Whole || len(content.Data) == 0 {
		return nil
	}
	d := coding.Decode(content.Data, codings)
	if d.Cut || d.Failed != "" || len(d.Removed) == 0 {
		return nil
	}
	return &d
}

// isText reports whether every program would decode data to the same text. This is the
// case for UTF-8 if mediaType declares no other charset, and for ASCII with any charset.
// Data with control characters other than tabs and line ends is not text.
func isText(data []byte, mediaType string) bool {
	_, charset, named := strings.Cut(strings.ToLower(mediaType), "charset=")
	ascii := named && !strings.HasPrefix(strings.Trim(charset, `"' `), "utf-8")
	for _, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f || ascii && c >= 0x80 {
			return false
		}
	}
	return utf8.Valid(data)
}

// keptText returns a sentence that says how much content was kept, or "" if all of it was
// kept.
func keptText(c record.Content) string {
	if c.Whole {
		return ""
	}
	return "linger kept the first " + format.Number(int64(len(c.Data))) + " of " + format.Count(c.Total, "byte") + "."
}

// headEnd returns the offset of the end of a message's header section. ok is false if the
// header section is incomplete.
func headEnd(s *record.Stretch) (off int64, ok bool) {
	for _, l := range s.Lines() {
		if l.Kind == wire.KindHeadEnd {
			return l.End(), true
		}
	}
	return 0, false
}
