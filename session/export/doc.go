// Package export writes sessions in the formats of other programs.
//
// Requests go to and from the command line as curl commands:
//
//	command ──► ParseCurl ──► RequestMessage ──► CurlCommand ──► command
//	                     bytes ──► MessageOf ──►┘
//
// Files for other programs are made from the events of a session, one after another and
// with limited memory, while it runs or from its log:
//
//	events ──┬─► HARWriter ────► developer tools of browsers
//	         └─► PcapngWriter ─► Wireshark
package export
