package words_test

import (
	"testing"

	"linger/ui/words"
	"linger/wire"
)

// Every reason has texts in every length, and its verdict agrees with the reason about
// whether the connection persists.
func TestEveryReasonHasWords(t *testing.T) {
	for r := wire.ReasonUndecided; r <= wire.ReasonHTTP11Default; r++ {
		v := words.Reason(r, 200)
		if v.Word == "" || v.Clause == "" || v.Title == "" || v.Sentence == "" || v.Ref == "" && r != wire.ReasonUndecided {
			t.Errorf("%s: %+v", r, v)
		}
		if v.Stays != r.Persistent() {
			t.Errorf("%s stays open: %v", r, v.Stays)
		}
	}
	if got := words.Reason(wire.ReasonTunnel, 101).Ref; got != "RFC 9110 §7.8" {
		t.Errorf("the rule of 101: %s", got)
	}
}
