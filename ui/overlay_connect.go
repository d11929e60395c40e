package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// A connectOverlay asks for an address and shows how linger understands it, before the
// user confirms.
type connectOverlay struct {
	inert
	title   string
	in      *field.Field
	read    func(address string) reading
	accept  func(destination) tea.Cmd
	forgets func(target string) // removes a target from the remembered addresses
	now     reading
	recent  []visit // targets of this session and of earlier ones, most recent first
	like    []suggestion
	failed  bool   // the overlay opened by itself because a connection failed
	at      int    // index of the address in the field, in like followed by recent; -1: the typed text
	typed   string // the typed text while the field has a suggestion
	conn    int    // ID of the connection that connecting would end; 0: none is open
	ends    bool   // whether connecting ends the open connection
}

// A reading is how linger understands an address.
type reading struct {
	destination
	err   error
	empty bool
	named bool // "practice" names the practice server of this run
	curl  bool // the address is a curl command, which includes a request

	omitted []string // sentences about the options of the command that linger omits
}

// connect asks for the address of another server.
func (d *desk) connect() { d.open(d.connecting("Connect to")) }

func (d *desk) connecting(title string) *connectOverlay {
	o := &connectOverlay{title: title, in: field.New(""), at: -1, read: d.readAddress, recent: d.visits(), forgets: d.mem.store.Unvisited, ends: true}
	o.accept = func(x destination) tea.Cmd { d.goTo(x); return nil }
	o.now = o.read("")
	return o
}

// offerAnother opens the prompt if the first connection to a server was refused, or if
// the name of the server was not found, because the address may be mistyped.
func (d *desk) offerAnother() {
	c := d.watched()
	if c == nil || c.State != record.Failed || c.ID <= d.offered || d.src.Recording || d.teaching() {
		return
	}
	d.offered = c.ID
	kind := c.Failure.Kind
	if kind != session.DialRefused && kind != session.DialNotFound || d.top() != nil || d.search != nil || d.reached(c.Target) {
		return
	}
	o := d.connecting("Connect to")
	o.failed = true
	o.set(c.Target + d.next.Target)
	o.suggest()
	d.open(o)
}

// reached reports whether linger has been connected to a target in this session.
func (d *desk) reached(target string) bool {
	return slices.ContainsFunc(d.rec.Conns, func(c *record.Connection) bool { return c.Target == target && c.Opened > 0 })
}

// readAddress parses the typed text: a URL with or without its scheme, or a curl command.
func (d *desk) readAddress(s string) (r reading) {
	s = strings.TrimSpace(s)
	if s == "" {
		return reading{empty: true, named: d.src.Practice}
	}
	request := d.next
	if start := d.rec.Start.Target; d.src.Practice && (s == practiceTarget || s == start) {
		s = start
		if first := d.src.Request.Target; strings.HasPrefix(first, "/") {
			s += first // the request that the welcome names
		}
	}
	to, target, err := session.ParseTarget(s)
	if strings.HasPrefix(s, "curl ") {
		var c export.Curl
		if c, err = export.ParseCurl(s, nil); err == nil {
			r.curl, request, to, target = true, c.Request, c.Target, c.Request.Target
			if r.omitted = c.Omitted; len(c.Connecting) > 0 {
				r.omitted = append(r.omitted, "linger connects as this session does, without "+c.ConnectingNames()+".")
			}
		}
	}
	if err != nil {
		return reading{err: err}
	}
	from, _, _ := session.ParseTarget(d.rec.Target())
	if r.curl {
		from = to // the fields of the command are meant for its own origin
	}
	r.destination, r.err = d.destination(request, temporaryRedirect, from, to, target)
	return r
}

// temporaryRedirect is the status that keeps method and content (RFC 9110
// §15.4.8).
const temporaryRedirect = 307

