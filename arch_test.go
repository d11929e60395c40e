package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A layer is a group of folders whose packages may import the same things.
type layer struct {
	dirs      []string
	rank      int      // tests may not import a layer with a higher rank
	linger    []string // folders of this module
	forbidden []string // packages of the standard library
}

// Folders and packages include everything below them, unless they end in ".".
var (
	// sockets holds packages that no screen, record or file format may import.
	sockets = []string{"net.", "net/http", "net/textproto", "crypto/tls"}
	// pure holds packages that pure code may not import. Pure code uses no socket, no
	// file, no goroutine and no program-wide state.
	pure = []string{"net", "os", "sync", "context", "bufio", "log", "syscall", "crypto/tls"}

	// parts holds the components of panes.
	parts = []string{"ui/box", "ui/card", "ui/field", "ui/keys", "ui/layout", "ui/menu", "ui/query", "ui/text", "ui/theme", "ui/words", "ui/handout"}
	// panes holds the panes. No pane imports another pane: code that two panes need
	// belongs in a part, or in session.
	panes = []string{"ui/clock", "ui/compare", "ui/composer", "ui/detail", "ui/help", "ui/list", "ui/pairs", "ui/projector", "ui/seekbar", "ui/sides", "ui/timeline", "ui/tutor", "ui/welcome"}
	// shown holds the packages about sessions that a screen may import: those about what
	// happened and what it means, but not the engines.
	shown = []string{"session.", "session/clients", "session/coding", "session/drill", "session/ending", "session/expect", "session/export", "session/learned", "session/lesson", "session/log", "session/logwords", "session/probe", "session/record", "session/replay", "session/servers", "session/state", "wire"}
)

