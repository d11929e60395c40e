// Package query parses the filters of lists. A filter is a list of words that must all
// match: "key:value", or free text. A minus before a word excludes the items that match
// the word.
package query

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/wire"
)

// A Key is a word that a filter may have before a colon.
type Key[M any] struct {
	Name    string
	Selects string // description of what the values of the key select, for the help
	Match   M      // the function that compares a value
}

// A Language holds the keys of the filters of one list. Free matches a word without a
// key.
type Language[M any] struct {
	Keys []Key[M]
	Free M
}

// A Term is one word of a filter.
type Term[M any] struct {
	Match M
	Value string
	Not   bool // the term excludes the items that match
}

// Parse reads a filter. A word with an unknown key is free text.
func (l *Language[M]) Parse(filter string) []Term[M] {
	var terms []Term[M]
	for _, word := range strings.Fields(filter) {
		t := Term[M]{Match: l.Free, Value: word}
		if rest, ok := strings.CutPrefix(word, "-"); ok && rest != "" {
			t.Not, t.Value = true, rest
		}
		if name, value, ok := strings.Cut(t.Value, ":"); ok {
			if k := l.key(name); k != nil {
				t.Match, t.Value = k.Match, value
			}
		}
		if t.Value != "" {
			terms = append(terms, t)
		}
	}
	return terms
}

// key returns the key with the given name, ignoring case, or nil if there is none.
func (l *Language[M]) key(name string) *Key[M] {
	for i := range l.Keys {
		if strings.EqualFold(l.Keys[i].Name, name) {
			return &l.Keys[i]
		}
	}
	return nil
}

// Unknown returns the first word before a colon that is not a key, or "" if there is
// none. It ignores the colons of URLs and of addresses with ports.
func (l *Language[M]) Unknown(filter string) string {
	for _, word := range strings.Fields(filter) {
		name, value, ok := strings.Cut(strings.TrimPrefix(word, "-"), ":")
		if ok && l.key(name) == nil && !strings.HasPrefix(value, "//") && letters(name) {
			return name
		}
	}
	return ""
}

func letters(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// Names returns the names of the keys, separated by blanks.
func (l *Language[M]) Names() string {
	names := make([]string, len(l.Keys))
	for i, k := range l.Keys {
		names[i] = k.Name
	}
	return strings.Join(names, " ")
}

// Help returns the name of each key with a description of what its values select.
func (l *Language[M]) Help() [][2]string {
	rows := make([][2]string, len(l.Keys))
	for i, k := range l.Keys {
		rows[i] = [2]string{k.Name, k.Selects}
	}
	return rows
}

// Status reports whether a value selects a status code: "404", "4xx", or "none" for no
// response, which has the status 0.
func Status(status int, value string) bool {
	s, value := strconv.Itoa(status), strings.ToLower(value)
	switch {
	case value == "none":
		return status == 0
	case len(value) == 3 && strings.HasSuffix(value, "xx"):
		return len(s) == 3 && s[0] == value[0]
	}
	return s == value
}

// Finding reports whether a value selects one of the findings: part of its code, its
// severity, or "*" for any.
func Finding(found []wire.Finding, value string) bool {
	for _, f := range found {
		if value == "*" || Contains(string(f.Code), value) || strings.EqualFold(session.SeverityOf(f.Code).String(), value) {
			return true
		}
	}
	return false
}

// Contains reports whether s contains sub, ignoring case.
func Contains(s, sub string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(sub))
}
