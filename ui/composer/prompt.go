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
	"linger/ui/text"
	"linger/wire"
)

// A prompt asks how often.
type prompt struct {
	pipeline bool
	text     string
	cur      cursor
	fresh    bool // what stands there is a suggestion: typing replaces it
}

func asking(pipeline bool, text string) *prompt {
	return &prompt{pipeline, text, cursor(len(text)), true}
}

func (p *prompt) insert(s string) {
	if p.fresh {
		p.text, p.fresh = "", false
	}
	p.cur.insert(&p.text, strings.ReplaceAll(s, "\n", " "))
}

// answer takes a key for the question.
func (m *Model) answer(k tea.KeyPressMsg) session.Command {
	p := m.ask
	switch key := k.String(); {
	case key == "enter":
		m.ask = nil
		c, err := m.many(p)
		if err != nil {
			m.note = capital(text.Safe(err.Error())) + "."
			return nil
		}
		return m.release(c)
	case printable(k) != "":
		p.insert(printable(k))
	default:
		p.fresh = false
		p.cur.press(&p.text, key)
	}
	return nil
}

// Bounds on how often a request is sent.
const (
	mostSent      = 100_000
	mostPipelined = 10_000
	mostBytes     = 64 << 20 // written at once
)

// many is the command for what was answered.
func (m *Model) many(p *prompt) (session.Command, error) {
	n, every, err := parseTimes(p.text)
	if err != nil {
		return nil, err
	}
	raw, err := m.draft.goesOut()
	switch {
	case err != nil:
		return nil, err
	case p.pipeline && every > 0:
		return nil, errors.New("a pipeline is written at once: give a number alone")
	case p.pipeline && (n > mostPipelined || n*len(raw) > mostBytes):
		return nil, errors.New("so many do not go into one pipeline")
	case p.pipeline && m.draft.raw:
		return session.SendRaw{Data: bytes.Repeat(raw, n), Reconnect: true}, nil
	case p.pipeline:
		return session.Pipeline{Requests: slices.Repeat([]wire.RequestMessage{m.draft.message()}, n), Reconnect: true}, nil
	case m.draft.raw && n > 1:
		return nil, errors.New("raw bytes go out once; ctrl+l writes them several times in one")
	case m.draft.raw:
		return session.SendRaw{Data: raw, Reconnect: true}, nil
	}
	return session.Repeat{Request: m.draft.message(), N: n, Every: every}, nil
}

// parseTimes reads "10", "10 every 2s", "10 every 0.5": how often, and how far
// apart.
func parseTimes(s string) (n int, every time.Duration, err error) {
	count, apart, spaced := strings.Cut(s, "every")
	n, err = strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(count), "x"))
	if err != nil || n < 1 || n > mostSent {
		return 0, 0, errors.New("give a number from 1 to 100,000, and perhaps every 2s")
	}
	if !spaced {
		return n, 0, nil
	}
	apart = strings.ReplaceAll(apart, " ", "")
	if sec, err := strconv.ParseFloat(apart, 64); err == nil && sec >= 0 && sec <= 1e6 {
		return n, time.Duration(sec * float64(time.Second)), nil
	}
	if every, err = time.ParseDuration(apart); err != nil || every < 0 {
		return 0, 0, errors.New("every takes a time such as 2s, 500ms or 1m")
	}
	return n, every, nil
}
