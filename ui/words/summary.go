package words

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// Summary returns the result of the most recent long task, as a sentence and in shorter
// forms: "Done. 12 of 14 answered, 2 lost (7 and 12), 2 reconnects: 0.5 ms (median), 3.1
// ms (slowest)." It returns nil while a task runs, and if there is no result.
func Summary(r *record.Record) []string {
	s, ok := r.Summary()
	if !ok {
		return nil
	}
	if len(s.Exchanges) == 0 {
		return []string{"The " + string(s.Work.Kind) + " ended before anything was sent: " + workCut(s.Work.Cut, r.Newest()) + ".", "Nothing was sent."}
	}
	counts := leading(&s) + answers(&s)
	lost := loss(&s)
	reconnects := ""
	if s.Conns > 1 {
		reconnects = ", " + format.Count(s.Conns-1, "reconnect")
	}
	return []string{
		counts + lost + reconnects + outcome(r, &s),
		counts + lost + reconnects + ".",
		answers(&s) + shortLoss(&s) + ".",
	}
}

func leading(s *record.Summary) string {
	switch early := s.Work.Cut != ""; {
	case s.Work.Kind == session.WorkHold:
		return "Hold ended after " + format.Minutes(s.Took) + ": "
	case s.Work.Kind == session.WorkPipeline && early && len(s.Lost) > 0:
		return "Pipeline ended: "
	case s.Work.Kind == session.WorkPipeline:
		return "Pipeline done: "
	case s.Work.Cut == session.WorkCutStopped:
		return "Stopped. "
	case early && s.Answered < s.Work.Total:
		return "Ended early. "
	}
	return "Done. "
}

// answers returns how many of the requests were answered.
func answers(s *record.Summary) string {
	sent, answered := format.Number(int64(len(s.Exchanges))), format.Number(int64(s.Answered))
	switch total := format.Number(int64(s.Work.Total)); {
	case s.Work.Total == 0:
		return sent + " sent, " + answered + " answered"
	case len(s.Exchanges) < s.Work.Total:
		return sent + " of " + total + " sent, " + answered + " answered"
	default:
		return answered + " of " + total + " answered"
	}
}

// mostNamed is the maximum number of lost requests that a summary lists by their numbers.
const mostNamed = 3

// loss returns text that continues a sentence: how many requests were lost, and which
// ones. It returns "" if none was lost.
func loss(s *record.Summary) string {
	if len(s.Lost) == 0 {
		return ""
	}
	return shortLoss(s) + which(s)
}

// which returns the numbers of the lost requests: " (2 and 5)". It returns "" if there
// are too many.
func which(s *record.Summary) string {
	n := len(s.Lost)
	first, last := s.Lost[0].ID, s.Lost[n-1].ID
	switch {
	case n > 2 && last-first == n-1:
		return " (" + strconv.Itoa(first) + " to " + strconv.Itoa(last) + ")"
	case n <= mostNamed:
		ids := " ("
		for i, e := range s.Lost {
			switch {
			case i > 0 && i == n-1:
				ids += " and "
			case i > 0:
				ids += ", "
			}
			ids += strconv.Itoa(e.ID)
		}
		return ids + ")"
	}
	return ""
}

func shortLoss(s *record.Summary) string {
	if len(s.Lost) == 0 {
		return ""
	}
	return ", " + format.Number(int64(len(s.Lost))) + " lost"
}

// leastQueued is the shortest queueing time that a summary mentions.
const leastQueued = 10 * time.Millisecond

// outcome returns the end of the sentence: why the task ended early, which request held
// up a pipeline, or how long the responses took.
func outcome(r *record.Record, s *record.Summary) string {
	switch w := s.Work; {
	case w.Cut == session.WorkCutStopped && w.Kind == session.WorkRepeat:
		return "."
	case w.Cut != "" && (s.Answered < w.Total || w.Total == 0):
		return "; " + workCut(w.Cut, r.Newest()) + "."
	case w.Kind == session.WorkPipeline && s.Queued.Slowest >= leastQueued:
		if e := s.HeldUp(r); e != nil {
			return "; " + text.Masked(e.Target, 24) + " held up the others for " + format.Duration(s.Queued.Slowest) + "."
		}
	}
	if s.Answered < 2 {
		return "."
	}
	return ": " + format.Duration(s.LastByte.Median) + " (median), " + format.Duration(s.LastByte.Slowest) + " (slowest)."
}

// workCut returns the reason why a long task on a connection ended early.
func workCut(cut session.WorkCut, c *record.Connection) string {
	switch cut {
	case session.WorkCutStopped:
		return "it was stopped"
	case session.WorkCutReconnect:
		return "a new connection was requested"
	case session.WorkCutRetarget:
		return "another target was chosen"
	case session.WorkCutNotConnected:
		return "no connection could be made"
	case session.WorkCutHint:
		return "the server no longer advertises a timeout"
	}
	if c == nil || c.State != record.Ended {
		return "the connection ended"
	}
	e := &c.Close.Ending
	switch e.Notice.Kind {
	case session.NoticeResponseClose:
		return "response " + strconv.Itoa(e.Notice.Of) + " said Connection: close"
	case session.NoticeRequestClose:
		return "request " + strconv.Itoa(e.Notice.Of) + " said Connection: close"
	}
	if endLost(e) && e.OutOfStep.After > 0 {
		return misstep(e)
	}
	if len(e.Lost) > 0 { // the sentence already says how many were lost
		return subjectForms(e)[Long]
	}
	return Sentence(e)
}
