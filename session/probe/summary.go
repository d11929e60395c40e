package probe

import (
	"fmt"
	"strings"

	"linger/session"
	"linger/wire/format"
)

// Verdicts returns all verdicts, in the order of VerdictCounts.
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

// VerdictCounts returns the number of checks with each verdict, such as "12 pass, 2 warn,
// 1 fail, 1 skip". It leaves out verdicts that no check has.
func (r *Report) VerdictCounts() string {
	var parts []string
	for _, v := range Verdicts() {
		if n := r.Count(v); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	return strings.Join(parts, ", ")
}

// Effort returns the numbers of checks and connections on which the report is based, the
// duration of the probe, and remarks about the server: "16 checks, 61 connections, …".
func (r *Report) Effort() string {
	parts := []string{format.Count(len(r.Checks), "check"), format.Count(r.Connections, "connection")}
	switch {
	case r.OneByOne:
		parts = append(parts, "1 served at once")
	case r.Served > 0:
		parts = append(parts, fmt.Sprintf("%d of %d served at once", r.Served, r.AtOnce))
	case r.AtOnce > 1:
		parts = append(parts, fmt.Sprintf("at most %d at once", r.AtOnce))
	}
	if r.Through != "" {
		parts = append(parts, "through "+r.Through)
	}
	if r.Evicts {
		parts = append(parts, fmt.Sprintf("the server closes old connections for new ones (%d of %d times)", r.Evicted, r.Bursts))
	}
	if r.Unserved > 0 {
		parts = append(parts, fmt.Sprintf("%d closed before a response", r.Unserved))
	}
	if r.Hung > 0 {
		parts = append(parts, fmt.Sprintf("%d without a response", r.Hung))
	}
	if r.Refusals.Count > 0 {
		parts = append(parts, fmt.Sprintf("%d answered with %d", r.Refusals.Count, r.Refusals.Status))
	}
	if passed := (session.Connected{Passed: r.Passed, PassedFor: r.PassedFor}).PassedOver(); passed != "" {
		parts = append(parts, passed)
	}
	parts = append(parts, format.Duration(r.Took), "round trip "+format.Brief(r.RoundTrip))
	if r.ByHead {
		parts = append(parts, "requested with HEAD because the content is large")
	}
	if r.Interrupted {
		parts = append(parts, "interrupted")
	}
	return strings.Join(parts, ", ")
}

// Summary returns the last line of the report: the number of checks and the names of
// those that failed.
func (r *Report) Summary() string {
	if r.Failure != "" {
		return "could not probe " + r.Target
	}
	failed := r.Failed()
	n := len(r.Checks) + len(r.Expected)
	if r.Interrupted {
		return fmt.Sprintf("interrupted; results of %d of %s, %d failed", n-r.Count(Skip), format.Count(n, "check"), len(failed))
	}
	if len(failed) == 0 {
		return fmt.Sprintf("%s, none failed", format.Count(n, "check"))
	}
	return fmt.Sprintf("%d of %s failed: %s", len(failed), format.Count(n, "check"), strings.Join(failed, ", "))
}
