package plain

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/text"
)

// A command is one of the commands that the user can type. Most have a second name: the
// inspector's key for the same action.
type command struct {
	name   string
	action keys.Action // the same action in the inspector, or None
	words  string      // description; "" means the description of the inspector's key
	takes  string      // the argument, in brackets if it is optional; "" if there is none
	do     func(f *follower, arg string)
}

// commands lists the commands in the order in which the ? command prints them.
var commands []command

func init() { // a function avoids an initialization cycle, because ? lists this table
	commands = []command{
		{"", keys.Send, "", "", plainly((*follower).send)},
		{"send", keys.SendN, "send N times, for example: send 3, or send 3 every 2s", "N [every TIME]", (*follower).sendN},
		{"pipeline", keys.Pipeline, "write 5 requests, or N, then read", "[N]", (*follower).pipeline},
		{"H", keys.Hold, "", "", plainly((*follower).hold)},
		{"w", keys.Wait, "", "", commandOf(session.Wait{})},
		{"stop", keys.Back, "stop a long task", "", commandOf(session.Stop{})},
		{"R", keys.Reconnect, "", "", commandOf(session.Reconnect{})},
		{"connect", keys.Connect, "", "URL", (*follower).connect},
		{"x", keys.CloseMenu, "close the connection", "", commandOf(session.Close{})},
		{"half-close", keys.None, "shut the write side and keep reading", "", commandOf(session.HalfClose{})},
		{"reset", keys.None, "reset the connection", "", commandOf(session.Reset{})},
		{"check", keys.None, "check whether the server has closed; sends nothing", "", commandOf(session.Check{})},

		{"edit", keys.Edit, "set a field of the next request; without a value, remove it", "NAME: [VALUE]", (*follower).edit},
		{"content", keys.None, "set the content of the next request", "[TEXT]", (*follower).content},
		{"keep-alive", keys.KeepAlive, "add Connection: keep-alive to the request, or remove it", "", change(session.TogglePersist)},
		{"http1.0", keys.Version, "switch between HTTP/1.0 and HTTP/1.1", "", change(session.ToggleVersion)},
		{"head", keys.Head, "switch between HEAD and GET", "", change(session.ToggleHead)},
		{"raw", keys.RawBytes, "send these bytes; write \\r, \\n and \\x00 for bytes that cannot be typed", "BYTES", (*follower).raw},
		{"history", keys.Older, "list earlier requests; with a number, make that one the next request", "[N]", (*follower).history},
		{"L", keys.Location, "", "", plainly((*follower).follow)},
		{"scenarios", keys.Scenarios, "", "", plainly((*follower).scenarios)},

		{"list", keys.None, "list all exchanges", "", func(f *follower, _ string) { f.filter("") }},
		{"filter", keys.Filter, "list the exchanges that match: see linger help filters", "TERMS", (*follower).filter},
		{"exchange", keys.None, "choose the exchange that why, request, wire and others are about; without a number, the newest", "[N]", (*follower).exchangeChosen},
		{"compare", keys.Compare, "compare with the previous exchange, or with number N", "[N]", (*follower).compare},
		{"why", keys.Tab, "say why the exchange keeps the connection open or not", "", plainly((*follower).explain)},
		{"clients", keys.None, "say what well-known clients do with the response", "", plainly((*follower).clients)},
		{"request", keys.None, "print the bytes of the request", "", plainly((*follower).showRequest)},
		{"response", keys.None, "print the fields of the response", "", page(detail.Response)},
		{"body", keys.None, "print the body of the response", "", plainly((*follower).body)},
		{"wire", keys.None, "print the bytes of the exchange, line by line", "", plainly((*follower).wire)},
		{"time", keys.None, "print how long each part took", "", page(detail.Timing)},
		{"findings", keys.NextFinding, "list the findings, and what to do about them", "", page(detail.Findings)},
		{"secrets", keys.Secrets, "", "", plainly((*follower).toggleSecrets)},
		{"save", keys.Save, "save the content of the response in a new file", "FILE", (*follower).save},
		{"curl", keys.Copy, "print the curl command that sends the request", "", plainly((*follower).curl)},
		{"ticket", keys.None, "print a report in Markdown", "", plainly((*follower).ticket)},

		{"now", keys.None, "print the present status", "", func(f *follower, _ string) { f.lead = ""; f.sentence() }},
		{"record", keys.RecordLog, "record the session to a new file, from its beginning; the same command stops", "[FILE]", (*follower).record},
		{"export", keys.Export, "export the session to a new file: log, har, pcapng, or to a folder: ticket", "FORMAT NAME", (*follower).export},
		{"mark", keys.SetMark, "", "[NOTE]", func(f *follower, note string) { f.o.Engine.Do(session.Mark{Text: note}) }},
		{"learn", keys.Lessons, "list the lessons; with a number or name, open that lesson", "[LESSON]", (*follower).learnOrList},
		{"drill", keys.Drill, "find the faults of practice servers, in rounds of questions", "", plainly((*follower).drill)},
		{"answer", keys.Answer, "in a drill: list the questions; with a number and a letter, answer one", "[N LETTER]", (*follower).answer},
		{"proof", keys.Prove, "in a drill: mark a line (by its byte offset) or an end as the proof", "[OFFSET, sent OFFSET, end, nothing]", (*follower).proof},
		{"final", keys.None, "in a drill: make the answers final", "", func(f *follower, _ string) { f.say("No drill is open.") }},
		{"later", keys.None, "in a drill: leave this round for later", "", func(f *follower, _ string) { f.say("No drill is open.") }},
		{"?", keys.Help, "list these commands", "", plainly((*follower).help)},
		{"q", keys.Quit, "quit", "", nil},
	}
}

