// Package format words numbers, durations and plurals. All sentences and screens
// of linger take them from here, so that they read the same everywhere.
package format