var layers = []layer{
	{dirs: []string{"wire."}, linger: []string{"wire/format"}, forbidden: append([]string{"io", "time"}, pure...)},
	{dirs: []string{"wire/format"}, forbidden: append([]string{"io"}, pure...)},

	{dirs: []string{"session."}, rank: 1, linger: []string{"wire"}, forbidden: []string{"io", "os", "sync", "net/http", "crypto/tls"}},
	{dirs: []string{"session/internal", "session/integration", "session/practice"}, rank: 1},
	{dirs: []string{"session/distant"}, rank: 1, linger: []string{"session.", "session/internal"}},
	{dirs: []string{"session/livetest"}, rank: 1, linger: []string{"session.", "session/internal", "session/live", "session/practice"}},
	{dirs: []string{"session/clients"}, rank: 1, linger: []string{"wire"}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/coding"}, rank: 1, forbidden: sockets},
	{dirs: []string{"session/servers"}, rank: 1, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/ending"}, rank: 1, linger: []string{"session.", "wire"}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/observe"}, rank: 1, linger: []string{"session.", "session/ending", "wire"}, forbidden: pure},
	{dirs: []string{"session/record"}, rank: 1, linger: []string{"session.", "session/ending", "wire"}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/live"}, rank: 1, forbidden: []string{"net/http", "os"},
		linger: []string{"session.", "session/ending", "session/observe", "session/internal", "wire"}},
	{dirs: []string{"session/learned"}, rank: 1, linger: []string{"session.", "session/ending", "wire"}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/traffic"}, rank: 1, linger: []string{"session.", "session/ending", "session/observe", "wire"}, forbidden: sockets},
	{dirs: []string{"session/relay"}, rank: 1, forbidden: []string{"net/http", "os"}, linger: []string{"session/traffic", "wire"}},
	{dirs: []string{"session/capture"}, rank: 1, linger: []string{"session.", "session/traffic", "wire"}, forbidden: sockets},
	{dirs: []string{"session/markdown"}, rank: 1, linger: []string{"session."}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/har"}, rank: 1, linger: []string{"session.", "session/observe", "wire"}, forbidden: sockets},
	{dirs: []string{"session/log"}, rank: 1, linger: []string{"session.", "session/ending", "wire"}, forbidden: sockets},
	{dirs: []string{"session/files"}, rank: 1, forbidden: sockets},
	{dirs: []string{"session/state"}, rank: 1, linger: []string{"session.", "wire"}, forbidden: sockets},
	{dirs: []string{"session/replay"}, rank: 1, linger: []string{"session.", "session/learned", "session/log", "session/record"}, forbidden: sockets},
	{dirs: []string{"session/lesson"}, rank: 1, linger: []string{"session.", "session/expect", "session/record", "wire"}, forbidden: pure},
	{dirs: []string{"session/logwords"}, rank: 1, linger: []string{"session."}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/drill"}, rank: 1, linger: []string{"session.", "session/record", "wire"}, forbidden: pure},
	{dirs: []string{"session/export"}, rank: 1, linger: []string{"session.", "session/coding", "session/ending", "session/learned", "session/log", "session/logwords", "session/markdown", "session/record", "session/servers", "wire"}, forbidden: sockets},
	{dirs: []string{"session/expect"}, rank: 1, linger: []string{"session.", "session/ending", "session/record", "wire"}, forbidden: append([]string{"io"}, pure...)},
	{dirs: []string{"session/probe"}, rank: 1, linger: []string{"session.", "session/clients", "session/ending", "session/expect", "session/live", "session/markdown", "session/record", "session/servers", "wire"},
		forbidden: []string{"os", "net/http", "crypto/tls"}},

	{dirs: []string{"ui/internal"}, rank: 2, linger: append([]string{"ui/text", "ui/theme", "session/observe", "session/traffic"}, shown...), forbidden: sockets},
	{dirs: parts, rank: 2, linger: slices.Concat(parts, shown), forbidden: append([]string{"os"}, sockets...)},
	{dirs: panes, rank: 2, linger: slices.Concat(parts, shown), forbidden: sockets},
	// Two front ends use the panes: the inspector, and its line mode, which prints some
	// of the panes and has no countdowns.
	{dirs: []string{"ui/saving"}, rank: 2, linger: slices.Concat([]string{"session/files", "ui/text", "ui/words"}, shown), forbidden: append([]string{"os"}, sockets...)},
	{dirs: []string{"ui/plain"}, rank: 2, linger: slices.Concat([]string{"session/files", "ui/compare", "ui/composer", "ui/detail", "ui/list", "ui/saving", "ui/tutor"}, parts, shown), forbidden: append([]string{"os"}, sockets...)},
	{dirs: []string{"ui."}, rank: 2, linger: slices.Concat([]string{"session/files", "ui/plain", "ui/saving"}, panes, parts, shown), forbidden: sockets},
	{dirs: []string{"ui/settings"}, rank: 2, linger: []string{"ui/keys"}, forbidden: sockets},
	{dirs: []string{"ui/cli"}, rank: 3, linger: []string{"ui", "session", "wire"}, forbidden: []string{"net/http"}},
	{dirs: []string{"."}, rank: 4, linger: []string{"ui/cli"}},
}

// testOnly holds packages that only tests import.
var testOnly = []string{"session/livetest", "ui/internal"}

// modules holds, for each module, the folders that may import it.
var modules = map[string][]string{
	"charm.land/bubbles":                    {"ui/field"},
	"charm.land/bubbletea":                  {"ui"},
	"charm.land/lipgloss":                   {"ui/theme"},
	"github.com/andybalholm/brotli":         {"session/coding"},
	"github.com/charmbracelet/colorprofile": {"ui"},
	"github.com/charmbracelet/x/ansi":       {"ui"},
	"github.com/charmbracelet/x/term":       {"ui.", "ui/cli"},
	"github.com/google/go-cmp":              {"ui/internal/golden"},
	"github.com/gopacket/gopacket":          {"session/capture", "session/export"},
	"github.com/klauspost/compress":         {"session/coding"},
	"github.com/spf13":                      {"ui/cli"},
	"github.com/pelletier/go-toml":          {"ui/settings"},
	"golang.org/x/net":                      {"session.", "session/live"},
	"golang.org/x/sys":                      {"session/live", "session/relay", "ui"},
	"mvdan.cc/sh":                           {"session/export"},
}

func TestImportsPointOneWay(t *testing.T) {
	for _, file := range goFiles(t) {
		dir := path.Dir(file)
		if layerOf(dir) == nil {
			t.Errorf("%s is in no layer; add it to layers", dir)
			continue
		}
		for _, imp := range imports(t, file) {
			if why := refuses(dir, imp, strings.HasSuffix(file, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", file, imp, why)
			}
		}
	}
}

// Each folder in modules imports the module that it is listed for.
func TestAllowedModulesAreUsed(t *testing.T) {
	used := map[[2]string]bool{}
	for _, file := range goFiles(t) {
		for _, imp := range imports(t, file) {
			for module, dirs := range modules {
				for _, dir := range dirs {
					if within(imp, module) && within(path.Dir(file), dir) && !strings.HasSuffix(file, "_test.go") {
						used[[2]string{module, dir}] = true
					}
				}
			}
		}
	}
	for module, dirs := range modules {
		for _, dir := range dirs {
			if _, err := os.Stat(dir); err == nil && !used[[2]string{module, dir}] {
				t.Errorf("%s does not import %s; remove it from modules", dir, module)
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
		{"wire", "time", false, false},
		{"wire/format", "time", false, true},
		{"wire", "linger/session", false, false},
		{"wire", "linger/session", true, false},
		{"wire", "os", true, true},
		{"session", "linger/session/record", false, false},
		{"session", "linger/session/record", true, true},
		{"session", "linger/session/live", false, false},
		{"session", "net/http", false, false},
		{"session", "linger/ui", true, false},
		{"session/observe", "linger/session", false, true},
		{"session/observe", "linger/session/ending", false, true},
		{"session/observe", "linger/session/record", false, false},
		{"session/observe", "sync", false, false},
		{"session/ending", "linger/session/observe", false, false},
		{"session/ending", "net", false, false},
		{"session/record", "linger/session", false, true},
		{"session/record", "linger/session/export", false, false},
		{"session/live", "linger/session/record", false, false},
		{"session/live", "golang.org/x/net/proxy", false, true},
		{"session/probe", "golang.org/x/net/proxy", false, false},
		{"session/practice", "linger/wire", false, false},
		{"session/practice", "net/http", false, true},
		{"session/live", "linger/session/livetest", false, false},
		{"session/live", "linger/session/livetest", true, true},
		{"ui/list", "linger/session/record", false, true},
		{"ui/list", "linger/session/live", false, false},
		{"ui/list", "linger/ui/text", false, true},
		{"ui/list", "linger/ui/detail", false, false},
		{"ui/list", "net", false, false},
		{"ui/list", "net/http", false, false},
		{"ui/list", "net/url", false, true},
		{"ui/list", "linger/ui/cli", false, false},
		{"ui/text", "linger/ui/list", false, false},
		{"ui", "linger/ui/list", false, true},
		{"ui", "linger/session/live", false, false},
		{"ui/cli", "linger/ui", false, true},
		{"ui/cli", "linger/ui/internal/play", false, false},
		{".", "linger/session", false, false},
		{".", "linger/ui/cli", false, true},
	} {
		why := refuses(c.dir, c.imp, c.test)
		if (why == "") != c.ok {
			t.Errorf("refuses(%q, %q, %t) = %q, want allowed: %t", c.dir, c.imp, c.test, why, c.ok)
		}
	}
}

func TestTopLevelHasOnlyAllowedFiles(t *testing.T) {
	ignored, err := os.ReadFile(".gitignore")
	if err != nil {
		t.Fatal(err)
	}
	allowed := append(strings.Fields(strings.ReplaceAll(string(ignored), "/", "")),
		"main.go", "ui", "session", "wire", "go.mod", "go.sum", "demo.tape", "README.md", "LICENSE")
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), "_test.go") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s is at the top level; move it to a folder", e.Name())
		}
	}
}

// refuses returns the reason why a file in dir may not import imp, or "".
func refuses(dir, imp string, test bool) string {
	l := layerOf(dir)
	own, ours := strings.CutPrefix(imp, "linger/")
	first, _, _ := strings.Cut(imp, "/")
	in := func(dirs []string, pkg string) bool {
		return slices.ContainsFunc(dirs, func(d string) bool { return within(pkg, d) })
	}
	switch {
	case ours && in([]string{"ui/cli"}, own) && dir != "." && !in([]string{"ui/cli"}, dir):
		return "only main may import the command line"
	case ours && test:
		if layerOf(own).rank > l.rank {
			return "a test may not import a layer with a higher rank"
		}
	case ours && in(testOnly, own):
		return "only tests may import that package"
	case ours:
		if !in(l.linger, own) {
			return "this layer may not import that package"
		}
	case test:
	case strings.Contains(first, "."):
		for module, dirs := range modules {
			if within(imp, module) && in(dirs, dir) {
				return ""
			}
		}
		return "this folder may not import that module"
	case in(l.forbidden, imp):
		return "this layer may not import that package of the standard library"
	}
	return ""
}

// within reports whether the package is dir or below it. A dir that ends in "." is only
// that package.
func within(pkg, dir string) bool {
	if exact, ok := strings.CutSuffix(dir, "."); ok && exact != "" {
		return pkg == exact
	}
	return pkg == dir || strings.HasPrefix(pkg, dir+"/")
}

// layerOf returns the layer of a folder, or nil.
func layerOf(dir string) *layer {
	for i, l := range layers {
		if slices.ContainsFunc(l.dirs, func(d string) bool { return within(dir, d) }) {
			return &layers[i]
		}
	}
	return nil
}

// The list of layers in ARCHITECTURE.md names every package.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	b, err := os.ReadFile(".github/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(b), "## The layers")
	list, _, _ = strings.Cut(list, "\n## ")
	for _, file := range goFiles(t) {
		dir := path.Dir(file)
		if rest, ok := strings.CutPrefix(dir, "ui/"); ok {
			dir, _, _ = strings.Cut(rest, "/") // panes and parts share a line
		} else if strings.HasPrefix(dir, "session/internal/") {
			dir = "session/internal"
		}
		if dir != "." && !slices.ContainsFunc(strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" ,\n", r) }), func(word string) bool {
			word = strings.TrimSuffix(word, "/")
			return word == dir || word == "ui/"+dir
		}) {
			t.Errorf("the list of layers in .github/ARCHITECTURE.md does not name %s", path.Dir(file))
		}
	}
}

