package query_test

import (
	"fmt"
	"testing"

	"linger/ui/query"
	"linger/wire"
)

var language = query.Language[string]{
	Keys: []query.Key[string]{{Name: "status", Selects: "a status code", Match: "S"}, {Name: "end", Selects: "who", Match: "E"}},
	Free: "F",
}

func TestParse(t *testing.T) {
	for filter, want := range map[string]string{
		"":                       "[]",
		"status:404":             "[{S 404 false}]",
		"-STATUS:404  cart":      "[{S 404 true} {F cart false}]",
		"colour:red":             "[{F colour:red false}]",
		"- end: -end:a:b":        "[{F - false} {E a:b true}]",
		"http://h:80/ -status:x": "[{F http://h:80/ false} {S x true}]",
	} {
		if got := fmt.Sprint(language.Parse(filter)); got != want {
			t.Errorf("Parse(%q) = %s, want %s", filter, got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for filter, want := range map[string]string{
		"":                                  "",
		"status:404 End:x plain":            "",
		"status:404 -colour:red size:1":     "colour",
		"http://h/ 127.0.0.1:80 :80 [::1]:": "",
	} {
		if got := language.Unknown(filter); got != want {
			t.Errorf("Unknown(%q) = %q, want %q", filter, got, want)
		}
	}
}

func TestKeysAreListed(t *testing.T) {
	if got := language.Names(); got != "status end" {
		t.Errorf("Names = %s, want the names of both keys", got)
	}
	if got := fmt.Sprint(language.Help()); got != "[[status a status code] [end who]]" {
		t.Errorf("Help = %s, want both keys with their descriptions", got)
	}
}

func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		status int
		value  string
		want   bool
	}{
		{404, "404", true}, {404, "4xx", true}, {404, "4XX", true}, {404, "5xx", false}, {404, "40", false},
		{0, "none", true}, {0, "None", true}, {200, "none", false}, {0, "0xx", false}, {40, "4xx", false},
	} {
		if got := query.Status(tt.status, tt.value); got != tt.want {
			t.Errorf("Status(%d, %q) = %t, want %t", tt.status, tt.value, got, tt.want)
		}
	}
}

func TestFinding(t *testing.T) {
	found := []wire.Finding{{Code: wire.CodeUnsolicited}, {Code: wire.CodeObsFold}}
	for value, want := range map[string]bool{
		"*": true, "Unsolicited": true, "fold": true, "error": true, "bare": false,
	} {
		if got := query.Finding(found, value); got != want {
			t.Errorf("Finding(found, %q) = %t, want %t", value, got, want)
		}
	}
	if query.Finding(nil, "*") {
		t.Error("Finding reported a match in an empty list")
	}
}
