package session_test

import (
	"fmt"

	"linger/session"
)

// A URL names a target, which is an origin, and the request target of the first request.
// ParseTarget accepts common short forms.
func ExampleParseTarget() {
	target, path, err := session.ParseTarget("localhost:8080/cart?id=7")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(target, path)

	_, _, err = session.ParseTarget("ftp://example.com/")
	fmt.Println(err)
	// Output:
	// http://localhost:8080 /cart?id=7
	// not a URL linger can open: "ftp://example.com/": the scheme is ftp, not http or https
}

// Lookup explains the codes of findings, both those about bytes and those about time
// and closing.
func ExampleLookup() {
	rule, ok := session.Lookup(session.CodeClosedEarly)
	fmt.Println(ok, rule.Severity, rule.Ref)
	fmt.Println(rule.Text)
	// Output:
	// true warning RFC 2068 §19.7.1.1
	// the idle connection was closed more than half a second before the advertised timeout
}