// goFiles returns the Go files of this module. It leaves out nested modules, testdata and
// folders that begin with a dot.
func goFiles(t *testing.T) (files []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." {
			_, nested := os.Stat(filepath.Join(p, "go.mod"))
			if nested == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
		}
		if strings.HasSuffix(p, ".go") {
			files = append(files, filepath.ToSlash(p))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func imports(t *testing.T, file string) (paths []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	return paths
}

// Packages have no state: linger passes settings as values. So no package variable
// changes after its package is initialized.
func TestPackageVariablesDoNotChange(t *testing.T) {
	vars, looked := map[string]bool{}, 0 // by folder and name
	files := map[string]*ast.File{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = f
		for name, o := range f.Scope.Objects {
			if o.Kind == ast.Var {
				vars[path.Dir(file)+"."+name] = true
			}
		}
	}
	for file, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil && fn.Name.Name == "init" {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				var changed []ast.Expr
				switch n := n.(type) {
				case *ast.AssignStmt:
					if n.Tok != token.DEFINE {
						changed = n.Lhs
					}
				case *ast.IncDecStmt:
					changed = []ast.Expr{n.X}
				}
				for _, e := range changed {
					looked++
					if id := baseOf(e); id != nil && (id.Obj == nil || id.Obj == f.Scope.Lookup(id.Name)) && vars[path.Dir(file)+"."+id.Name] {
						t.Errorf("%s: %s changes the package variable %s", file, fn.Name.Name, id.Name)
					}
				}
				return true
			})
		}
	}
	if looked < 1000 || len(vars) < 100 {
		t.Errorf("checked %d assignments and %d variables, want at least 1000 and 100", looked, len(vars))
	}
}

