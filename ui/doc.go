// Package ui is the inspector: a screen on a session.
//
//	key ──► keys.Binding ──► intent ──► session.Command ──► Engine
//	screen ◄── panes ◄── record.Record ◄── Apply ◄── events ◄──┘
//
// It touches no socket. A key changes nothing by itself: the screen changes
// when an event comes back, so that what it shows is evidence. Each pane is a
// package, is sized by the root and knows no other.
package ui
