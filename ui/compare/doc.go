// Package compare sets two exchanges side by side: what changed in status,
// framing, time, findings and fields, field by field, the changed ones first.
//
//	               5  GET /bare-lf       6  GET /chunked
//	  status       200 OK                200 OK
//	~ framing      length 64             chunked 5
//	- Etag         "a"                   ·
package compare
