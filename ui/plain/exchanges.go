package plain

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/session/export"
	"linger/session/record"
	"linger/ui/compare"
	"linger/ui/detail"
	"linger/ui/list"
	"linger/ui/saving"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// pageWidth is the width of a page in cells.
const pageWidth = 76

// filter prints the exchanges that match a filter, one on each line.
func (f *follower) filter(query string) {
	es := list.Matching(f.rec.Exchanges, query)
	for _, e := range es {
		f.say("  %d, connection %d: %s, %d, %s", e.ID, e.Conn, text.Masked(e.Method+" "+e.Target, longest), e.Facts().Status, words.Framing(e))
	}
	if query != "" {
		f.say("%d of %s.", len(es), format.Count(f.rec.Count(), "exchange"))
	}
}

// exchangeChosen selects the exchange for other commands.
func (f *follower) exchangeChosen(arg string) {
	if arg == "" {
		f.chosen = 0
		f.say("Commands are about the last exchange.")
		return
	}
	if e := f.numbered(arg); e != nil {
		f.chosen = e.ID
		f.say("Commands are about exchange %d: %s.", e.ID, text.Masked(e.Method+" "+e.Target, longest))
	}
}

// numbered returns the exchange with the given number. If there is none, it prints a
// sentence and returns nil.
func (f *follower) numbered(arg string) *record.Exchange {
	if f.rec.Count() == 0 {
		f.say("There is no exchange yet.")
		return nil
	}
	n, ok := f.number(arg, 0, f.rec.Count())
	if !ok {
		return nil
	}
	return f.rec.Exchange(n)
}

// page returns the command that prints a tab of the inspector.
func page(t detail.Tab) func(*follower, string) {
	return func(f *follower, _ string) {
		if e := f.last(); e != nil {
			f.sayRows(strings.Split(detail.Text(f.th, t, &f.rec, e.Conn, e.ID, pageWidth, f.secrets, f.o.SecretFields), "\n"))
		}
	}
}

// compare prints how the selected exchange differs from exchange number arg or, if arg is
// "", from the previous exchange.
func (f *follower) compare(arg string) {
	e := f.last()
	if e == nil {
		return
	}
	other := f.rec.Exchange(e.ID - 1)
	if arg != "" {
		if other = f.numbered(arg); other == nil {
			return
		}
	}
	if other == nil {
		f.say("This is the first exchange.")
		return
	}
	m := compare.New(f.th)
	m.ShowSecrets(f.secrets)
	m.SetSecretFields(f.o.SecretFields)
	m.Show(other, e)
	f.sayRows(m.Text(pageWidth))
}

// sayRows prints the rows of a screen, without their styles. It omits empty rows.
func (f *follower) sayRows(rows []string) {
	for _, row := range rows {
		if row = strings.TrimRight(ansi.Strip(row), " "); strings.TrimSpace(row) != "" {
			f.say("%s", row)
		}
	}
}

// sayText prints the lines of s, including empty ones.
func (f *follower) sayText(s string) {
	for line := range strings.Lines(s) {
		f.say("%s", text.Safe(strings.TrimRight(line, "\n")))
	}
}

func (f *follower) toggleSecrets() {
	f.secrets = !f.secrets
	if f.secrets {
		f.say("Masked values are shown.")
		return
	}
	f.say("Secrets are masked.")
}

// save writes the content of a response to a new file, as received.
func (f *follower) save(name string) {
	e := f.last()
	if e == nil {
		return
	}
	c := e.Content(record.KeepContent)
	switch {
	case len(c.Data) == 0:
		f.say("The response has no content to write.")
		return
	}
	if err := saving.Content(name, false, c.Data); err != nil {
		f.say("%s.", text.Safe(err.Error()))
		return
	}
	what := format.Amount(int64(len(c.Data)))
	if !c.Whole {
		what = "the first " + what + "; linger did not keep the rest"
	}
	f.say("Saved %s to %s.", what, text.Safe(name))
}

func (f *follower) curl() {
	e := f.last()
	if e == nil {
		return
	}
	s, masked, err := export.CurlOf(f.rec.Conn(e.Conn).Target, e, f.secrets, f.o.SecretFields)
	if err != nil {
		f.say("curl cannot send this request: %s.", text.Safe(err.Error()))
		return
	}
	f.sayText(s)
	if masked {
		f.say("Secrets are left out; the command secrets shows them.")
	}
}

// ticket prints a report about the newest connection.
func (f *follower) ticket() {
	c := f.rec.Newest()
	if c == nil {
		f.say("Not connected.")
		return
	}
	f.sayText(export.Ticket(&f.rec, c, f.o.Engine.Now(), words.Ticket()))
}

// scenarios prints the paths of the practice server.
func (f *follower) scenarios() {
	if len(f.o.Scenarios) == 0 || f.rec.Label(f.rec.Target()) == "" {
		f.say("Only the practice server has scenarios.")
		return
	}
	for _, s := range f.o.Scenarios {
		f.say("  %s: %s", s[0], s[1])
	}
}
