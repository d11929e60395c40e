package observe

import (
	"strings"
	"testing"
)

// Bytes that are the same again are kept once, others apart.
func TestTheStoreKeepsTheSameOnce(t *testing.T) {
	var s store
	a, b, c := s.again([]byte("same")), s.again([]byte("same")), s.again([]byte("other"))
	if &a[0] != &b[0] || string(a) != "same" || string(c) != "other" {
		t.Errorf("got %q, %q and %q", a, b, c)
	}
	if s.again(nil) != nil {
		t.Error("nothing is nil")
	}
}

// What a store has handed out is never written again.
func TestTheStoreKeeps(t *testing.T) {
	var s store
	var got [][]byte
	for i := range 5000 {
		got = append(got, s.bytes([]byte(strings.Repeat(string(rune('a'+i%26)), i%97))))
	}
	for i, b := range got {
		if string(b) != strings.Repeat(string(rune('a'+i%26)), i%97) {
			t.Fatalf("slice %d has changed", i)
		}
		if len(b) != cap(b) {
			t.Fatalf("slice %d could be appended to", i)
		}
	}
}
