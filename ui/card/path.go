package card

import (
	"fmt"

	"linger/session/probe"
	"linger/ui/text"
)

// The columns of the path of a request, counted from the left edge.
const (
	hopFoundAt = margin + 20
	hopTextAt  = hopFoundAt + 36
)

// pathPicture returns the picture of the path to the application, if a proxy is or may be
// in between. A question mark means that linger cannot see a part. The rows below say how
// to measure that part.
//
//	Chain     client ──▶ nginx/1.22.1 ──▶ application ?
//
//	          towards you         75.001 s idle                       5 of 5 closed
//	          towards the next    ?                                   its own pool: not visible from here
//	          the application     ?                                   behind the proxy
func (c card) pathPicture() (rows []line) {
	p := c.Path
	if p == nil {
		return nil
	}
	proxy := "proxy"
	if p.Proxy != "" {
		proxy += " (" + text.Safe(p.Proxy) + ")"
	}
	row := line{}.add(c.th.Strong, text.Pad("Chain", margin)).add(c.th.Text, "client ──▶ "+c.th.Cut(proxy, c.width-margin-30)+" ──▶ application")
	if !p.Swept {
		row = row.add(c.th.Muted, " ?")
	}
	rows = append(rows, row)
	if !p.Sure {
		for _, words := range text.Wrap("only if the server forwards requests to an application", c.width-margin) {
			rows = append(rows, line{}.to(margin).add(c.th.Muted, words))
		}
	}
	rows = append(rows, nil)
	for _, h := range p.Hops {
		rows = append(rows, c.hop(h)...)
	}
	if p.Swept {
		return rows
	}
	rows = append(rows, nil)
	for _, words := range text.Wrap("A proxy's limit towards its clients says nothing about its pool towards the application. "+
		"A chain with the usual cause of 502s (pool 60 s, application 5 s) would have the same card.", c.width-margin) {
		rows = append(rows, line{}.to(margin).add(c.th.Text, words))
	}
	rows = append(rows, nil)
	label := "to find out"
	for _, way := range []string{
		"linger relay URL of the application, with the proxy pointed at the relay",
		fmt.Sprintf("linger probe -X POST -d '{}' %s: sweeps the idle time and shows where 5xx responses begin", text.Safe(c.Target)),
	} {
		for _, words := range text.Wrap(way, c.width-margin-14) {
			rows = append(rows, line{}.to(margin).add(c.th.Muted, text.Pad(label, 14)).add(c.th.Accent, words))
			label = ""
		}
	}
	return rows
}

// hop returns the rows of one part of the path: the result, and its meaning on the right
// or, if there is no room, below.
func (c card) hop(h probe.Hop) (rows []line) {
	found := c.th.Text
	if h.Found == "?" {
		found = c.th.Muted
	}
	row := line{}.to(margin).add(c.th.Text, h.Where).to(hopFoundAt)
	at := hopTextAt
	if c.width < hopTextAt+minMeans {
		at = hopFoundAt
	}
	for i, words := range text.Wrap(h.Found, c.width-hopFoundAt) {
		if i > 0 {
			rows, row = append(rows, row), line{}.to(hopFoundAt)
		}
		row = row.add(found, words)
	}
	for i, words := range text.Wrap(h.Text, c.width-at) {
		if i == 0 && at > row.width() {
			rows = append(rows, row.to(at).add(c.th.Muted, words))
			continue
		} else if i == 0 {
			rows = append(rows, row)
		}
		rows = append(rows, line{}.to(at).add(c.th.Muted, words))
	}
	return rows
}
