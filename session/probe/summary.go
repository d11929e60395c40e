package probe

import (
	"fmt"
	"strings"

	"linger/session"
	"linger/wire/format"
)

// Verdicts returns all verdicts, in the order in which they are counted.
func Verdicts() []Verdict { return []Verdict{Pass, Warn, Fail, Skip} }

// Sign returns a symbol for the verdict that is one cell wide.
func (v Verdict) Sign() string {
	switch v {
	case Pass:
		return "✓"
	case Warn:
		return "!"
	case Fail:
		return "✗"
	}
	return "·"
}

// VerdictCounts returns the number of checks with each verdict: "12 pass, 2 warn, 1 fail,
// 1 skip".
func (r *Report) VerdictCounts() string {
	var parts []string
	for _, v := range Verdicts() {
		if n := r.Count(v); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	return strings.Join(parts, ", ")
}

// Effort returns the numbers of checks and connections behind the report: "16
// checks, 61 connections, …".
func (r *Report) Effort() string {
	parts := []string{format.Count(len(r.Checks), "check"), format.Count(r.Connections, "connection")}
	switch {
	case r.OneByOne:
		parts = append(parts, "1 served at once")
	case r.Served > 0:
		parts = append(parts, fmt.Sprintf("%d served at once of %d", r.Served, r.AtOnce))
	case r.AtOnce > 1:
		parts = append(parts, fmt.Sprintf("at most %d at once", r.AtOnce))
	}
	if r.Through != "" {
		parts = append(parts, "through "+r.Through)
	}
	if r.Evicts {
		parts = append(parts, fmt.Sprintf("it closes old connections for new ones (%d of %d)", r.Evicted, r.Bursts))
	}
	if r.Unserved > 0 {
		parts = append(parts, fmt.Sprintf("%d cut off before an answer", r.Unserved))
	}
	if r.Hung > 0 {
		parts = append(parts, fmt.Sprintf("%d without an answer", r.Hung))
	}
	if r.Refusals.Count > 0 {
		parts = append(parts, fmt.Sprintf("%d answered with %d", r.Refusals.Count, r.Refusals.Status))
	}
	if passed := (session.Connected{Passed: r.Passed, PassedFor: r.PassedFor}).PassedOver(); passed != "" {
		parts = append(parts, passed)
	}
	parts = append(parts, format.Duration(r.Took), "round trip "+format.Brief(r.RoundTrip))
	if r.ByHead {
		parts = append(parts, "asked with HEAD: the content is large")
	}
	if r.Interrupted {
		parts = append(parts, "interrupted")
	}
	return strings.Join(parts, ", ")
}

// Summary returns the last line of the report, which gives the number of checks and of
// failed checks.
func (r *Report) Summary() string {
	if r.Failure != "" {
		return "could not probe " + r.Target
	}
	failed := r.Failed()
	n := len(r.Checks) + len(r.Expected)
	if r.Interrupted {
		return fmt.Sprintf("interrupted; of %s, %d are known, %d failed", format.Count(n, "check"), n-r.Count(Skip), len(failed))
	}
	if len(failed) == 0 {
		return fmt.Sprintf("%s, none failed", format.Count(n, "check"))
	}
	return fmt.Sprintf("%d of %s failed: %s", len(failed), format.Count(n, "check"), strings.Join(failed, ", "))
}
