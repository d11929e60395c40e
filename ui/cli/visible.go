package cli

import (
	"bytes"
	"io"

	"linger/ui/text"
)

// writeVisible passes on a document in lines whose every other rune is plainly
// visible: what a server, a certificate or a proxy said may stand in it, and it may
// be written to a terminal.
func writeVisible(w io.Writer, document func(io.Writer) error) error {
	var all, out bytes.Buffer
	if err := document(&all); err != nil {
		return err
	}
	for line := range bytes.Lines(all.Bytes()) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		out.WriteString(text.SafeBytes(line))
		if ended {
			out.WriteByte('\n')
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}