// refresh updates conn, because that connection may have ended.
func (o *connectOverlay) refresh(s *scene) {
	o.conn = 0
	if c := s.rec.Newest(); o.ends && c != nil && c.State.Open() {
		o.conn = c.ID
	}
}

func (o *connectOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	key := k.String()
	switch {
	case b.bindings().InComposer(key) == keys.Switch:
		o.set(switchScheme(o.in.Value()))
	case keys.InField(key) == keys.Send:
		if o.now.empty || o.now.err != nil {
			return nil, true
		}
		b.leave()
		return o.accept(o.now.destination), true
	case b.bindings().InComposer(key) == keys.ForgetAddress:
		b.say(o.forget())
	case keys.InField(key) == keys.NextPane:
		o.complete()
	case keys.InField(key) == keys.Up:
		o.pick(o.at - 1)
	case keys.InField(key) == keys.Down:
		o.pick(o.at + 1)
	case keys.InField(key) == keys.None:
		o.update(b, k)
	}
	return nil, true
}

// update passes a key or pasted text to the field.
func (o *connectOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	before := o.in.Value()
	o.in.Update(msg)
	if now := o.in.Value(); now != before {
		o.at = -1
		o.now = o.read(now)
		o.suggest()
	}
	return nil
}

// complete puts the most recent target that begins with the typed text into the field.
func (o *connectOverlay) complete() {
	typed := o.in.Value()
	for _, v := range o.recent {
		if _, host, _ := strings.Cut(v.target, "://"); typed != "" && (strings.HasPrefix(v.target, typed) || strings.HasPrefix(host, typed)) {
			o.at = -1
			o.set(v.target)
			o.suggest()
			return
		}
	}
}

// forget removes the selected target from the addresses that linger remembers, and
// returns a sentence about it. A target of this session stays in the list until the
// session ends.
func (o *connectOverlay) forget() string {
	i := o.at - len(o.like)
	if o.at < 0 || i < 0 {
		return "ctrl+x forgets an address: choose one first (↑ ↓)."
	}
	target, earlier := o.recent[i].target, !o.recent[i].last.IsZero()
	o.forgets(target)
	if !earlier {
		return "The next session does not offer " + text.SafeUpTo(target, 60) + "."
	}
	o.pick(-1)
	o.recent = slices.Delete(o.recent, i, i+1)
	return "Forgotten: " + text.SafeUpTo(target, 60) + "."
}

// suggest sets the suggestions for a possibly mistyped address.
func (o *connectOverlay) suggest() {
	o.like = nil
	if !o.now.empty && o.now.err == nil && o.now.to.Unix == "" {
		o.like = suggest(o.now.to, o.now.next.Target, o.recent, o.failed)
	}
}

func (o *connectOverlay) set(address string) {
	o.in = field.New(address)
	o.now = o.read(address)
}

// pick puts a suggestion or a recent target into the field. The index -1 restores the
// typed text.
func (o *connectOverlay) pick(i int) {
	if i < -1 || i >= len(o.like)+min(len(o.recent), recentShown) {
		return
	}
	if o.at < 0 {
		o.typed = o.in.Value()
	}
	o.at = i
	if i < 0 {
		o.set(o.typed)
		return
	}
	if i < len(o.like) {
		o.set(o.like[i].address)
		return
	}
	o.set(o.recent[i-len(o.like)].target)
}

// switchScheme returns an address with https instead of http, or the other way round.
func switchScheme(address string) string {
	switch scheme, rest, ok := strings.Cut(address, "://"); {
	case !ok:
		return "https://" + address
	case strings.EqualFold(scheme, "https"):
		return "http://" + rest
	default:
		return "https://" + rest
	}
}

// recentShown is the maximum number of recent targets on the screen.
const recentShown = 5

