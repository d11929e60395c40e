// Package drill implements an exercise: a student finds out which fault a server has, and
// the package judges the answers.
//
// A [Round] is a server whose name does not reveal its behaviour. A student
// experiments, answers five questions and then sees the solution. The correct
// answers belong to the round; they never come from linger's findings.
//
//	Game ── Round ── Answer: five questions ── Judge ──► points, streak, [Result]
package drill
