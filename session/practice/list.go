package practice

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// aboutPrefix, followed by the path of a scenario, is the path of its description.
const aboutPrefix = "/about"

// WriteList writes the list of scenarios as text, at most 80 columns wide: under the
// heading of each group, a line for each scenario and a line for its parameters. It
// returns any error from w.
func WriteList(w io.Writer) error {
	var b bytes.Buffer
	all := Scenarios()
	fmt.Fprintf(&b, "%d ways in which a server can treat a connection\n", len(all))
	var group Group
	for _, s := range all {
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(&b, "\n%s\n\n", group)
		}
		fmt.Fprintf(&b, "  %-21s %-38s %s\n", s.Path, s.Title, s.Ref)
		if own := ownParams(s.Params); len(own) > 0 {
			fmt.Fprintf(&b, "  %21s ?%s\n", "", query(own))
		}
	}
	b.WriteString("\nThe query changes numbers:   /countdown?timeout=3&max=5 (quote it in a shell)\n" +
		"All texts of one scenario:   /about/countdown\n" +
		"Unless a scenario is about something else, it sends Keep-Alive: timeout=5,\n" +
		"max=100 and keeps both; the query can change both. Before the first request a\n" +
		"connection may be idle for ten minutes. An invalid query is answered with 400\n" +
		"and the parameters of the scenario.\n")
	_, err := w.Write(b.Bytes())
	return err
}

// ownParams returns params without timeout and max if these two are the same as in most
// other scenarios.
func ownParams(params []Param) []Param {
	house := houseParams()
	if n := len(params) - len(house); n >= 0 && slices.Equal(params[n:], house) {
		return params[:n]
	}
	return params
}

func query(params []Param) string {
	parts := make([]string, len(params))
	for i, p := range params {
		parts[i] = p.Name + "=" + strings.ReplaceAll(p.Default, " ", "%20")
	}
	return strings.Join(parts, "&")
}

// Describe writes all texts of a scenario, at most 80 columns wide. It returns any error
// from w.
func Describe(w io.Writer, s Scenario) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s  %s\n\n", s.Path, s.Title)
	fmt.Fprintf(&b, "What it does\n%s\n", wrap(s.Does))
	fmt.Fprintf(&b, "What to watch\n%s\n", wrap(s.Watch))
	fmt.Fprintf(&b, "The rule\n%s", wrap(s.Ref))
	if len(s.Params) > 0 {
		b.WriteString("\n" + s.takes())
	}
	_, err := w.Write(b.Bytes())
	return err
}

// takes returns the parameters of a scenario with their limits, as lines of text.
func (s *Scenario) takes() string {
	if len(s.Params) == 0 {
		return "This scenario has no parameters.\n"
	}
	var b strings.Builder
	b.WriteString("Parameters\n")
	for _, p := range s.Params {
		b.WriteString(wrap(fmt.Sprintf("%s: %s", p, p.About)))
	}
	if s.order != (order{}) {
		b.WriteString(wrap(s.order.String() + "."))
	}
	return b.String()
}

// wrap breaks text into lines of at most 78 columns, including an indent of two.
func wrap(text string) string {
	var b strings.Builder
	column := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case column == 0:
			b.WriteString("  ")
			column = 2
		case column+1+len(word) > 78:
			b.WriteString("\n  ")
			column = 2
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	b.WriteByte('\n')
	return b.String()
}

// welcome returns the scenario at "/", which shows the list.
func welcome() *Scenario {
	return &Scenario{Path: "/", Params: houseParams(), play: func(x *exchange) {
		var b strings.Builder
		b.WriteString("linger's practice server: ")
		_ = WriteList(&b)
		x.answer(reply{connection: x.house(), content: b.String()})
	}}
}

// about returns the scenario whose responses describe other scenarios.
func about() *Scenario {
	return &Scenario{Path: aboutPrefix, play: func(x *exchange) {
		s, ok := x.c.srv.scenarios[strings.TrimPrefix(x.req.path, aboutPrefix)]
		if !ok {
			x.refuse(&fault{404, "No such scenario. / lists all scenarios.", false})
			return
		}
		var b strings.Builder
		_ = Describe(&b, *s)
		x.answer(reply{connection: x.house(), content: b.String()})
	}}
}

// houseRules returns the scenario for requests that name no scenario.
func houseRules() *Scenario { return &Scenario{Path: "(no scenario)"} }
