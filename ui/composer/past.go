package composer

import (
	"linger/session"
	"linger/session/record"
	"linger/session/state"
)

// maxHistory is the maximum number of sent requests in the history.
const maxHistory = 100

func (m *Model) remember(d draft) {
	m.past = 0
	if n := len(m.history); n > 0 && m.history[n-1].same(d) {
		return
	}
	m.history = append(m.history, d.clone())
	m.keep(d.request())
	if len(m.history) > maxHistory {
		m.history = m.history[1:]
	}
}

// request returns a draft in the form that is stored between runs.
func (d *draft) request() state.Request {
	if d.raw {
		return state.Request{Raw: d.bytes}
	}
	return state.RequestOf("", d.message())
}

// older goes back in the history by one step, and from the oldest request to the present
// draft.
func (m *Model) older() {
	if len(m.history) == 0 {
		m.remark = "No history yet."
		return
	}
	past := m.past
	if past == 0 {
		m.present = m.draft.clone()
	}
	past = (past + 1) % (len(m.history) + 1)
	if past == 1 && len(m.history) > 1 && m.history[len(m.history)-1].same(m.present) {
		past = 2 // the most recent request in the history is the present draft
	}
	d := m.present
	if past > 0 {
		d = m.history[len(m.history)-past].clone()
	}
	m.take(d)
	m.past = past
}

// lost returns the most recent exchange with the present server whose request was lost.
// It returns nil if none of the last 200 exchanges is one.
func (m *Model) lost() *record.Exchange {
	es := m.rec.Exchanges
	for i := len(es) - 1; i >= 0 && i >= len(es)-200; i-- {
		if e := es[i]; e.Conn > 0 && e.Done && e.Retry() != "" && m.rec.Conn(e.Conn).Target == m.rec.Target() {
			return e
		}
	}
	return nil
}

// retry returns the command that sends the exact bytes of a lost request again. It
// returns nil if that is not possible, or if the user must confirm it first.
func (m *Model) retry() session.Command {
	e := m.lost()
	if e == nil {
		m.remark = "No request was lost."
		return nil
	}
	b := e.Request.Bytes(e.Request.Off, e.Request.Len)
	if int64(len(b)) < e.Request.Len {
		m.remark = "Only part of the lost request was kept; it cannot be sent again."
		return nil
	}
	c := session.SendRaw{Data: b, Reconnect: true}
	if e.Retry() == session.RetrySafe {
		return c
	}
	m.pending, m.again = c, true
	return nil
}
