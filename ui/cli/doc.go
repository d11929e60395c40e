// Package cli is the command line: flags, plain and JSON output, exit codes.
//
//	main ──► New ──► a command ──► session ──► events ──► record ──► lines
//	  ▲                 │                                             │
//	  └──── Report ◄────┘ error with its exit code      JSON or plain ┘
//
// A command never prints what it was not told: the plain and the JSON output
// are both derived from the record, and what a server sent is made safe for a
// terminal before it is printed, in a pipe too.
package cli
