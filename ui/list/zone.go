package list

import (
	"time"

	"linger/session/record"
)

// A zone is the time zone in which the list shows clock times, or zoneOff.
type zone uint8

const (
	zoneOff zone = iota
	zoneUTC
	zoneLocal
	zones // number of zones
)

// clockWidth is the width in cells of a time of day with two spaces after it.
const clockWidth = len("12:04:02.001  ")

// NextZone switches from no clock times to UTC, then to local time, then back to no clock
// times.
func (m *Model) NextZone() { m.zone = (m.zone + 1) % zones }

// SetZone makes the list show clock times in the zone "utc" or "local". For any other
// name, it shows no clock times.
func (m *Model) SetZone(name string) {
	m.zone = map[string]zone{"utc": zoneUTC, "local": zoneLocal}[name]
}

// Zone returns the name of the zone: "UTC" or "local +02:00". It returns "" if the
// list shows no clock times, or if the time at which the session began is unknown.
func (m *Model) Zone() string {
	switch {
	case m.zone == zoneOff || m.rec == nil || m.rec.Start.Wall.IsZero():
		return ""
	case m.zone == zoneUTC:
		return "UTC"
	}
	return "local " + m.wall(0).Format("-07:00")
}

// zoneIn returns the name of the zone as the heading of a column of w cells. It returns
// "" if w is 0, because the column is then not shown.
func (m *Model) zoneIn(w int) string {
	if w == 0 {
		return ""
	}
	return m.Zone()
}

// zoned returns fact with the name of the zone before it, if the list shows clock times.
func (m *Model) zoned(fact string) string {
	if name := m.Zone(); name != "" {
		return name + " " + m.th.Glyphs.Dot + " " + fact
	}
	return fact
}

// wall converts a time of the session to a date and time in the zone.
func (m *Model) wall(at time.Duration) time.Time {
	t := m.rec.Start.Wall.Add(at)
	if m.zone == zoneUTC {
		return t.UTC()
	}
	return t.Local()
}

// timeOf converts a time of the session to a time of day, to the millisecond. It returns
// "" if the list shows no clock times, or if the time at which the session began is
// unknown.
func (m *Model) timeOf(at time.Duration) string {
	if m.Zone() == "" {
		return ""
	}
	return m.wall(at).Format("15:04:05.000")
}

// timeOfConn returns when a connection ended or, while it is open, when it was
// opened.
func (m *Model) timeOfConn(c *record.Connection) string {
	switch {
	case c.State == record.Ended:
		return m.timeOf(c.Close.At)
	case c.State == record.Failed:
		return m.timeOf(c.Failure.At)
	case c.State == record.Connecting:
		return ""
	}
	return m.timeOf(c.Opened)
}
