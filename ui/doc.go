// Package ui implements the inspector, which shows a session on the screen.
//
//	key ──► keys.Binding ──► act ──► session.Command ──► Engine
//	screen ◄── panes ◄── record.Record ◄── fold ◄── events ◄──┘
//
// The package uses no sockets. A key does not change the screen: the screen changes when
// an event comes back, so what it shows has really happened.
//
// A [Model] routes input and draws the screen. A desk holds one session: the engine, the
// record, the panes and their selection, and the next request. Each pane is a package of
// its own. The desk sets the size of each pane, and no pane knows another. An overlay
// lies over the panes; each overlay has a file overlay_NAME.go. Each menu has a file
// menu_NAME.go; the items of a menu hold their actions.
package ui
