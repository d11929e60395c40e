package words_test

import (
	"testing"

	"linger/ui/words"
	"linger/wire"
)

// Every reason has all texts, and the texts agree with it about whether the connection
// stays open.
func TestEachReasonHasAllTexts(t *testing.T) {
	for r := wire.ReasonUndecided; r <= wire.ReasonHTTP11Default; r++ {
		v := words.Reason(r, 200)
		if v.Word == "" || v.Clause == "" || v.Title == "" || v.Sentence == "" || v.Ref == "" && r != wire.ReasonUndecided {
			t.Errorf("the texts of %s are %+v, want none of them empty", r, v)
		}
		if v.Stays != r.Persistent() {
			t.Errorf("Stays of %s = %t, want %t", r, v.Stays, r.Persistent())
		}
	}
	if got := words.Reason(wire.ReasonTunnel, 101).Ref; got != "RFC 9110 §7.8" {
		t.Errorf("section for 101 = %s, want RFC 9110 §7.8", got)
	}
}
