package practice

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTable(t *testing.T) {
	rule := regexp.MustCompile(`^RFC \d{4} §[0-9C][0-9.]*[0-9]?$`)
	seen := make(map[string]bool)
	var groups []Group
	for _, s := range Scenarios() {
		if len(groups) == 0 || groups[len(groups)-1] != s.Group {
			groups = append(groups, s.Group)
		}
		switch {
		case seen[s.Path]:
			t.Errorf("%s occurs twice", s.Path)
		case s.Path[0] != '/' || len(s.Path) > 21:
			t.Errorf("%s is not a path or is too long for the list", s.Path)
		case s.Title == "" || utf8.RuneCountInString(s.Title) > 38:
			t.Errorf("%s: the title %q does not fit the list", s.Path, s.Title)
		case !strings.HasSuffix(s.Does, ".") || !strings.HasSuffix(strings.TrimSpace(s.Watch), ".") && !strings.HasSuffix(s.Watch, "?"):
			t.Errorf("%s: Does and Watch must consist of whole sentences: %q, %q", s.Path, s.Does, s.Watch)
		case !rule.MatchString(s.Ref):
			t.Errorf("%s: Ref is %q, want an RFC with its section", s.Path, s.Ref)
		case s.Keywords == "":
			t.Errorf("%s has no keywords", s.Path)
		case s.play == nil:
			t.Errorf("%s has no function", s.Path)
		}
		seen[s.Path] = true
		for _, p := range s.Params {
			v, err := p.read(p.Default)
			if err != nil || v != p.Default {
				t.Errorf("%s: the default %[3]q of %[2]s is read as %[4]q, %[5]v", s.Path, p.Name, p.Default, v, err)
			}
			if p.About == "" {
				t.Errorf("%s: the parameter %s has no explanation (About)", s.Path, p.Name)
			}
		}
		if _, err := s.readValues(""); err != nil {
			t.Errorf("%s: the defaults are invalid: %v", s.Path, err)
		}
	}
	want := []Group{GroupFraming, GroupPersistence, GroupHints, GroupIdle, GroupClosing,
		GroupLengths, GroupChunks, GroupLines, GroupHostile, GroupDialects}
	if !slices.Equal(groups, want) {
		t.Errorf("groups in the order of the table = %q, want %q", groups, want)
	}
	if len(seen) < 35 {
		t.Errorf("the table has %d scenarios, want 35 or more", len(seen))
	}
}

// A search for common words finds the right scenarios.
func TestSearchWordsFindScenarios(t *testing.T) {
	for word, paths := range map[string][]string{
		"timeout":                       {"/countdown", "/silence"},
		"502":                           {"/gateway", "/close-unannounced"},
		"race":                          {"/countdown", "/early", "/reset-answer"},
		"smuggling":                     {"/te-and-cl", "/unread-content"},
		"hang":                          {"/too-long", "/missing-last-chunk"},
		"content-length":                {"/length", "/too-short"},
		"econnreset":                    {"/reset-idle", "/reset-answer"},
		"socket hang up":                {"/no-answer"},
		"upstream prematurely closed":   {"/close-unannounced"},
		"head-of-line":                  {"/fast", "/delay"},
		"retry":                         {"/till"},
		"close_notify":                  {"/tls-held-open"},
		"keep-alive-without-connection": {"/keep-alive-alone", "/via"},
		"words that no scenario has":    nil,
	} {
		var found []string
		for _, s := range Scenarios() {
			if strings.Contains(strings.ToLower(strings.Join([]string{s.Path, s.Title, s.Does, s.Watch, s.Keywords}, " ")), word) {
				found = append(found, s.Path)
			}
		}
		for _, p := range paths {
			if !slices.Contains(found, p) {
				t.Errorf("%q finds %q, want %s among them", word, found, p)
			}
		}
		if paths == nil && found != nil {
			t.Errorf("%q finds %q, want nothing", word, found)
		}
	}
}

func TestListFitsEightyColumns(t *testing.T) {
	var b strings.Builder
	if err := WriteList(&b); err != nil {
		t.Fatal(err)
	}
	for _, s := range Scenarios() {
		if !strings.Contains(b.String(), "  "+s.Path+" ") {
			t.Errorf("the list lacks %s", s.Path)
		}
		if err := Describe(&b, s); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("a line has %d columns, want at most 80: %s", n, line)
		}
	}
}

// The server imports only the standard library, so that it does not share mistakes with
// the rest of linger.
func TestImportsOnlyStandardLibrary(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			first, _, _ := strings.Cut(path, "/")
			if strings.Contains(first, ".") || first == "linger" || path == "net/http" || path == "os/exec" {
				t.Errorf("%s imports %s, want only packages of the standard library, without net/http and os/exec", name, path)
			}
		}
		if strings.Contains(string(src), "net.Dial") {
			t.Errorf("%s calls net.Dial: the server must not make connections", name)
		}
	}
}
