package cli

import (
	"io"

	"github.com/spf13/pflag"

	"linger/session/export"
	"linger/session/log"
)

// exportFlags holds the names of the files to which a live or recorded session is
// exported.
type exportFlags struct {
	har    string
	pcapng string
}

func (o *exportFlags) register(f *pflag.FlagSet) {
	f.StringVar(&o.har, "har", "", "write the exchanges to `FILE` as HAR, for browser developer tools")
	f.StringVar(&o.pcapng, "pcapng", "", "write the connections to `FILE` as a packet capture, for Wireshark")
}

// An exportRow describes one format: its flag, the file that the flag names, and a
// function that returns a writer of the format.
type exportRow struct {
	flag string
	name string // name of the file; "" if the flag is not set
	sink func(io.Writer, export.FileOptions) log.Sink
}

func (o *exportFlags) rows() []exportRow {
	return []exportRow{
		{"--har", o.har, func(w io.Writer, f export.FileOptions) log.Sink { return export.NewHARWriter(w, f) }},
		{"--pcapng", o.pcapng, func(w io.Writer, f export.FileOptions) log.Sink { return export.NewPcapngWriter(w, f) }},
	}
}
