// Package export writes what a session saw in forms that other programs read.
//
// Requests go to and from the command line as curl commands:
//
//	command ──► ParseCurl ──► RequestMessage ──► CurlCommand ──► command
//	                     bytes ──► MessageOf ──►┘
package export
