// Package words words what screens say about messages and connections, in the
// lengths that they have room for. What two screens say alike is worded here,
// once.
package words
