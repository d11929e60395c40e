package keys

import "strings"

// Groups lists the headings, in the order of the help page.
var Groups = []Group{Connection, NextRequest, Exchanges, Detail, View, Files, Writing, Learning, Replaying}

// Markdown returns the table of keys for the README.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| key | what it does |\n|---|---|\n")
	for _, g := range Groups {
		b.WriteString("| **" + string(g) + "** | |\n")
		for i := range Table {
			if bd := &Table[i]; bd.Group == g {
				b.WriteString("| " + codes(bd.Shown) + " | " + bd.Help + " |\n")
			}
		}
	}
	return b.String()
}

func codes(shown string) string {
	if shown == "1-8" {
		return "`1` to `8`"
	}
	return "`" + strings.ReplaceAll(shown, " ", "` `") + "`"
}
