// Package lesson contains the lessons that linger teaches, their steps, and the
// conditions that complete a step.
//
//	Lesson ── Step ── Ready      what linger prepares: the next request, a new connection
//	                  Before     what the student reads
//	                  Ask        a prediction, before anything is sent
//	                  Until      a Condition: completes the step
//	                  Astray     other results, and what to do then
//	                  After      what happened, and why
//
// A [Condition] depends only on the record: it does not see keys, and it does not read a
// clock. It consists of expectations in the language of --expect (package expect). Any
// action that makes a condition true completes the step. A condition can also be true for
// a replayed log.
//
// Each lesson has a file; table.go lists the lessons in teaching order.
package lesson
