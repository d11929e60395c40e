package tutor

import (
	"time"

	"linger/session"
	"linger/session/lesson"
)

// Options say which lessons there are, and what to begin with. They need the
// practice server that is built into linger.
type Options struct {
	Pace int    // from 1 to [lesson.MostPace]; 0: there are no lessons
	List bool   // begin with the list of lessons
	Name string // begin with this lesson; empty: with none

	// Probing returns how the practice server is connected to with TCP keepalive
	// probes at an interval.
	Probing func(every time.Duration) session.Retarget
}

// Course returns the lessons; nil where there are none.
func (o *Options) Course() *lesson.Course {
	if o.Pace == 0 {
		return nil
	}
	return lesson.NewCourse(o.Pace)
}

// A Ground is the practice server as the lessons want it: at a distance, and with
// TCP keepalive probes.
type Ground struct {
	Distant func(roundTrip time.Duration) session.Retarget
	Probing func(every time.Duration) session.Retarget

	away, tcp time.Duration
}

// Prepare returns the command that prepares the step that is open: a new connection
// where the step wants one; nil where nothing is to be done. Unused says that no
// request was sent on the present connection.
func (g *Ground) Prepare(c *lesson.Course, unused bool) session.Command {
	l := c.Lesson()
	s, at := c.Step()
	away, tcp := l.Away(at), l.TCP(at)
	was := *g
	g.away, g.tcp = away, tcp
	switch {
	case away != was.away && g.Distant != nil:
		return g.Distant(g.RoundTrip())
	case tcp != was.tcp && g.Probing != nil:
		return g.Probing(tcp)
	case s.Ready.Fresh && !unused:
		return session.Reconnect{}
	}
	return nil
}

// RoundTrip returns the distance to the server and back.
func (g *Ground) RoundTrip() time.Duration { return 2 * g.away }
