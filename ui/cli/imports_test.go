package cli_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A layer is a folder and what the packages in it may import beside the
// standard library. The first layer whose folder holds a package counts.
type layer struct {
	dir       string
	rank      int      // a test may import no layer of a higher rank
	linger    []string // folders of this module, with all below them unless they end in "."
	others    []string // modules
	forbidden []string // packages of the standard library; with all below them
}

// sockets is what only the session may touch.
var sockets = []string{"net.", "net/http", "net/textproto", "crypto/tls"}

var layers = []layer{
	{dir: "wire/format", rank: 0, forbidden: []string{"io", "net", "os", "context", "bufio", "log", "syscall"}},
	{dir: "wire", rank: 0, forbidden: []string{"io", "net", "os", "time", "context", "bufio", "log", "syscall"}},
	{dir: "session/practice", rank: 1},
	{dir: "session/internal", rank: 1},
	{dir: "session/record", rank: 1, linger: []string{"session.", "wire"}, forbidden: append([]string{"os", "io"}, sockets...)},
	{dir: "session/export", rank: 1, linger: []string{"session", "wire"}, others: []string{"golang.org/x", "mvdan.cc/sh"}, forbidden: sockets},
	{dir: "session/clients", rank: 1, linger: []string{"wire"}, forbidden: append([]string{"io", "os", "context"}, sockets...)},
	{dir: "session/", rank: 1, linger: []string{"session", "wire"}, others: []string{"golang.org/x"}},
	{dir: "session", rank: 1, linger: []string{"wire"}, forbidden: []string{"net/http", "os", "crypto/tls"}},
	{dir: "ui/cli", rank: 3, linger: []string{"ui", "session", "wire"}, forbidden: []string{"net/http"},
		others: []string{"github.com/spf13", "github.com/charmbracelet", "charm.land", "golang.org/x/sys", "mvdan.cc/sh"}},
	{dir: "ui/internal/golden", rank: 2, linger: []string{"ui"}, others: []string{"github.com/google/go-cmp", "github.com/charmbracelet"}}, // for tests alone
	{dir: "ui", rank: 2, linger: []string{"ui", "session", "wire"}, forbidden: sockets,
		others: []string{"charm.land", "github.com/charmbracelet", "github.com/andybalholm/brotli", "github.com/klauspost/compress", "golang.org/x/sys", "mvdan.cc/sh"}},
	{dir: "", rank: 4, linger: []string{"ui/cli"}},
}

func TestImportsPointOneWay(t *testing.T) {
	root := moduleRoot(t)
	for _, file := range goFiles(t, root) {
		dir := path.Dir(file)
		l := layerOf(dir)
		for _, imp := range imports(t, filepath.Join(root, file)) {
			if why := l.refuses(dir, imp, strings.HasSuffix(file, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", file, imp, why)
			}
		}
	}
}

func TestLayersRefuse(t *testing.T) {
	for _, c := range []struct {
		dir, imp string
		test     bool
		ok       bool
	}{
		{"wire", "bytes", false, true},
		{"wire", "io", false, false},
		{"wire", "linger/session", false, false},
		{"wire", "linger/session", true, false},
		{"wire", "os", true, true},
		{"session", "linger/session/record", false, false},
		{"session", "linger/session/record", true, true},
		{"session", "net/http", false, false},
		{"session", "linger/ui", true, false},
		{"session/record", "linger/session", false, true},
		{"session/record", "linger/session/export", false, false},
		{"session/practice", "linger/wire", false, false},
		{"session/practice", "net/http", false, true},
		{"ui/wiretab", "net", false, false},
		{"ui/wiretab", "net/http", false, false},
		{"ui/wiretab", "net/url", false, true},
		{"ui/wiretab", "linger/ui/cli", false, false},
		{"ui/cli", "linger/ui", false, true},
		{".", "linger/session", false, false},
		{".", "linger/ui/cli", false, true},
	} {
		why := layerOf(c.dir).refuses(c.dir, c.imp, c.test)
		if (why == "") != c.ok {
			t.Errorf("%s importing %s (in a test: %v): %q", c.dir, c.imp, c.test, why)
		}
	}
}

func TestTopLevelHoldsNothingElse(t *testing.T) {
	root := moduleRoot(t)
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	allowed := append(strings.Fields(strings.ReplaceAll(string(ignored), "/", "")),
		"main.go", "ui", "session", "wire", "go.mod", "go.sum", "demo.tape", "README.md", "LICENSE")
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s stands at the top level", e.Name())
		}
	}
}

// refuses says why a file in dir may not import imp, or "".
func (l layer) refuses(dir, imp string, test bool) string {
	own, ours := strings.CutPrefix(imp, "linger/")
	switch {
	case ours && own == "ui/cli" && dir != "." && dir != "ui/cli":
		return "nothing but main imports the command line"
	case ours && test:
		if layerOf(own).rank > l.rank {
			return "a test may not import a layer above"
		}
	case ours:
		if !slices.ContainsFunc(l.linger, func(d string) bool { return within(own, d) }) {
			return "imports point one way"
		}
	case test:
	case strings.Contains(strings.SplitN(imp, "/", 2)[0], "."):
		if !slices.ContainsFunc(l.others, func(m string) bool { return within(imp, m) }) {
			return "not a dependency of this layer"
		}
	case slices.ContainsFunc(l.forbidden, func(p string) bool { return within(imp, p) }):
		return "forbidden in this layer"
	}
	return ""
}

// within says whether the package is dir or stands below it; a dir that ends
// in "." is that package alone.
func within(pkg, dir string) bool {
	if exact, ok := strings.CutSuffix(dir, "."); ok {
		return pkg == exact
	}
	return pkg == dir || strings.HasPrefix(pkg, dir+"/")
}

func layerOf(dir string) layer {
	for _, l := range layers {
		if below, ok := strings.CutSuffix(l.dir, "/"); ok && strings.HasPrefix(dir, below+"/") {
			return l
		}
		if l.dir == "" || within(dir, l.dir) {
			return l
		}
	}
	panic("unreachable: the last layer holds every folder")
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// goFiles are the Go files of this module, by their path from its root: nested
// modules, testdata and folders that begin with a dot are left out.
func goFiles(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() && rel != "." {
			_, nested := os.Stat(filepath.Join(p, "go.mod"))
			if nested == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
		}
		if strings.HasSuffix(rel, ".go") {
			files = append(files, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func imports(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	return paths
}
