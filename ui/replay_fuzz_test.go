package ui

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/har"
	"linger/session/log"
	"linger/session/replay"
	"linger/ui/internal/play"
)

// FuzzReplay shows hostile session logs and HAR files in the inspector. Whatever the
// content and the keys are, the screen is as large as the terminal and contains only text
// and styles.
func FuzzReplay(f *testing.F) {
	logOf := func(evs []session.Event) []byte {
		var b bytes.Buffer
		if err := log.NewWriter(&b, log.Header{Secrets: log.SecretsKept}).Write(evs...); err != nil {
			f.Fatal(err)
		}
		return b.Bytes()
	}
	closed := logOf(play.Closed().Tell(session.Marked{At: time.Second, Text: "a\x1b[2Jb\u202e"}).Events)
	between := logOf(play.Pairs().Events)
	const keys = "<>.,{}#X2345678t↓↓\r9n\x1b?=y"
	f.Add(closed, keys, uint8(80), uint8(24), false)
	f.Add(between, keys, uint8(120), uint8(40), false)
	f.Add(logOf(play.Idle().Events), keys, uint8(200), uint8(50), true)
	f.Add(bytes.ReplaceAll(closed, []byte(`"conn":1`), []byte(`"conn":0`)), keys, uint8(40), uint8(10), false)
	f.Add(bytes.ReplaceAll(closed, []byte("GET"), []byte(`\u009b31m`)), keys, uint8(120), uint8(40), true)
	f.Add(bytes.ReplaceAll(between, []byte(`"at":`), []byte(`"at":9`)), keys, uint8(100), uint8(30), false)
	f.Add([]byte(`{"log":{"creator":{"name":"a\u001b[2J","version":""},"entries":[{"startedDateTime":"2026-11-29T12:04:02Z","time":5,"request":{"method":"G\u009bT","url":"http://h/\u202e",`+
		`"httpVersion":"HTTP/1.1","headers":[{"name":"Ho\u001bst","value":"h\u0000"}]},"response":{"status":200,"statusText":"O\u0007K","httpVersion":"HTTP/1.1","headers":[],`+
		`"content":{"size":5,"text":"he\u001b[1mllo"}},"timings":{"send":1,"wait":2,"receive":2}}]}}`), keys, uint8(80), uint8(24), false)
	fit := map[string]int{}
	f.Fuzz(func(t *testing.T, data []byte, pressed string, w, h uint8, ascii bool) {
		if len(data) > 64<<10 || len(pressed) > 40 || w < 1 || h < 1 || h > 100 {
			return
		}
		if har.Claims(data) {
			file, err := har.Read(bytes.NewReader(data))
			if err != nil {
				return
			}
			var evs []session.Event
			file.Events(func(ev session.Event) { evs = append(evs, ev) })
			data = logOf(evs)
		}
		p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
		if err != nil {
			return
		}
		x := &explorer{t: t, fit: fit}
		x.m = New(context.Background(), Options{Source: Source{Player: p, Recording: true, Name: "a.linger"}, Profile: colorprofile.TrueColor, ASCII: ascii})
		x.m.Init()
		x.m.Update(tea.WindowSizeMsg{Width: int(w), Height: int(h)})
		x.check("the start")
		for _, r := range pressed {
			name := specials[r]
			if name == "" && r > ' ' && r < 0x7f && r != 'W' && r != 'q' && r != 'E' { // no key may write a file
				name = string(r)
			}
			if name != "" {
				x.m.Update(keyOf(name))
				x.check(strconv.QuoteRune(r))
			}
		}
	})
}
