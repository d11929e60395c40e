// Package export writes sessions in the formats of other programs.
//
// Requests go to and from the command line as curl commands:
//
//	command ──► ParseCurl ──► RequestMessage ──► CurlCommand ──► command
//	                     bytes ──► MessageOf ──►┘
//
// Files for other programs are written from the events of a session, either while it runs
// or from its log. The events are processed one at a time, with a limited amount of
// memory:
//
//	events ──┬─► HARWriter ────► developer tools of browsers
//	         └─► PcapngWriter ─► Wireshark
package export
