package words

import (
	"strconv"

	"linger/session"
	"linger/session/record"
	"linger/wire/format"
)

// Work returns how far long work came that ended before it was done, and why, in a
// sentence and without the reason: "The repeat ended after 3 of 10 exchanges: it was
// stopped." Both are empty for work that goes on or is done.
func Work(r *record.Record) (long, short string) {
	w := r.Work
	if w.Active || w.Cut == "" {
		return "", ""
	}
	n := format.Count(w.Done, "exchange")
	if w.Total > 0 {
		n = format.Number(int64(w.Done)) + " of " + format.Count(w.Total, "exchange")
	}
	short = "The " + string(w.Kind) + " ended after " + n
	return short + ": " + workCut(w.Cut, r.Conn(w.Conn)) + ".", short + "."
}

// workCut returns why long work on a connection ended early.
func workCut(cut session.WorkCut, c *record.Connection) string {
	switch cut {
	case session.WorkCutStopped:
		return "it was stopped"
	case session.WorkCutReconnect:
		return "a new connection was asked for"
	case session.WorkCutRetarget:
		return "another target was chosen"
	case session.WorkCutNotConnected:
		return "no connection could be made"
	case session.WorkCutHint:
		return "the server no longer advertises a timeout"
	}
	if c == nil {
		return "the connection ended"
	}
	e := &c.Close.Ending
	switch e.Notice.Kind {
	case session.NoticeResponseClose:
		return "response " + strconv.Itoa(e.Notice.Of) + " said Connection: close"
	case session.NoticeRequestClose:
		return "request " + strconv.Itoa(e.Notice.Of) + " said Connection: close"
	}
	return Sentence(e)
}
