// Package cli is the command line: flags, plain and JSON output, exit codes.
//
//	main ──► New ──► a command ──► session ──► events ──► record ──► lines
//	  ▲                 │                                             │
//	  └──── Report ◄────┘ error with its exit code      JSON or plain ┘
//
// A command prints only what events contain: the plain and the JSON output both come from
// the record. Text from a server is made safe for a terminal before it is printed, even
// into a pipe.
//
// The file names of a command begin with its name: send_, probe_, decode_, practice_,
// inspect_ (linger without a command). The files flags_ hold the flags that several
// commands share, json_ the lines of JSON, and print_ the plain output.
package cli
