package format_test

import (
	"testing"

	"linger/wire/format"
)

func TestSentence(t *testing.T) {
	for words, want := range map[string]string{
		"": "", "the server closed": "The server closed.", "what is it?": "What is it?", "it is.": "It is.",
		"linger closed (FIN)": "linger closed (FIN).", "lingering": "Lingering.", "linger": "linger.",
	} {
		if got := format.Sentence(words); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", words, got, want)
		}
	}
	if got := format.Lowered("The server") + format.Lowered("") + format.Capital("a"); got != "the serverA" {
		t.Errorf("Lowered and Capital give %q, want %q", got, "the serverA")
	}
}
