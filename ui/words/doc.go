// Package words provides the statements about messages and connections that all screens
// show, in several lengths.
package words
