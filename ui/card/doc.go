// Package card draws the report card of a probe, and what stands in its place
// while the probe is under way.
//
//	probe.Report   ──► [Report], [SideBySide] ──► rows for a terminal
//	probe.Progress ──► [Waiting]
//
// session/probe measures, judges and advises. This package only says where on the
// card that stands, in which style.
package card
