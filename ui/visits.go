package ui

import (
	"slices"
	"time"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// A visit is a target to which this session, or an earlier one, was connected.
type visit struct {
	target                 string
	exchanges, connections int
	last                   time.Time // time of the visit by an earlier session; zero: this session
	label                  string    // name to show instead of the URL, such as "the practice server"; empty: the URL
}

// about returns texts about a visit, longest first.
func (v *visit) about() []string {
	if !v.last.IsZero() {
		return []string{v.last.Format("2 January 2006"), v.last.Format("2 Jan")}
	}
	exchanges := format.Count(v.exchanges, "exchange")
	if v.label != "" {
		label := text.SafeUpTo(v.label, 60)
		return []string{label + ", " + exchanges, label}
	}
	return []string{exchanges + " on " + format.Count(v.connections, "connection"), exchanges}
}

// visits returns the targets of the session and then those of earlier sessions, most
// recent first.
func (d *desk) visits() (out []visit) {
	at := map[string]int{}
	for i := len(d.rec.Conns) - 1; i >= 0; i-- {
		c := d.rec.Conns[i]
		if c.Opened == 0 && c.State == record.Failed {
			continue
		}
		k, ok := at[c.Target]
		if !ok {
			k = len(out)
			at[c.Target] = k
			out = append(out, visit{target: c.Target, label: d.rec.Label(c.Target)})
		}
		out[k].connections++
		out[k].exchanges += c.Count()
	}
	own := func(v visit) bool { return v.label != "" }
	if i := slices.IndexFunc(out, own); i >= recentShown { // the first target is always in the list
		v := out[i]
		out = slices.Insert(slices.Delete(out, i, i+1), recentShown-1, v)
	}
	for _, a := range d.mem.store.Addresses() {
		if _, ok := at[a.Target]; !ok {
			out = append(out, visit{target: a.Target, last: a.At})
		}
	}
	return out
}
