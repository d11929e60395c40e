package practice

import (
	"bytes"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Each example in the texts is a query that a user can append to the path unchanged.
var (
	exampleQuery = regexp.MustCompile(`\?[a-z]+=\S+`)
	tryOther     = regexp.MustCompile(`\bTry ([^?H]|H[^E])`) // Try without ?query or HEAD after it
	shellSpecial = regexp.MustCompile("[;\"'`$|<>(){}*!\\\\ ]")
)

// examples returns the example queries for a scenario: those in its texts and those in
// its line of the list.
func examples(s Scenario) []string {
	var all []string
	for _, e := range exampleQuery.FindAllString(s.Does+" "+s.Watch, -1) {
		all = append(all, strings.TrimRight(e, ",.:;"))
	}
	if len(s.Params) > 0 {
		all = append(all, "?"+query(s.Params))
	}
	if own := ownParams(s.Params); len(own) > 0 {
		all = append(all, "?"+query(own))
	}
	return all
}

func TestExamplesInTextsWork(t *testing.T) {
	tried := 0
	for _, sc := range Scenarios() {
		if tryOther.MatchString(sc.Watch) {
			t.Errorf("%s: after Try there must be a query or HEAD, as the user types it: %s", sc.Path, sc.Watch)
		}
		for _, example := range examples(sc) {
			tried++
			if shellSpecial.MatchString(example) {
				t.Errorf("%s%s: a shell would split or change this example", sc.Path, example)
			}
			answer := firstWrites(t, sc.Path+example)
			if strings.Contains(answer, "Parameters of ") {
				t.Errorf("the server refuses the example %s%s: %s", sc.Path, example, answer)
			}
			for pair := range strings.SplitSeq(example[1:], "&") {
				name, value, _ := strings.Cut(pair, "=")
				value, err := url.PathUnescape(value)
				if err != nil {
					t.Errorf("cannot decode the example %s%s: %v", sc.Path, example, err)
				}
				if kindOf(sc, name) == Text && !strings.Contains(answer, value) {
					t.Errorf("%s%s: answer = %q, want %q in it", sc.Path, example, answer, value)
				}
			}
		}
	}
	if tried < 60 {
		t.Errorf("found %d examples, want 60 or more", tried)
	}
}

// The examples in the heading of the list contain their paths.
func TestExamplesInHeadingOfListWork(t *testing.T) {
	var b bytes.Buffer
	if err := WriteList(&b); err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile(`(?m): +(/\S+)`).FindAllStringSubmatch(b.String(), -1)
	if len(targets) != 2 {
		t.Errorf("examples in the heading of the list = %q, want 2", targets)
	}
	for _, m := range targets {
		if answer := firstWrites(t, m[1]); !strings.HasPrefix(answer, "HTTP/1.1 200 OK\r\n") {
			t.Errorf("answer to %s = %q, want 200 OK", m[1], answer)
		}
	}
}

func kindOf(s Scenario, name string) Kind {
	for _, p := range s.Params {
		if p.Name == name {
			return p.Kind
		}
	}
	return -1
}

// firstWrites returns the first 4096 bytes that the server sends within a minute after
// GET target, or all of them if there are fewer. This includes bytes on the idle
// connection.
func firstWrites(t *testing.T, target string) string {
	var b strings.Builder
	tell(t, func(s *story) {
		s.get(target)
		s.c.SetReadDeadline(time.Now().Add(time.Minute))
		_, _ = io.CopyN(&b, s.c, 4096) // the test needs no more bytes
	})
	return b.String()
}

// The description of a scenario under /about contains all texts of the table.
func TestDescriptionsContainAllTexts(t *testing.T) {
	for _, sc := range Scenarios() {
		tell(t, func(s *story) {
			s.get("/about" + sc.Path)
			status, content := s.wantMessage()
			told := strings.Join(strings.Fields(content), " ")
			parts := []string{sc.Path, sc.Title, sc.Does, sc.Watch, sc.Ref}
			for _, p := range sc.Params {
				parts = append(parts, p.String()+": "+p.About)
			}
			for _, part := range parts {
				if status != "200" || !strings.Contains(told, strings.Join(strings.Fields(part), " ")) {
					t.Errorf("/about%s: status %s, want 200 and %q in the content", sc.Path, status, part)
				}
			}
		})
	}
}
