package tutor

import (
	"time"

	"linger/session"
	"linger/session/lesson"
)

// Options select the lessons and what is open at the start. Lessons need the practice
// server that is built into linger.
type Options struct {
	Pace int    // from 1 to [lesson.MostPace]; 0: there are no lessons
	List bool   // open the list of lessons at the start
	Name string // open this lesson at the start; empty: none

	// Probing returns the function that connects to the practice server with TCP
	// keepalive probes at the given interval.
	Probing func(every time.Duration) session.Retarget
}

// Course returns a course of all lessons at the given pace, or nil without lessons.
func (o *Options) Course() *lesson.Course {
	if o.Pace == 0 {
		return nil
	}
	return lesson.NewCourse(o.Pace)
}

// A Ground sets up the practice server for a lesson: its distance, and the TCP keepalive
// probes to it.
type Ground struct {
	Distant func(roundTrip time.Duration) session.Retarget
	Probing func(every time.Duration) session.Retarget

	away, tcp time.Duration
}

// Prepare returns the command that prepares the open step: it connects again if the step
// needs a new connection. It returns nil if there is nothing to do. unused reports
// whether no request was sent on the present connection.
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

// RoundTrip returns the round-trip time that the ground adds.
func (g *Ground) RoundTrip() time.Duration { return 2 * g.away }
