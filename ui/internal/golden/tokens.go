package golden

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"linger/ui/theme"
)

// sgr is one sequence that selects a style (ECMA-48 §8.3.117).
var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Tokens compares rows with testdata/NAME.txt. It writes each style as its token in th:
// "{race}3.2 s{/} left", because colours are part of the screen. Text without a style,
// spaces and rules stay as they are.
func Tokens(t *testing.T, name string, th *theme.Theme, rows []string) {
	t.Helper()
	names := tokenNames(th)
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.TrimRight(marked(t, names, r), " ") + "\n")
	}
	compare(t, name, b.String())
}

// tokenNames maps the sequence that begins each style of th to the name of the style. The
// names of styles of the selected row begin with "sel.". If two tokens look the same, the
// name contains both.
func tokenNames(th *theme.Theme) map[string]string {
	names := map[string]string{}
	add := func(th *theme.Theme, prefix string) {
		v := reflect.ValueOf(*th)
		for i := range v.NumField() {
			s, ok := v.Field(i).Interface().(theme.Style)
			if !ok {
				continue
			}
			begin, _, _ := strings.Cut(s.Render("x"), "x")
			name := prefix + strings.ToLower(v.Type().Field(i).Name)
			switch was, taken := names[begin]; {
			case begin == "":
			case taken:
				names[begin] = was + "|" + name
			default:
				names[begin] = name
			}
		}
	}
	add(th, "")
	add(th.Selected, "sel.")
	return names
}

// marked returns a row with its styles as tokens. Runs of only spaces and rules have no
// token, because their style is not visible or has no meaning.
func marked(t *testing.T, names map[string]string, row string) string {
	t.Helper()
	var out strings.Builder
	at, open := 0, ""
	put := func(s string) {
		if open == "" || strings.Trim(s, " │─╭╮╰╯├┤┬┴┼") == "" {
			out.WriteString(s)
			return
		}
		out.WriteString("{" + open + "}" + s + "{/}")
	}
	for _, m := range sgr.FindAllStringIndex(row, -1) {
		put(row[at:m[0]])
		at = m[1]
		switch seq := row[m[0]:m[1]]; {
		case seq == "\x1b[m" || seq == "\x1b[0m":
			open = ""
		case names[seq] == "":
			t.Errorf("the style %q has no token, in the row %q", seq, row)
		case names[seq] == "text":
			open = ""
		default:
			open = names[seq]
		}
	}
	put(row[at:])
	return out.String()
}
