package export

import (
	"fmt"
	"strings"

	"linger/session/learned"
	"linger/session/logwords"
	"linger/session/markdown"
	"linger/session/record"
	"linger/session/servers"
	"linger/wire/format"
)

// A TicketAdvice describes what one side can change.
type TicketAdvice struct {
	For   string // "server", "client" or "client and server"
	Do    string // what to do, as a clause
	Paste []servers.Paste
}

// learned writes sentences about how the server and the client treat connections. It
// writes nothing if linger is the client.
func (t *ticketWriter) learned() {
	if !t.watches() {
		return
	}
	for _, s := range t.w.Learned(&t.sum) {
		t.printf("%s\n", shown(s))
	}
	if t.sum.Ended > 0 {
		t.b.WriteString("\n")
	}
}

// measured writes a table of the durations measured on connections to the same target.
func (t *ticketWriter) measured() {
	rows := 0
	row := func(name string, r learned.Range) {
		if r.N == 0 {
			return
		}
		if rows++; rows == 1 {
			t.b.WriteString("\n## Measured\n\n| | shortest | longest | samples |\n|---|--:|--:|--:|\n")
		}
		low := ""
		if r.Low > 0 {
			low = format.Duration(r.Low)
		}
		t.printf("| %s | %s | %s | %s |\n", name, low, format.Duration(r.High), format.Number(int64(r.N)))
	}
	row("idle time after which the server closed, without Connection: close", t.sum.Server.Idle)
	row("idle time after which the client closed, without Connection: close", t.sum.Client.Idle)
	row("idle time after which a request was answered", learned.Range{High: t.sum.LongestReuse, N: t.sum.ReusedAfter.Total()})
	row("time from the server's FIN to a lost request", t.sum.AfterFIN)
}

// settings writes advice about the settings that each side can change.
func (t *ticketWriter) settings() {
	advice := t.w.Advice(&t.sum, t.c.Server(), t.watches())
	if len(advice) == 0 {
		return
	}
	t.b.WriteString("\n## Settings\n\nA request is lost if the client sends it while the server closes. One of the first two settings prevents that.\n\n")
	for _, a := range advice {
		t.printf("- **%s**: %s\n", format.Capital(a.For), shown(format.Sentence(a.Do)))
		for _, p := range a.Paste {
			in := ""
			if p.In != "" {
				in = ", in " + markdown.Code(p.In)
			}
			t.printf("  - %s%s: %s\n", p.Where, in, markdown.Code(p.Code))
		}
	}
}

// logged writes the messages that other programs log when a connection ends in the same
// way.
func (t *ticketWriter) logged() {
	if t.c.State != record.Ended {
		return
	}
	rows := 0
	for _, w := range logwords.Of(&t.c.Close.Ending) {
		if w.Quiet() {
			continue
		}
		if rows++; rows == 1 {
			t.b.WriteString("\n## In the logs of other programs\n\nOther programs log an end like this one as:\n\n| program | what it logs |\n|---|---|\n")
		}
		name := w.Program
		if w.Status > 0 {
			name += fmt.Sprintf(" (answers %d)", w.Status)
		}
		t.printf("| %s | %s |\n", markdown.Text(name), markdown.Text(strings.Join(w.Texts, " or ")))
	}
}
