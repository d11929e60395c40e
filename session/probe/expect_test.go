package probe

import (
	"strings"
	"testing"
)

func TestExpectationsAreJudged(t *testing.T) {
	r := lighttpdLike()
	tests := []struct {
		want string
		met  bool
	}{
		{"idle-timeout>=2.6s", true},
		{"idle-timeout>=65s", false},
		{"idle-timeout>=2600ms", true},
		{"idle-timeout<=4.7", true},
		{"idle-timeout<=3s", false},
		{"idle-timeout>2.5", true},
		{"first-request-timeout>=60s", true},
		{"first-request-timeout>=1m", true},
		{"first-request-timeout<=2m", false}, // the limit is not known
		{"max-requests>=100", true},
		{"max-requests=101", true},
		{"max-requests==5", false},
		{"pipelining=pass", true},
		{"idle-timeout=pass", false},
		{"expect-continue>=1", false}, // not measured
		{"race>=0", false},            // not in the report
	}
	for _, tt := range tests {
		th, err := ParseExpectation(tt.want)
		if err != nil {
			t.Fatal(err)
		}
		if e := th.Judge(r.Lookup); e.Met != tt.met || e.Want != tt.want {
			t.Errorf("%s: Met = %t, want %t (%s)", tt.want, e.Met, tt.met, e.Text)
		}
	}
}

func TestInvalidExpectationsFail(t *testing.T) {
	for s, want := range map[string]string{
		"idle-timeout":         "is not a condition",
		"idle>=5s":             `unknown check "idle"; available checks: idle-timeout`,
		"idle-timeout=soon":    "neither a number, a duration nor a verdict",
		"idle-timeout>=pass":   "compares numbers and durations",
		"idle-timeout>=5 bits": "is neither",
		"idle-timeout>=NaN":    "not a number to compare with",
		"idle-timeout<=Inf":    "not a number to compare with",
		"max-requests>=10s":    "max-requests is not a time",
	} {
		if _, err := ParseExpectation(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseExpectation(%q) = %v, want an error with %q", s, err, want)
		}
	}
}
