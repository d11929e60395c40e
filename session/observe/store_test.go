package observe

import (
	"strings"
	"testing"
)

// A store keeps equal bytes once, and different bytes separately.
func TestTheStoreKeepsTheSameOnce(t *testing.T) {
	var s store
	a, b, c := s.again([]byte("same")), s.again([]byte("same")), s.again([]byte("other"))
	if &a[0] != &b[0] || string(a) != "same" || string(c) != "other" {
		t.Errorf("got %q, %q and %q", a, b, c)
	}
	if s.again(nil) != nil {
		t.Error("an empty slice is not nil")
	}
}

// A store never changes a slice that it has returned.
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
