package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// An object is a JSON object in a HAR.
type object = map[string]any

// harOf parses a HAR and checks it against the requirements of the programs that read
// HARs.
func harOf(t *testing.T, data []byte) (entries []object) {
	t.Helper()
	var har struct{ Log object }
	if err := json.Unmarshal(data, &har); err != nil {
		t.Fatalf("the HAR is not JSON: %v\n%.2000s", err, data)
	}
	r := rules{t: t, where: "log"}
	r.want(har.Log["version"] == "1.2", "version is %v, want 1.2", har.Log["version"])
	r.object(har.Log, "creator")
	pages := r.list(har.Log, "pages") // Firefox calls pages.forEach
	r.want(len(pages) == 1, "there are %d pages, want 1", len(pages))
	for _, p := range pages {
		r.date(p, "startedDateTime") // Safari
		r.object(p, "pageTimings")   // Chrome
		r.words(p, "id", "title")
	}
	r.words(har.Log, "comment")
	entries = r.list(har.Log, "entries")
	for i, e := range entries {
		r.where = fmt.Sprintf("entry %d", i+1)
		r.want(e["pageref"] == pages[0]["id"], "pageref is %v, want the id of the page", e["pageref"])
		r.entry(e)
	}
	for _, c := range data {
		if c < ' ' && c != '\n' || c == 0x7f {
			t.Fatalf("the HAR contains the control character %#x, want none", c)
		}
	}
	if bytes.Contains(data, []byte("\u009b")) {
		t.Fatal("the HAR contains a C1 control character, want none")
	}
	return entries
}

// rules checks an entry against the HAR schema (ahmadnassri/har-schema) and the
// requirements of programs that read HARs: the developer tools of Chrome
// (front_end/models/har), Firefox (har-importer.js) and Safari (HARBuilder.js).
type rules struct {
	t     *testing.T
	where string
}

func (r *rules) want(ok bool, format string, args ...any) {
	r.t.Helper()
	if !ok {
		r.t.Errorf("%s: "+format, append([]any{r.where}, args...)...)
	}
}

func (r *rules) object(o object, name string) object {
	r.t.Helper()
	v, ok := o[name].(object)
	r.want(ok, "%s is not an object: %v", name, o[name])
	return v
}

func (r *rules) list(o object, name string) (out []object) {
	r.t.Helper()
	all, ok := o[name].([]any)
	r.want(ok, "%s is not a list: %v", name, o[name])
	for _, v := range all {
		out = append(out, v.(object))
	}
	return out
}

func (r *rules) words(o object, names ...string) {
	r.t.Helper()
	for _, name := range names {
		_, ok := o[name].(string)
		r.want(ok, "%s is not a string: %v", name, o[name])
	}
}

// integers checks that the named members are integers of at least -1, as the schema
// requires.
func (r *rules) integers(o object, names ...string) {
	r.t.Helper()
	for _, name := range names {
		n, ok := o[name].(float64)
		r.want(ok && n == math.Trunc(n) && n >= -1, "%s is not an integer: %v", name, o[name])
	}
}

var schemaDate = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

func (r *rules) date(o object, name string) {
	r.t.Helper()
	text, _ := o[name].(string)
	_, err := time.Parse(time.RFC3339, text)
	r.want(err == nil && schemaDate.MatchString(text), "%s is not a date: %q", name, text)
}

func (r *rules) pairs(o object, names ...string) {
	r.t.Helper()
	for _, name := range names {
		for _, p := range r.list(o, name) {
			r.words(p, "name", "value")
		}
	}
}

func (r *rules) entry(e object) {
	r.t.Helper()
	r.date(e, "startedDateTime")
	r.object(e, "cache") // Firefox reads cache.afterRequest
	r.request(r.object(e, "request"))
	r.response(r.object(e, "response"))
	r.times(e)
	if ip, ok := e["serverIPAddress"]; ok {
		addr, err := netip.ParseAddr(ip.(string))
		r.want(err == nil && addr.Zone() == "", "serverIPAddress is %v, want an IP address or an empty string", ip)
	}
	if port, ok := e["connection"]; ok { // Chrome and Firefox: the server's port
		var n int
		_, err := fmt.Sscan(port.(string), &n)
		r.want(err == nil && n > 0 && n < 1<<16, "connection is %v, want a port", port)
	}
	r.words(e, "_connectionId") // Chrome
	for name := range e {       // Chrome throws if _initiator has the wrong type
		r.want(!strings.HasPrefix(name, "_") || name == "_linger" || name == "_connectionId", "the member %s is not one that Chrome expects", name)
	}
	r.object(e, "_linger")
}

func (r *rules) request(o object) {
	r.t.Helper()
	r.words(o, "method", "url", "httpVersion")
	u, err := url.Parse(o["url"].(string))
	r.want(err == nil && u.IsAbs() && u.Host != "", "url is %v, want an absolute URL", o["url"])
	r.pairs(o, "cookies", "headers", "queryString")
	r.integers(o, "headersSize", "bodySize")
	if post, ok := o["postData"]; ok {
		r.words(post.(object), "mimeType", "text")
	}
}

func (r *rules) response(o object) {
	r.t.Helper()
	r.words(o, "statusText", "httpVersion", "redirectURL") // Chrome calls httpVersion.toLowerCase()
	r.integers(o, "status", "headersSize", "bodySize")
	r.pairs(o, "cookies", "headers")
	content := r.object(o, "content") // Chrome throws an exception if this member is missing
	r.integers(content, "size")
	r.words(content, "mimeType")
	if _, ok := content["compression"]; ok {
		n, ok := content["compression"].(float64)
		r.want(ok && n == math.Trunc(n), "compression is %v, want the number of bytes saved", content["compression"])
	}
}

// times checks that the time of an entry is the sum of its phases. The sum does not
// include the phase ssl, because that is part of connect.
func (r *rules) times(e object) {
	r.t.Helper()
	ts, sum := r.object(e, "timings"), 0.0
	for _, name := range []string{"blocked", "dns", "connect", "ssl", "send", "wait", "receive"} {
		n, ok := ts[name].(float64)
		demanded := name == "send" || name == "wait" || name == "receive"
		r.want(ok && (n >= 0 || n == -1 && !demanded), "the phase %s is %v, want a number of at least -1", name, ts[name])
		if n >= 0 && name != "ssl" {
			sum += n
		}
	}
	whole, ok := e["time"].(float64)
	r.want(ok && whole >= 0 && math.Abs(whole-sum) < 1e-6, "time is %v, want the sum of the phases, %v", e["time"], sum)
}
