// Package edit is the composer: the next request, field by field, and the bytes
// that it comes to.
//
//	method    HEAD                           presets
//	target    /chunked                         1  GET, as curl sends it
//	version   HTTP/1.1                       ▸ 2  HEAD: fields without content
//	fields  ▸ ✓ Connection   keep-alive▏       3  Connection: close
//	── as it goes out ───── 109 bytes ──
//	HEAD /chunked HTTP/1.1\r\n
//
// While a text field has the cursor letters type; only keys with ctrl, enter,
// tab and esc command.
package edit
