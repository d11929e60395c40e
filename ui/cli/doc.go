// Package cli is the command line: flags, plain and JSON output, exit codes.
//
//	main ──► New ──► a command ──► session ──► events ──► record ──► lines
//	  ▲                 │                                             │
//	  └──── Report ◄────┘ error with its exit code      JSON or plain ┘
//
// A command never prints what is not in an event: the plain and the JSON output
// are both derived from the record, and what a server sent is made safe for a
// terminal before it is printed, in a pipe too.
//
// The files of a command begin with its name: send_, probe_, decode_, practice_,
// inspect_ (linger without a command). flags_ are the flags that several
// commands have, json_ the lines of JSON, print_ what plain output shares.
package cli
