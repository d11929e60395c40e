package handout_test

import (
	"strings"
	"testing"

	"linger/session/lesson"
	"linger/ui/handout"
	"linger/ui/internal/golden"
)

func TestHandout(t *testing.T) {
	md := handout.Markdown()
	golden.Check(t, "handout", strings.Split(strings.TrimRight(md, "\n"), "\n"))
	page := handout.HTML()
	for _, l := range lesson.Table(1) {
		if !strings.Contains(md, l.Title) || !strings.Contains(page, strings.NewReplacer("&", "&amp;", "'", "&#39;").Replace(l.Title)) {
			t.Errorf("the handout lacks the lesson %s", l.Title)
		}
	}
	for _, want := range []string{"<b>Who</b>", "<code>Connection: close</code>", "size:A4", "</html>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the HTML lacks %q", want)
		}
	}
	if strings.Contains(page, "http://") || strings.Contains(page, "https://") {
		t.Error("the HTML loads a resource from elsewhere, want none")
	}
}
