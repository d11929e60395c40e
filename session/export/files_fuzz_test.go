package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"linger/session"
	"linger/session/capture"
	"linger/session/export"
	"linger/session/log"
	"linger/session/traffic"
)

// FuzzFiles exports hostile logs. It checks that the HAR is valid JSON without control
// characters, that the packet capture can be read to the end, and that neither file is
// much larger than the log.
func FuzzFiles(f *testing.F) {
	p := play().dial().asks(get).answers(ok).asks(get).ends(session.ByServer, session.HowReset)
	p.emit(session.Found{Conn: 1, Exchange: 1})
	var b bytes.Buffer
	if err := log.NewWriter(&b, log.Header{Secrets: log.SecretsKept}).Write(p.events...); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(bytes.ReplaceAll(b.Bytes(), []byte(`"conn":1`), []byte(`"conn":-7`)))
	f.Add(bytes.ReplaceAll(b.Bytes(), []byte(`"len":`), []byte(`"len":99999999`)))
	f.Add(bytes.ReplaceAll(b.Bytes(), []byte(`"exchange":1`), []byte(`"exchange":2`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		reader := log.NewReader(bytes.NewReader(data))
		var har, pcapng bytes.Buffer
		o := export.FileOptions{Sentence: words, Refused: words}
		sinks := []sink{export.NewHARWriter(&har, o), export.NewPcapngWriter(&pcapng, o)}
		events := 0
		for ev, err := reader.Next(); err == nil; ev, err = reader.Next() {
			events++
			for _, s := range sinks {
				if err := s.Write(ev); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, s := range sinks {
			if err := s.Finish(); err != nil {
				t.Fatal(err)
			}
		}
		if !json.Valid(har.Bytes()) || strings.ContainsFunc(har.String(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }) {
			t.Errorf("the HAR is not JSON, or contains a control character:\n%q", har.Bytes())
		}
		if n := har.Len(); n > 4000+20*len(data)+4000*events {
			t.Errorf("for a log of %d bytes, the HAR has %d bytes, want at most %d", len(data), n, 4000+20*len(data)+4000*events)
		}
		file, err := capture.Open(&pcapng)
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Read(func(*traffic.Event) {}); err != nil {
			t.Error(err)
		}
	})
}
