// Package words provides what all screens say about messages and connections, in several
// lengths.
package words