// digits lists the commands for the inspector's tabs, in the order of the tab numbers.
var digits = [...]string{"why", "clients", "request", "response", "body", "wire", "time", "findings"}

func plainly(do func(*follower)) func(*follower, string) {
	return func(f *follower, _ string) { do(f) }
}

func commandOf(c session.Command) func(*follower, string) {
	return func(f *follower, _ string) { f.o.Engine.Do(c) }
}

// key returns the key that is the second name of a command, or "" if it has none.
func (c *command) key(bound *keys.Bindings) string {
	if i := slices.Index(digits[:], c.name); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	b := bound.Of(c.action)
	if b == nil || len(b.Keys) == 0 || len(b.Keys[0]) != 1 || b.Keys[0] == c.name || b.Keys[0] == "/" { // a line that begins with / is a request target
		return ""
	}
	return b.Keys[0]
}

// says returns the description of the command.
func (c *command) says() string {
	if c.words != "" {
		return c.words
	}
	return keys.Default().Of(c.action).Help
}

// command carries out the command in line, and reports whether it ends the program.
func (f *follower) command(line string) (last bool) {
	if f.offered(line) || f.inDrill(line) || f.inLesson(line) {
		return false
	}
	method, target, ok := strings.Cut(line, " ")
	switch {
	case line == "q":
		return true
	case line == "help":
		line = "?"
	case strings.HasPrefix(line, "/"):
		f.next.Target = line
		f.send()
		return false
	case ok && strings.HasPrefix(target, "/") && method == strings.ToUpper(method):
		f.next.Method, f.next.Target = method, target
		f.send()
		return false
	}
	name, arg, _ := strings.Cut(line, " ")
	arg = strings.TrimSpace(arg)
	for i := range commands {
		c := &commands[i]
		switch {
		case c.do == nil || c.name != name && (name == "" || c.key(f.o.Keys) != name):
			continue
		case f.hides(c.name):
		case arg != "" && c.takes == "":
			f.say("%s takes no argument.", c.name)
		case arg == "" && c.takes != "" && !strings.HasPrefix(c.takes, "["):
			f.say("Write %s %s.", c.name, c.takes)
		default:
			c.do(f, arg)
		}
		return false
	}
	f.say("No such command. ? lists them; a request target, such as /early, is sent.")
	return false
}

func (f *follower) send() {
	f.asked++
	f.sent(f.next)
	f.o.Engine.Do(session.Send{Request: session.Framed(f.next), Reconnect: true})
}

func (f *follower) hold() {
	f.o.Engine.Do(session.Hold{Request: session.Framed(f.next), Within: f.rec.IdleRange(f.rec.Newest()).Low})
}

func (f *follower) explain() {
	e := f.last()
	if e == nil {
		return
	}
	f.say("exchange %d: %s", e.ID, decided(e))
	for _, s := range e.Facts().PersistenceSteps() {
		switch {
		case !s.Asked:
			f.say("  %s: not reached. (%s)", s.Claim, s.Ref)
		case s.Decides && !s.OK:
			f.say("  %s: yes, which decides. %s (%s)", s.Claim, text.Masked(s.Evidence, longest), s.Ref)
		case !s.OK:
			f.say("  %s: not known yet. %s (%s)", s.Claim, text.Masked(s.Evidence, longest), s.Ref)
		default:
			f.say("  %s: yes. %s (%s)", s.Claim, text.Masked(s.Evidence, longest), s.Ref)
		}
	}
}

func (f *follower) help() {
	for i := range commands {
		c := &commands[i]
		name := c.name
		if name == "" {
			name = "enter"
		}
		if c.takes != "" {
			name += " " + c.takes
		}
		if key := c.key(f.o.Keys); key != "" && c.name != "" {
			name += ", or " + key
		}
		f.say("  %s: %s", name, c.says())
	}
	f.say("  /early: send a request for this target; HEAD /x: use this method")
	f.lessonHelp()
}
