// Package ui implements the inspector, which shows a session on the screen.
//
//	key ──► keys.Binding ──► act ──► session.Command ──► Engine
//	screen ◄── panes ◄── record.Record ◄── fold ◄── events ◄──┘
//
// The package uses no sockets. A command does not change the screen by itself. The screen
// changes when the engine emits an event, so it shows only what has really happened.
//
// A [Model] routes input and draws the screen. A desk holds one session: the engine, the
// record, the panes and their selection, and the next request. Each pane is a separate
// package. The desk sets the size of each pane, and no pane uses another one. An overlay
// covers the panes; each overlay has a file overlay_NAME.go. Each menu has a file
// menu_NAME.go; the items of a menu hold their actions.
package ui