func (o *connectOverlay) draw(f *frame) {
	d, th := newDialog(f), f.th
	d.row("  " + th.Muted.Render(text.Pad("address", 11)) + o.in.Row(max(1, d.w-14)) + " ")
	o.preview(d)
	choice := func(i int, address string, ways ...string) {
		sign, style := "  ", th.Text
		if i == o.at {
			sign, style = th.Glyphs.Cursor+" ", th.Strong
		}
		about := words.Fit(max(0, d.w-7-text.WidthUpTo(address, d.w)), append(ways, "")...)
		room := max(8, d.w-7-text.Width(about))
		d.line(style, sign+text.Pad(th.Cut(text.SafeUpTo(address, room), room), room)+"  "+about)
		d.clicked(func() string {
			if i == o.at {
				return "enter"
			}
			o.pick(i)
			return ""
		})
	}
	if len(o.like) > 0 {
		d.blank()
		d.line(th.Strong, "Did you mean")
	}
	for i, s := range o.like {
		choice(i, s.address, s.why...)
	}
	if len(o.recent) > 0 {
		d.blank()
		d.line(th.Strong, "Recent")
	}
	for i, v := range o.recent[:min(len(o.recent), recentShown)] {
		choice(len(o.like)+i, v.target, v.about()...)
	}
	d.blank()
	esc := "esc cancels"
	if o.failed {
		esc = "esc stays"
	}
	d.draw(f, o.title, esc)
}

// preview adds rows about what enter would do.
func (o *connectOverlay) preview(d *dialog) {
	th, r := d.th, &o.now
	switch {
	case r.empty:
		practice := ""
		if r.named {
			practice = practiceTarget + ", "
		}
		d.fact("", th.Muted, "A URL, host:port, :port, "+practice+"the path of a Unix socket, or a pasted curl command.")
		return
	case r.err != nil:
		d.blank()
		why := session.ReasonOf(r.err).Error()
		d.fact("connects", th.Race, th.Glyphs.Error+" "+text.SafeUpTo(why, 300))
		return
	}
	d.blank()
	where := text.Safe(r.to.String())
	switch {
	case r.to.Unix != "":
		where = "Unix socket " + text.SafeUpTo(r.to.Unix, 200)
	case !r.to.TLS:
		where += "; ctrl+t for https"
	}
	d.fact("connects", th.Strong, where)
	if o.conn > 0 {
		d.fact("ends", th.Text, "connection "+itoa(o.conn)+", in order")
	}
	next := text.Masked(r.next.Method+" "+r.next.Target+" "+r.next.Proto, 200)
	d.fact("sends", th.Text, "nothing yet; "+next+" becomes the next request")
	d.fact("keeps", th.Text, o.keeps(r.next))
	if len(r.omitted) > 0 {
		d.fact("omits", th.Caution, text.SafeUpTo(strings.Join(r.omitted, " "), 500))
	}
}

// keeps returns words about which fields of the next request are sent to the new server.
func (o *connectOverlay) keeps(next wire.RequestMessage) string {
	of := " of the next request"
	if o.now.curl {
		of = " of the command"
	}
	s := format.Count(len(next.Fields), "field") + of + ", Host for the new server"
	if len(o.now.left) > 0 {
		s += "; not sent there: " + o.now.missing() + "."
	}
	return s
}

func (*connectOverlay) covers() cover { return coverSome }

func (o *connectOverlay) hints(keys.State) []keys.Hint {
	hints := []keys.Hint{{Action: keys.Send, Words: "connect"}, {Action: keys.Switch, Words: "http or https"}}
	if len(o.recent)+len(o.like) > 0 {
		hints = append(hints, keys.Hint{Key: "↑↓", Words: "choose"})
	}
	switch {
	case o.at >= len(o.like):
		hints = append(hints, keys.Hint{Action: keys.ForgetAddress})
	case len(o.recent) > 0:
		hints = append(hints, keys.Hint{Key: "tab", Words: "complete"})
	}
	back := keys.Hint{Action: keys.Back, Words: "cancel"}
	if o.failed {
		back.Words = "stay"
	}
	return append(hints, back)
}
