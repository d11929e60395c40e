package words_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/theme"
	"linger/ui/words"

	"github.com/charmbracelet/colorprofile"
)

const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// worked returns the record of a session in which a long task ran. plot plays the
// exchanges of the task.
func worked(w session.Working, plot func(p *play.Play)) *record.Record {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/before", ms, answer)
	w.Conn, w.Active = 1, true
	p.Tell(w)
	plot(p)
	w.Active = false
	p.Tell(w)
	return p.Rec
}

// answers plays n exchanges one after another, which take 1, 2, 3 ms and so on.
func answers(n int) func(*play.Play) {
	return func(p *play.Play) {
		for i := range n {
			p.Exchange("GET", "/", time.Duration(i+1)*ms, answer)
		}
	}
}

// piped writes n requests at once and answers some of them, the first after 2 s.
func piped(n, answered int) func(*play.Play) {
	return func(p *play.Play) {
		for i := range n {
			p.Send(play.Request("GET", "/"+string(rune('a'+i))))
		}
		p.Wait(2 * time.Second)
		for range answered {
			p.Read(answer).Wait(ms)
		}
		if answered < n {
			p.ServerClosed()
		}
	}
}

func TestSummaryOfEachTask(t *testing.T) {
	repeat := func(total int, cut session.WorkCut) session.Working {
		return session.Working{Kind: session.WorkRepeat, Total: total, Cut: cut}
	}
	pipeline := func(n int, cut session.WorkCut) session.Working {
		return session.Working{Kind: session.WorkPipeline, Total: n, Cut: cut}
	}
	lossy := func(p *play.Play) {
		answers(1)(p)
		p.Send(play.Request("GET", "/")).ServerReset()
		p.Connect(ms)
		answers(1)(p)
	}
	announced := func(p *play.Play) {
		p.Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").ServerClosed()
	}
	for _, c := range []struct {
		work session.Working
		plot func(*play.Play)
		want string
	}{
		{repeat(3, ""), answers(3), "Done. 3 of 3 answered: 2.0 ms (median), 3.0 ms (slowest)."},
		{repeat(1, ""), answers(1), "Done. 1 of 1 answered."},
		{repeat(3, ""), lossy, "Done. 2 of 3 answered, 1 lost (3), 1 reconnect: 1.0 ms (median), 1.0 ms (slowest)."},
		{repeat(1000, session.WorkCutStopped), answers(2), "Stopped. 2 of 1,000 sent, 2 answered."},
		{repeat(1000, session.WorkCutReconnect), answers(2), "Ended early. 2 of 1,000 sent, 2 answered; a new connection was requested."},
		{repeat(1000, session.WorkCutRetarget), answers(2), "Ended early. 2 of 1,000 sent, 2 answered; another target was chosen."},
		{repeat(1000, session.WorkCutNotConnected), answers(2), "Ended early. 2 of 1,000 sent, 2 answered; no connection could be made."},
		{repeat(9, session.WorkCutEnded), announced, "Ended early. 1 of 9 sent, 1 answered; response 2 said Connection: close."},
		{repeat(9, session.WorkCutStopped), answers(0), "The repeat ended before anything was sent: it was stopped."},
		{session.Working{Kind: session.WorkHold, Cut: session.WorkCutHint}, answers(2), "Hold ended after 0 s: 2 sent, 2 answered; the server no longer advertises a timeout."},
		{pipeline(3, ""), piped(3, 3), "Pipeline done: 3 of 3 answered; /a held up the others for 2.00 s."},
		{pipeline(5, session.WorkCutEnded), piped(5, 1), "Pipeline ended: 1 of 5 answered, 4 lost (3 to 6); server closed (FIN)."},
	} {
		got := words.Summary(worked(c.work, c.plot))
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("Summary = %q\n\twant %s", got, c.want)
		}
		for i, s := range got {
			if i > 0 && len(s) > len(got[i-1]) || !strings.HasSuffix(s, ".") {
				t.Errorf("Summary = %q, want each form to be a shorter sentence than the one before", got)
			}
		}
	}
}

func TestSummaryIsNilWhileATaskRuns(t *testing.T) {
	r := worked(session.Working{Kind: session.WorkRepeat, Total: 3}, answers(3))
	r.Apply(session.Working{Kind: session.WorkHold, Active: true})
	if got := words.Summary(r); got != nil {
		t.Errorf("Summary while a hold runs = %q, want nil", got)
	}
	r.Apply(session.Working{Kind: session.WorkWait})
	if got := words.Summary(r); got != nil {
		t.Errorf("Summary after a wait = %q, want nil", got)
	}
}

func TestInterruptedOfEachEnd(t *testing.T) {
	for want, e := range map[string]*session.Ending{
		"the server closed the connection before the response was complete":  during(at(session.MomentInLength)),
		"the server reset the connection before any byte of a response":      during(at(session.MomentNoByte), reset),
		"linger closed the connection before any byte of a response":         during(at(session.MomentNoByte), linger),
		"linger stopped waiting before any byte of a response":               during(at(session.MomentNoByte), linger, func(e *session.Ending) { e.How = session.HowTimeout }),
		"the network gave up the connection before any byte of a response":   during(at(session.MomentNoByte), func(e *session.Ending) { e.By, e.How = session.ByNetwork, session.HowTimeout }),
		"the server aborted the connection before the response was complete": during(at(session.MomentInChunks), func(e *session.Ending) { e.How = session.HowError }),
	} {
		if got := words.Interrupted(e, e.Moment.Kind != session.MomentNoByte); got != want {
			t.Errorf("Interrupted = %s\n\twant %s", got, want)
		}
	}
}

// On the page of a summary, there are at least two spaces between a name and its times.
func TestSummaryPageSeparatesNamesFromTimes(t *testing.T) {
	one := record.Spread{Fastest: time.Second, Median: 2 * time.Second, Slowest: 3 * time.Second}
	rows := words.SummaryPage(&theme.New(true, colorprofile.TrueColor, false).Glyphs, &record.Summary{Work: session.Working{Kind: session.WorkPipeline, Total: 2}, Answered: 2, FirstByte: one, LastByte: one, Queued: one})
	for _, name := range []string{"first byte", "last byte", "of which queued"} {
		if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, name+"  ") }) {
			t.Errorf("no row of %q begins with %q and two spaces", rows, name)
		}
	}
}
