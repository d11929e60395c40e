// Package tutor draws the pane of a lesson and the list of lessons.
//
//	╭─ Lesson 3  Both sides must agree ─────────── 3 of 4 ─╮
//	│ ✓ ✓ ▸ ·   They agreed before                         │  steps done, the open one, those to come
//	│                                                      │
//	│ what to do, in at most 60 words                      │
//	│                                                      │
//	│ Predict: a question                                  │  or the prediction, other results, hints;
//	│   a  a choice                                        │  or what happened, and why
//	╰──────────────────────────────────────────────────────╯
//
// Where rows are few, blanks go first, then what the student has read already.
package tutor
