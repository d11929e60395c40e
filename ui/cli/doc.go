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
// The source files of a command begin with its name, such as send_ or probe_; those of
// linger without a command begin with inspect_. Files that begin with flags_ hold the
// flags that several commands share. Those that begin with print_ hold their plain
// output.
package cli
