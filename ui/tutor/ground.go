package tutor

import (
	"time"

	"linger/session"
	"linger/session/lesson"
)

// Options select the lessons, and what is open at the start. Lessons need a practice
// server.
type Options struct {
	Pace int    // from 1 to [lesson.MostPace]; 0 if there are no lessons
	List bool   // open the list of lessons at the start
	Name string // name of the lesson to open at the start, or empty

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

// A Ground sets up the connection to the practice server for a lesson: its round-trip
// time, and its TCP keepalive probes.
type Ground struct {
	Distant func(roundTrip time.Duration) session.Retarget
	Probing func(every time.Duration) session.Retarget

	away, tcp time.Duration
}

// Prepare returns the command that prepares the open step, or nil if there is nothing to
// do. The command reconnects if the step needs a new connection. unused says whether no
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

// RoundTrip returns the round-trip time that the ground adds.
func (g *Ground) RoundTrip() time.Duration { return 2 * g.away }
