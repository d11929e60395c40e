// Package composer edits the next request: field by field, or byte by byte.
//
//	╭─┤ Next request ├──────────────────────── 3 of 6 in history ─╮╭─ Presets ───╮
//	│  method    HEAD                                             ││  ordinary   │
//	│  fields    ✓ Host         127.0.0.1:8321          by linger ││   1  GET    │
//	│          ▸ ✓ Connection   keep-alive▏     asks for the hint ││ ▸ 2  HEAD   │
//	│── as it goes out ───────────────────────────── 109 bytes ── ││             │
//	│  HEAD /chunked HTTP/1.1\r\n                                 ││             │
//	│  ✓ Well-formed. The answer has no body.          9112 §6.3  ││             │
//	╰─────────────────────────────────────────────────────────────╯╰─────────────╯
//
// What it shows as going out are the bytes themselves; what it says about them
// is read from them. In raw mode those bytes are typed: see [Unescape].
package composer
