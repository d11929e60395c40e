// Package tutor draws the pane of a lesson and the list of lessons.
//
//	╭─ Lesson 3  Both sides must agree ─────────── 3 of 4 ─╮
//	│ ✓ ✓ ▸ ·   They agreed before                         │  the steps: done, open, not yet begun
//	│                                                      │
//	│ what to do, in at most 60 words                      │
//	│                                                      │
//	│ Predict: a question                                  │  or the prediction, other results, hints;
//	│   a  a choice                                        │  or what happened, and why
//	╰──────────────────────────────────────────────────────╯
//
// If there are too few rows, the pane first drops the blank rows, then the texts that the
// student has already read.
package tutor
