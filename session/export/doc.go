// Package export writes what a session saw in forms that others read: the
// session log, and from it the inspector again.
//
//	Event ──► LogWriter ──► one line of JSON an event ──► LogReader ──► Event
//
// The log is the event stream itself, written as it happens: whoever folds it
// comes to the record that the live screen showed.
//
// Requests go to and from the command line as curl commands:
//
//	command ──► ParseCurl ──► RequestMessage ──► CurlCommand ──► command
//	                     bytes ──► MessageOf ──►┘
package export
