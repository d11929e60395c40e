package text_test

import (
	"testing"

	"linger/ui/text"
)

func TestOneEdit(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"send", "sned", true}, {"send", "sen", true}, {"send", "sends", true}, {"send", "sand", true}, {"send", "xend", true},
		{"send", "send", false}, {"send", "sdne", false}, {"send", "se", false}, {"", "a", true}, {"", "", false}, {"ab", "ba", true},
	} {
		if got := text.OneEdit(c.a, c.b); got != c.want {
			t.Errorf("OneEdit(%q, %q) = %t, want %t", c.a, c.b, got, c.want)
		}
		if got := text.OneEdit(c.b, c.a); got != c.want {
			t.Errorf("OneEdit(%q, %q) = %t, want %t", c.b, c.a, got, c.want)
		}
	}
}
