package cli

import (
	"bytes"
	"io"

	"linger/ui/text"
)

// writeVisible writes a document and replaces all invisible runes in it except line ends.
// The document may contain text from a server, a certificate or a proxy, and may go to a
// terminal.
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
