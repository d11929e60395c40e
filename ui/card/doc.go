// Package card draws the report card of a probe, and the page that replaces it while the
// probe runs.
//
//	probe.Report   ──► [Report], [SideBySide] ──► rows for a terminal
//	probe.Progress ──► [Waiting]
//
// Package session/probe measures, judges and advises. This package only decides where on
// the card the results are, and in which style.
package card
