package cli

import (
	"fmt"
	"io"
	"strings"

	"linger/session"
	"linger/session/har"
	"linger/session/log"
	"linger/wire/format"
)

// readHAR reads an HTTP Archive (HAR) and returns a function that opens it as a session
// log.
func readHAR(name string, in io.Reader) (*har.File, func() (io.ReadCloser, error), error) {
	f, err := har.Read(in)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.Exchanges() == 0 {
		return nil, nil, usagef("%s: no HTTP/1.x exchange in this HAR%s", name, leftOut(f))
	}
	return f, func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() { w.CloseWithError(writeHAR(w, f)) }()
		return r, nil
	}, nil
}

// writeHAR writes the exchanges of a HAR as a session log. It keeps secrets, because the
// log is only shown and not saved.
func writeHAR(w io.Writer, f *har.File) (err error) {
	l := log.NewWriter(w, log.Header{Vantage: session.VantageClient, Secrets: log.SecretsKept})
	batch := make([]session.Event, 0, 256)
	flush := func() {
		if err == nil {
			err = l.Write(batch...)
		}
		batch = batch[:0]
	}
	f.Events(func(ev session.Event) {
		if batch = append(batch, ev); len(batch) == cap(batch) {
			flush()
		}
	})
	flush()
	return err
}

// reportHAR writes to w what a HAR does not contain, and which of its entries are not
// shown.
func reportHAR(w io.Writer, name string, f *har.File) {
	name = safe(name)
	by := strings.TrimSpace(f.Creator + " " + f.Version)
	if by == "" {
		by = "an unknown program"
	}
	fmt.Fprintf(w, "linger: %s: %s, from a HAR that %s wrote; HAR contains no bytes: linger rebuilt the messages from fields and content; %s are not in it\n",
		name, format.Count(f.Exchanges(), "exchange"), safe(by), absent(f))
	if text := leftOut(f); text != "" {
		fmt.Fprintf(w, "linger: %s: not shown%s\n", name, text)
	}
	if f.Unplaced > 0 {
		fmt.Fprintf(w, "linger: %s: %s without the name of a connection; each is shown on its own connection\n", name, format.Count(f.Unplaced, "exchange"))
	}
	if f.Cut != nil {
		fmt.Fprintf(w, "linger: %s: read as far as possible: %s\n", name, safe(f.Cut.Error()))
	}
}

// absent returns the names of the data that a HAR does not contain.
func absent(f *har.File) string {
	if f.Creator == "linger" { // linger also writes how connections ended
		return "chunk boundaries"
	}
	return "chunk boundaries and ends of connections"
}

// rebuilt returns a sentence about the data that a HAR does not contain.
func rebuilt(f *har.File) string {
	return "Rebuilt from a HAR, which contains no bytes: " + absent(f) + " are not in it."
}

// leftOut returns how many entries are not shown and why, such as ": 2 from a cache". It
// returns "" if all are shown.
func leftOut(f *har.File) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, format.Number(int64(n))+" "+what)
		}
	}
	entries := "entries"
	if f.Others == 1 {
		entries = "entry"
	}
	add(f.Others, entries+" not of HTTP/1.x")
	add(f.Cached, "from a cache")
	add(f.Damaged, "damaged")
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}
