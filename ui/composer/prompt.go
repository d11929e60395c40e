package composer

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// A prompt asks how many times to send the draft.
type prompt struct {
	pipeline bool
	text     string
	cur      cursor
	fresh    bool   // the text is a suggestion, which typing replaces
	wrong    string // why the answer is invalid, until the next key
}

func asking(pipeline bool, text string) *prompt {
	return &prompt{pipeline: pipeline, text: text, cur: cursor(len(text)), fresh: true}
}

func (p *prompt) insert(s string) {
	if p.fresh {
		p.text, p.fresh = "", false
	}
	p.cur.insert(&p.text, strings.ReplaceAll(s, "\n", " "))
}

// answer handles a key while the prompt is open. The prompt stays open if the answer is
// invalid.
func (m *Model) answer(k tea.KeyPressMsg) session.Command {
	p := m.ask
	p.wrong = ""
	switch key := k.String(); {
	case keys.InField(key) == keys.Send:
		raw, err := m.draft.goesOut()
		if err != nil {
			m.ask, m.remark = nil, format.Sentence(text.Safe(err.Error()))
			return nil
		}
		c, err := m.many(p, raw)
		if err != nil {
			p.wrong, p.fresh = err.Error(), false
			return nil
		}
		m.ask = nil
		return m.release(c)
	case printable(k) != "":
		p.insert(printable(k))
	default:
		p.fresh = false
		p.cur.press(&p.text, key)
	}
	return nil
}

// The limits on how many times a request is sent.
const (
	mostSent      = 100_000
	mostPipelined = 10_000
	mostBytes     = 64 << 20 // total size of a pipeline
)

// mostPipelined returns the maximum number of copies of the draft in one pipeline.
func (m *Model) mostPipelined() int {
	raw, _ := m.draft.goesOut()
	return max(1, min(mostPipelined, mostBytes/max(1, len(raw))))
}

// many returns the command for the answer, or an error that says what a valid answer is.
// raw holds the bytes of the draft.
func (m *Model) many(p *prompt, raw []byte) (session.Command, error) {
	most := mostSent
	if p.pipeline {
		most = m.mostPipelined()
	}
	n, every, err := parseTimes(p.text, most)
	switch {
	case err != nil && p.pipeline:
		return nil, errors.New("a number from 1 to " + format.Number(int64(most)))
	case err != nil:
		return nil, err
	case p.pipeline && every > 0:
		return nil, errors.New("a pipeline needs only a number")
	case p.pipeline && m.draft.raw:
		return session.SendRaw{Data: bytes.Repeat(raw, n), Reconnect: true}, nil
	case p.pipeline:
		return session.Pipeline{Requests: slices.Repeat([]wire.RequestMessage{m.draft.message()}, n), Reconnect: true}, nil
	case m.draft.raw && n > 1:
		return nil, errors.New("raw bytes are sent once; ctrl+l repeats them in one write")
	case m.draft.raw:
		return session.SendRaw{Data: raw, Reconnect: true}, nil
	}
	return session.Repeat{Request: m.draft.message(), N: n, Every: every, Reconnect: true}, nil
}

// longestPause is the maximum time between two requests.
const longestPause = 240 * time.Hour

// parseTimes parses "10", "10 every 2s" or "10 every 0.5". n is the number of requests,
// which must not exceed most, and every is the time between them.
func parseTimes(s string, most int) (n int, every time.Duration, err error) {
	count, apart, spaced := strings.Cut(s, "every")
	n, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(count), "x"))
	if err != nil || n < 1 || n > most {
		return 0, 0, errors.New("a number from 1 to " + format.Number(int64(most)) + `, such as 10 or "10 every 2s"`)
	}
	if !spaced {
		return n, 0, nil
	}
	apart = strings.ReplaceAll(apart, " ", "")
	if sec, err := strconv.ParseFloat(apart, 64); err == nil && sec >= 0 && sec <= longestPause.Seconds() {
		return n, time.Duration(sec * float64(time.Second)), nil
	}
	if every, err = time.ParseDuration(apart); err != nil || every < 0 || every > longestPause {
		return 0, 0, errors.New(`"every" needs a time: 2s, 500ms, at most 240h`)
	}
	return n, every, nil
}
