package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"linger/session/expect"
	"linger/session/log"
	"linger/session/probe"
	"linger/session/relay"
	"linger/ui/list"
	"linger/ui/pairs"
)

// newTopics returns the pages of linger help that are not about a command. Each page is a
// command without a function. cobra lists such commands as help topics.
func newTopics() []*cobra.Command {
	topic := func(name, short, long string) *cobra.Command {
		return &cobra.Command{Use: name, Short: short, Long: strings.TrimSpace(long)}
	}
	return []*cobra.Command{
		topic("expectations", "Conditions for --expect: a name, a comparison, a value", expectationsTopic()),
		topic("filters", "Filters for the list of exchanges: key / in the inspector", filtersTopic()),
		topic("log", "The session log that --record writes", logTopic()),
		topic("faults", "Faults that linger relay applies to connections on request", faultsTopic()),
	}
}

// twoColumns returns rows as indented lines with two columns.
func twoColumns(rows [][2]string) string {
	w := 0
	for _, r := range rows {
		w = max(w, len(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "  %-*s  %s\n", w, r[0], r[1])
	}
	return strings.TrimRight(b.String(), "\n")
}

// wrapped returns words as indented lines, wrapped to the width of the help.
func wrapped(words []string, separator string) string {
	var b strings.Builder
	n := 0
	for i, w := range words {
		if i < len(words)-1 {
			w += separator
		}
		if n > 0 && n+1+len(w) > 76 {
			b.WriteString("\n")
			n = 0
		}
		if n == 0 {
			b.WriteString(" ")
		}
		b.WriteString(" " + w)
		n += 1 + len(w)
	}
	return b.String()
}

func expectationsTopic() string {
	return `
An expectation is a name, a comparison and a value. linger send and linger probe
accept any number of them with --expect, and exit with 1 unless all hold.

The comparisons are = != >= <= > and <. A value is a number (5), a duration (65s,
500ms) or a word (fin, pass). Words can be compared only with = and !=; fin|reset
matches either word. Quote the condition in a shell: >, < and | mean something else
there.

linger send accepts these counts:

` + twoColumns(append(expect.Counts(),
		[2]string{"status.404", "responses with this status; status.5xx counts all from 500 to 599"},
		[2]string{"findings.truncated", "findings with this code"})) + `

It also accepts the members of its JSON lines. Those of the last close line begin with
close; the others come from the last exchange line that has them. Members that end in
_us, and timeouts, are durations. Some members are true or false:

` + twoColumns([][2]string{
		{"close.by=server", "who ended the connection: server, client or network"},
		{"close.how=fin", "how it ended: fin, reset, close-notify, timeout or error"},
		{"close.idle_us>=60s", "how long the connection was idle before the end"},
		{"response.status=200", "the status of the last response"},
		{"keep_alive.timeout>=60", "the timeout of the last Keep-Alive field"},
		{"persistence.reason!=response-close", "why the connection persists or not"},
		{"timing.total_us<200ms", "the time to the last byte"},
	}) + `

These names are not in the JSON lines. Their values come from the last exchange that
has them, or from the last connection that ended. The lessons of linger learn use
the same names, without close, in the conditions that complete a step:

` + twoColumns(append(expect.ExchangeNames(), expect.EndNames()...)) + `

linger probe accepts the names of its checks. The value is compared with what the
check measured, or with its verdict (pass, warn, fail, skip). If the check measured
several times, >= and > compare with the lowest result, <= and < with the highest.

` + wrapped(probe.Names(), ",") + `

Examples:

  linger send -n 5 --expect 'exchanges>=5' --expect lost=0 http://localhost/
  linger send --wait 2m --expect 'close.idle_us>=60s' http://localhost/
  linger probe --expect 'idle-timeout>=65s' --expect race=pass http://localhost/`
}

func filtersTopic() string {
	return `
A filter is one or more terms, separated by blanks. The list shows the exchanges that
match all of them. A term is a key, a colon and a value, or a word. A word is
searched for in the method, the target, the status, the number, the framing and the
findings. A minus before a term negates it. Letter case is ignored.

` + twoColumns(list.Keys.Help()) + `

The list of a relay or a capture shows connections, and has these keys. A word is
searched for in the methods, the targets, the statuses, the findings and the address
of the client.

` + twoColumns(pairs.Keys.Help()) + `

Examples:

  status:5xx             responses from 500 to 599
  -method:GET            everything but GET
  finding:* conn:2       exchanges with findings, on connection 2
  framing:chunked cart   chunked responses, with cart in the target
  end:server lost:yes    connections that the server ended, and that lost a request`
}

func logTopic() string {
	return `
The session log has one JSON object on each line. --record FILE writes it while the
session runs; linger open FILE shows it again. If linger is killed, only the last
events are lost, and the last line may be incomplete.

The first line is the header. Every other line is an event: its name and its data.

  {"log":"linger","schema":1,"program":"linger","version":"0.1.0",
   "vantage":"client","wall":"2026-11-29T12:04:02Z","secrets":"masked"}
  {"event":"marked","data":{"at":9000000000,"note":"deploy starts"}}

Times are nanoseconds after the wall time of the header. Members that are zero are
omitted. Bytes are written as text if all of them are printable, and otherwise as
{"base64":"..."}. The lines of an event describe its bytes: kind, offset, length, three
positions inside the line, role, flags.

Secrets are replaced by filler of the same length, so that offsets stay correct. The
member masked holds their positions; equal secrets in one log have equal hashes.
With --keep-secrets, the log contains the secrets themselves.

A reader must skip events and members that it does not know. The events are:

` + wrapped(log.EventNames(), ",") + `

Examples:

  linger send -n 3 --record a.linger http://localhost/
  linger open --json a.linger | jq 'select(.type == "close")'
  jq 'select(.event == "closed").data' a.linger`
}

func faultsTopic() string {
	return `
A fault is something that linger relay does to every connection on request, so that
you can test a program against it. --fault may be repeated; faults can be combined.

` + twoColumns(relay.FaultNames()) + `

linger prints what each fault did. If a fault ended a connection, linger says that the
relay ended it, not the server or the client.

Examples:

  linger relay --fault hold-fin=20ms http://127.0.0.1:3000
  linger relay --fault latency=50ms --fault close-after=3 http://127.0.0.1:3000`
}
