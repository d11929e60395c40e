// Package lesson holds what linger teaches: the lessons, their steps, and the conditions
// that complete a step.
//
//	Lesson ── Step ── Ready      what linger prepares: the next request, a new connection
//	                  Before     what the student reads
//	                  Ask        a prediction, before anything is sent
//	                  Until      a Condition: completes the step
//	                  Astray     other results, and what to do then
//	                  After      what happened, and why
//
// A [Condition] is a function of the record alone: it does not see keys, and it does not
// read a clock. It consists of expectations in the language of --expect (package expect). Every action that makes it true completes the step, and it also holds in
// a replayed log.
//
// There is one file for each lesson; table.go joins them in teaching order.
package lesson
