package expect

import (
	"testing"

	"linger/session/record"
)

func TestEveryCountIsNamed(t *testing.T) {
	n := countsOf(&record.Record{}, nil)
	for _, c := range Counts() {
		if _, ok := n[c[0]]; !ok || c[1] == "" {
			t.Errorf("the count %s has no value or no description", c[0])
		}
		delete(n, c[0])
	}
	if len(n) > 0 {
		t.Errorf("Counts does not name %v", n)
	}
}
