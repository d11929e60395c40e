// Package compare implements the pane that compares two exchanges: what changed in the
// status, framing, times, findings and fields. Changed fields come first.
//
//	               5  GET /bare-lf       6  GET /chunked
//	  status       200 OK                200 OK
//	~ framing      length 64             chunked 5
//	- Etag         "a"                   ·
package compare
