// Package handout returns the page that a class takes home. It is a summary of the
// lessons, in Markdown or in HTML that fits on one sheet of A4.
package handout

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"linger/session/clients"
	"linger/session/lesson"
	"linger/session/servers"
	"linger/ui/keys"
	"linger/wire"
)

const title = "HTTP/1.x connections: what keeps them open, and what ends them"

// A block is a part of the page. Exactly one of head, text, list, code and rows is set.
type block struct {
	head string     // a heading
	text string     // a paragraph; a part between backticks is code
	list []string   // numbered
	code string     // preformatted text
	rows [][]string // a table; the first row is its header
	wide bool       // the table is as wide as the sheet
}

// page returns the whole handout.
func page() []block {
	return []block{
		{head: "Four questions about every end"},
		{list: []string{
			"**Who** closed it: the server, the client or the network? Did a message announce it?",
			"**When**: after how much silence, at which age, after how many exchanges?",
			"**Where does the body end**: by a length, by chunks, or only with the connection?",
			"**May it be sent again**: GET, HEAD, PUT and DELETE may; POST may only if the server can recognise a repetition.",
		}},
		{head: "Does the connection stay open? (RFC 9112 §9.3)"},
		{text: "The first line that applies decides."},
		{list: []string{
			"It became a tunnel (101, or 2xx to CONNECT): it is no longer HTTP/1.x.",
			"The framing is invalid, or the message is incomplete: it closes.",
			"Neither a length nor chunks: the close ends the body.",
			"The response says `Connection: close`: it closes.",
			"The request said `Connection: close`: it closes.",
			"One of the two is HTTP/1.0 and does not say `Connection: keep-alive`: it closes.",
			"Otherwise it stays open. `Content-Type` plays no part.",
		}},
		{head: "Keep-Alive"},
		{code: "Connection: keep-alive     without this, the next line is ignored\n" +
			"Keep-Alive: timeout=5, max=99\n" +
			"            │          └─ more exchanges on this connection\n" +
			"            └─ seconds of silence after the last byte of a response"},
		{text: "It is a hint, not a promise, and does not keep the connection open. Other parameters are ignored."},
		{head: "The bar"},
		{code: "┄┄┄┄┄┄┄┄██████████████████████████▒▒▒▓▓▓│\n" +
			"spent    time left, safe          │  │  └ the deadline\n" +
			"                                  │  └ last round trip: may be lost\n" +
			"                                  └ last second: close at any moment"},
		{text: "Stop using a connection one second and one round trip before the timeout, or before the earliest close that you have seen."},
		{head: "How long programs keep idle connections without a hint"},
		{rows: timeouts()},
		{text: "The side that reuses a connection must close it first: give the server a longer timeout than the pool in front of it."},
		{head: "Twelve keys of linger"},
		{rows: twelveKeys()},
		{head: "My predictions", wide: true},
		{rows: predictions(), wide: true},
	}
}

// timeouts returns a table with the idle timeouts of clients beside those of servers.
func timeouts() [][]string {
	rows := [][]string{{"client", "keeps it", "resends", "server", "keeps it"}}
	all, srv := clients.All(), servers.All()
	plain := clients.Response{Version: wire.Version{Major: 1, Minor: 1}, Reason: wire.ReasonHTTP11Default}
	for i := range max(len(all), len(srv)) {
		row := make([]string, 5)
		if i < len(all) {
			row[0], row[1], row[2] = all[i].Name, limit(all[i].Ask(plain).Limit), all[i].Again.String()
		}
		if i < len(srv) {
			row[3], row[4] = srv[i].Name, limit(srv[i].Idle)
		}
		rows = append(rows, row)
	}
	return rows
}

func limit(d time.Duration) string {
	if d <= 0 || d > 24*time.Hour {
		return "no limit"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// twelve holds the twelve keys that a beginner needs.
var twelve = []keys.Action{keys.Send, keys.Wait, keys.Reconnect, keys.CloseMenu, keys.KeepAlive, keys.Version,
	keys.Pipeline, keys.Hold, keys.Tab, keys.Scenarios, keys.Lessons, keys.Help}

func twelveKeys() [][]string {
	rows := [][]string{{"key", "does", "key", "does"}}
	for i := 0; i < len(twelve); i += 2 {
		a, b := keys.Default().Of(twelve[i]), keys.Default().Of(twelve[i+1])
		rows = append(rows, []string{a.Shown, a.Help, b.Shown, b.Help})
	}
	return rows
}

func predictions() [][]string {
	rows := [][]string{{"lesson", "prediction", "result", "reason"}}
	for _, l := range lesson.Table(1) {
		rows = append(rows, []string{fmt.Sprintf("%d  %s", l.Number, l.Title), "", "", ""})
	}
	return rows
}

// Markdown returns the handout.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# " + title + "\n")
	for _, k := range page() {
		b.WriteString("\n")
		switch {
		case k.head != "":
			b.WriteString("## " + k.head + "\n")
		case k.text != "":
			b.WriteString(k.text + "\n")
		case k.code != "":
			b.WriteString("```text\n" + k.code + "\n```\n")
		case k.list != nil:
			for i, s := range k.list {
				fmt.Fprintf(&b, "%d. %s\n", i+1, s)
			}
		default:
			table(&b, k.rows)
		}
	}
	return b.String()
}

func table(b *strings.Builder, rows [][]string) {
	for i, row := range rows {
		for _, cell := range row {
			b.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
		}
		b.WriteString("|\n")
		if i == 0 {
			b.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
}
