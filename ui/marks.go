package ui

import (
	"slices"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// toggleMark marks the selected exchange for a pipeline or a comparison, or removes its
// mark.
func (d *desk) toggleMark() {
	id := d.selected().ID
	i, marked := slices.BinarySearch(d.marks, id)
	if marked {
		d.setMarks(slices.Delete(slices.Clone(d.marks), i, i+1))
		return
	}
	d.setMarks(slices.Insert(slices.Clone(d.marks), i, id))
	if n := len(d.marks); n == 1 {
		uses := "p pipelines the marked exchanges, = compares two."
		if d.silent() != "" {
			uses = "= compares it with another."
		}
		d.say("Exchange "+itoa(id)+" is marked; m marks more. "+uses, "Exchange "+itoa(id)+" is marked.")
	} else {
		uses := "p pipelines them, = compares two."
		if d.silent() != "" {
			uses = "= compares two."
		}
		d.say(format.Count(n, "exchange")+" are marked: "+uses, itoa(n)+" are marked.")
	}
}

func (d *desk) setMarks(marks []int) {
	d.marks = marks
	d.list.SetMarks(marks)
}

// toPipeline returns the requests for a pipeline: the marked ones, or several copies of
// the next request. If it cannot return any, why is the reason.
func (d *desk) toPipeline() (reqs []wire.RequestMessage, why string) {
	for _, id := range d.marks {
		e := d.rec.Exchange(id)
		if d.rec.Conn(e.Conn).Target != d.rec.Target() {
			return nil, "Exchange " + itoa(id) + " was with another server."
		}
		r, ok := requestOf(e)
		if !ok {
			return nil, "Exchange " + itoa(id) + ": not all bytes of its request were kept."
		}
		reqs = append(reqs, r)
	}
	if len(reqs) == 0 {
		reqs = slices.Repeat([]wire.RequestMessage{session.Framed(d.next)}, pipelined)
	}
	return reqs, ""
}

// requestOf returns the request of an exchange. ok is false if not all of its bytes were
// kept.
func requestOf(e *record.Exchange) (r wire.RequestMessage, ok bool) {
	raw := e.Request.Bytes(e.Request.Off, e.Request.Len)
	if !e.Requested || int64(len(raw)) < e.Request.Len {
		return r, false
	}
	r, _ = export.MessageOf(raw)
	return r, true
}

// dropMarks removes the marks of exchanges that the record no longer holds.
func (d *desk) dropMarks() {
	if slices.ContainsFunc(d.marks, d.released) {
		d.setMarks(slices.DeleteFunc(slices.Clone(d.marks), d.released))
	}
}

func (d *desk) released(id int) bool { return d.rec.Exchange(id) == nil }
