// Package cli is the command line: flags, plain and JSON output, exit codes.
//
//	main ──► New ──► a command ──► session ──► events ──► record ──► lines
//	  ▲                 │                                             │
//	  └──── Report ◄────┘ error with its exit code      JSON or plain ┘
//
// A command prints only what is in an event: the plain and the JSON output are both
// derived from the record. Text from a server is made safe for a terminal before it is
// printed, even into a pipe.
//
// The names of the files of a command begin with its name: send_, probe_, decode_,
// practice_, inspect_ (linger without a command). Files flags_ have the flags that
// several commands share, json_ the lines of JSON, and print_ the plain output.
package cli
