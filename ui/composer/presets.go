package composer

import (
	"slices"
	"strings"

	"linger/wire"
)

// A preset is a request that the user can start from. It keeps the request target of the
// draft.
type preset struct {
	key, name string
	group     string // heading of the group, shown once above its presets
	build     func(d *draft)
}

const groupMalformed = "malformed, for learning"

// presets lists all presets. Each is built on the default request.
var presets = []preset{
	{"1", "GET, as curl sends it", "standard", func(d *draft) { d.off("Connection"); d.set("User-Agent", "curl/8.15.0") }},
	{"2", "HEAD", "standard", func(d *draft) { d.method = "HEAD" }},
	{"3", "Connection: close", "standard", func(d *draft) { d.set("Connection", "close") }},
	{"4", "no Connection field", "standard", func(d *draft) { d.off("Connection") }},
	{"5", "POST, length-delimited", "standard", func(d *draft) { d.post() }},
	{"6", "POST, chunked", "standard", func(d *draft) { d.post(); d.set("Transfer-Encoding", "chunked"); d.chunkSize = 6 }},
	{"7", "POST with Expect: 100-continue", "standard", func(d *draft) { d.post(); d.set("Expect", "100-continue") }},

	{"8", "without keep-alive", "HTTP/1.0", func(d *draft) { d.proto = "HTTP/1.0"; d.off("Connection") }},
	{"9", "with Connection: keep-alive", "HTTP/1.0", func(d *draft) { d.proto = "HTTP/1.0" }},

	{"a", "no Host", groupMalformed, func(d *draft) { d.off("Host") }},
	{"b", "space before the colon", groupMalformed, func(d *draft) { d.rename("Connection", "Connection ") }},
	{"c", "two different Content-Length", groupMalformed, func(d *draft) { d.post(); d.add("Content-Length", "11"); d.add("Content-Length", "4") }},
	{"d", "Transfer-Encoding and Content-Length", groupMalformed, func(d *draft) { d.post(); d.add("Transfer-Encoding", "chunked"); d.add("Content-Length", "11") }},
	{"e", "LF line ends", groupMalformed, func(d *draft) { d.bareLF() }},
}

// made returns the draft that the preset builds for a request target.
func (p preset) made(base wire.RequestMessage, target string) draft {
	base.Target, base.Content = target, nil
	base.Method = "GET"
	d := draftOf(base, base, byLinger)
	p.build(&d)
	d.countContent()
	return d
}

func (d *draft) off(name string) {
	if i := d.find(name); i >= 0 {
		d.lines[i].on = false
	}
}

// set sets the value of a field and switches the field on.
func (d *draft) set(name, value string) {
	i := d.find(name)
	if i < 0 {
		d.add(name, value)
		return
	}
	d.lines[i].on, d.lines[i].value, d.lines[i].by = true, value, byPreset
}

func (d *draft) add(name, value string) {
	d.lines = append(d.lines, line{on: true, name: name, value: value, by: byPreset})
}

func (d *draft) rename(name, to string) {
	if i := d.find(name); i >= 0 {
		d.lines[i].name, d.lines[i].by, d.lines[i].on = to, byPreset, true
	}
}

func (d *draft) post() {
	d.method, d.content = "POST", "name=linger"
	d.add("Content-Type", "application/x-www-form-urlencoded")
}

// bareLF changes the request so that its lines end in LF without CR. Fields cannot
// express such line ends, so the request becomes raw.
func (d *draft) bareLF() {
	b, _ := d.goesOut()
	d.raw, d.bytes = true, Escape([]byte(strings.ReplaceAll(string(b), "\r\n", "\n")))
}

// presetOf returns the index of the preset that builds the draft d, or -1 if there is
// none.
func presetOf(d draft, base wire.RequestMessage) int {
	return slices.IndexFunc(presets, func(p preset) bool { return p.made(base, d.target).same(d) })
}
