// Package format formats numbers, durations and plurals. All sentences and
// screens of linger use it, so that the forms are the same everywhere.
package format
