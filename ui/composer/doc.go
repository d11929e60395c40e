// Package composer edits the next request: field by field, or byte by byte.
//
//	╭─┤ Next request ├──────────────────────── 3 of 6 in history ─╮╭─ Presets ───╮
//	│  method    HEAD                                             ││  standard   │
//	│  fields    ✓ Host         127.0.0.1:8321          by linger ││   1  GET    │
//	│          ▸ ✓ Connection   keep-alive▏   asks for Keep-Alive ││ ▸ 2  HEAD   │
//	│── bytes to be sent ──────────────────────────── 109 bytes ──││             │
//	│  HEAD /chunked HTTP/1.1\r\n                                 ││             │
//	│  ✓ Well-formed. The response has no body.        9112 §6.3  ││             │
//	╰─────────────────────────────────────────────────────────────╯╰─────────────╯
//
// It shows the bytes to be sent. Everything that it says about the request comes from
// these bytes. In raw mode the user types the bytes; see [Unescape].
package composer
