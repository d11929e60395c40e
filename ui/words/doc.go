// Package words returns the texts about messages and connections for all screens, each in
// several lengths.
package words
