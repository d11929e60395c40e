// Package words returns the texts of the screens about messages and connections, each in
// several lengths. A text that two screens share is written only here.
package words
