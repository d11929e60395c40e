// Package ui is the inspector: a screen on a session.
//
//	key ──► keys.Binding ──► act ──► session.Command ──► Engine
//	screen ◄── panes ◄── record.Record ◄── fold ◄── events ◄──┘
//
// It touches no socket. A key changes nothing by itself: the screen changes
// when an event comes back, so that what it shows is evidence.
//
// A [Model] routes input and draws. What belongs to one session is a desk: the
// engine, the record, the panes and what is selected in them, the next request.
// Each pane is a package, is sized by its desk and knows no other pane. What
// lies over the panes is an overlay, one file overlay_NAME.go each; a menu is
// one file menu_NAME.go, and its items carry what they do.
package ui
