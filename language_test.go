package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// noun matches the first line of a comment that describes a function as a thing.
var noun = regexp.MustCompile(`^// (\w+) (is|are|was|were) `)

// A function's comment begins with its name and a verb, as is usual in Go: "X returns …",
// "X reports whether …".
func TestFunctionsAreDescribedByVerbs(t *testing.T) {
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Doc != nil {
				if m := noun.FindStringSubmatch(fn.Doc.List[0].Text); m != nil && m[1] == fn.Name.Name {
					t.Errorf("%s: the comment %q does not begin with a verb", set.Position(fn.Pos()), fn.Doc.List[0].Text)
				}
			}
		}
	}
}
