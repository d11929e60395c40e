package observe

import (
	"strings"
	"testing"
)

// again returns the same slice for equal bytes, and another slice for other bytes.
func TestStoreReturnsSameSliceForEqualBytes(t *testing.T) {
	var s store
	a, b, c := s.again([]byte("same")), s.again([]byte("same")), s.again([]byte("other"))
	if &a[0] != &b[0] || string(a) != "same" || string(c) != "other" {
		t.Errorf("got %q, %q and %q; want the first two to be the same slice", a, b, c)
	}
	if s.again(nil) != nil {
		t.Error("again(nil) is not nil, want nil")
	}
}

// A store never changes a slice that it has returned.
func TestStoreDoesNotChangeReturnedSlices(t *testing.T) {
	var s store
	var got [][]byte
	for i := range 5000 {
		got = append(got, s.bytes([]byte(strings.Repeat(string(rune('a'+i%26)), i%97))))
	}
	for i, b := range got {
		if string(b) != strings.Repeat(string(rune('a'+i%26)), i%97) {
			t.Fatalf("slice %d has changed, want it unchanged", i)
		}
		if len(b) != cap(b) {
			t.Fatalf("slice %d has spare capacity, want none", i)
		}
	}
}
