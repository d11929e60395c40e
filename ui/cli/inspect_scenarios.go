package cli

import (
	"strings"

	"linger/session/practice"
	"linger/ui"
)

// welcomes maps the scenarios on the welcome screen to short descriptions: a wrong hint,
// an incomplete response and a framing error.
var welcomes = map[string]string{
	"/early":     "says 5 s, closes after 3 s",
	"/truncated": "the connection ends inside the content",
	"/too-short": "Content-Length is smaller than the content",
}

func scenarios() []ui.Scenario {
	var out []ui.Scenario
	for _, s := range practice.Scenarios() {
		words, first := welcomes[s.Path]
		if !first {
			words = s.Title
		}
		out = append(out, ui.Scenario{Path: s.Path, Does: words, Watch: s.Does + " " + s.Watch, Words: searchWords(s), Ref: s.Ref, Group: string(s.Group), First: first, Params: params(s)})
	}
	return out
}

func params(s practice.Scenario) (out []ui.Param) {
	for _, p := range s.Params {
		out = append(out, ui.Param{Name: p.Name, Default: p.Default, About: p.About + limits(p)})
	}
	return out
}

// limits returns the range of a numeric parameter, in parentheses.
func limits(p practice.Param) string {
	if p.Kind == practice.Text {
		return ""
	}
	return " (" + p.Limits() + ")"
}

// searchWords returns words of a scenario that the menu's search finds although the menu
// does not show them: its title, if the menu shows another title, its parameters and its
// keywords.
func searchWords(s practice.Scenario) string {
	words := []string{s.Title, s.Keywords}
	for _, p := range s.Params {
		words = append(words, p.Name, p.About)
	}
	return strings.Join(words, " ")
}