// baseOf returns the variable that e is a part of, or nil if there is none.
func baseOf(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return baseOf(e.X)
	case *ast.SelectorExpr:
		return baseOf(e.X)
	case *ast.StarExpr:
		return baseOf(e.X)
	case *ast.ParenExpr:
		return baseOf(e.X)
	}
	return nil
}

// No two names in a package differ only in case. The test compares top-level names with
// each other, and the methods of each type.
func TestNamesDifferByMoreThanCase(t *testing.T) {
	names := map[string]string{} // by folder, type and name in lower case
	check := func(dir, of, name string) {
		key := dir + " " + of + "." + strings.ToLower(name)
		if other, ok := names[key]; ok && other != name {
			t.Errorf("%s: %s and %s differ only in case", dir, other, name)
		}
		names[key] = name
	}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				of := ""
				if d.Recv != nil {
					of = strings.TrimPrefix(types.ExprString(d.Recv.List[0].Type), "*")
				}
				check(filepath.Dir(file), of, d.Name.Name)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						check(filepath.Dir(file), "", s.Name.Name)
					case *ast.ValueSpec:
						for _, n := range s.Names {
							check(filepath.Dir(file), "", n.Name)
						}
					}
				}
			}
		}
	}
	if len(names) < 1000 {
		t.Errorf("checked %d names, want at least 1000", len(names))
	}
}
