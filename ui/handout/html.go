package handout

import (
	"html"
	"regexp"
	"strings"
)

// style is the CSS that fits the page on one sheet of A4: two columns of text, with the
// table to fill in below them.
const style = `@page{size:A4;margin:9mm}
body{font:8pt/1.25 system-ui,sans-serif;margin:0 auto;max-width:192mm;color:#000;background:#fff}
h1{font-size:12pt;margin:0 0 2mm}h2{font-size:9pt;margin:2mm 0 .7mm;break-after:avoid}
p,ol,pre,table{margin:0 0 1mm}ol{padding-left:4.5mm}
.columns{columns:2;column-gap:7mm}
pre{font:6.3pt/1.2 ui-monospace,monospace;background:#f2f2f2;padding:1mm;overflow:hidden}
code{font:92% ui-monospace,monospace}
table{border-collapse:collapse;width:100%}
th,td{border:.2mm solid #999;padding:.35mm 1mm;text-align:left;vertical-align:top}
.fill td{height:4.1mm}.fill th:first-child{width:58mm}.fill th:nth-child(2),.fill th:nth-child(3){width:30mm}
`

var (
	codeSpan = regexp.MustCompile("`([^`]*)`")
	bold     = regexp.MustCompile(`\*\*([^*]*)\*\*`)
)

// inline returns s as HTML, with its code and bold parts marked up.
func inline(s string) string {
	s = codeSpan.ReplaceAllString(html.EscapeString(s), "<code>$1</code>")
	return bold.ReplaceAllString(s, "<b>$1</b>")
}

// HTML returns the handout as a page that needs no other file.
func HTML() string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>" + html.EscapeString(title) + "</title>\n<style>\n" + style + "</style>\n")
	b.WriteString("<h1>" + html.EscapeString(title) + "</h1>\n<div class=\"columns\">\n")
	wide := false
	for _, k := range page() {
		if k.wide && !wide {
			b.WriteString("</div>\n<div class=\"fill\">\n")
			wide = true
		}
		k.html(&b)
	}
	b.WriteString("</div>\n</html>\n")
	return b.String()
}

func (k *block) html(b *strings.Builder) {
	switch {
	case k.head != "":
		b.WriteString("<h2>" + inline(k.head) + "</h2>\n")
	case k.text != "":
		b.WriteString("<p>" + inline(k.text) + "</p>\n")
	case k.code != "":
		b.WriteString("<pre>" + html.EscapeString(k.code) + "</pre>\n")
	case k.list != nil:
		b.WriteString("<ol>\n")
		for _, s := range k.list {
			b.WriteString("<li>" + inline(s) + "</li>\n")
		}
		b.WriteString("</ol>\n")
	default:
		b.WriteString("<table>\n")
		for i, row := range k.rows {
			cell := "td"
			if i == 0 {
				cell = "th"
			}
			b.WriteString("<tr>")
			for _, s := range row {
				b.WriteString("<" + cell + ">" + inline(s) + "</" + cell + ">")
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>\n")
	}
}
