// Package drill asks what is wrong with a server, and judges the answers.
//
// A [Round] is a server under a name that says nothing. A student experiments,
// answers five questions, and sees the solution. The correct answers are those of
// the round: they never come from what linger finds.
//
//	Game ── Round ── Answer: five questions ── Judge ──► points, streak, [Result]
package drill
