package probe

import "slices"

// One fault of a server can appear in several checks. Only one of these checks reports
// it. The others refer to that check and are skipped.

// A fault is something that a server does wrong and that may appear in several checks.
type fault uint8

const (
	noFault        fault = iota
	staysOpen            // the server leaves a connection open that it should close
	noNotice             // the server closes connections in use without notice
	whenPipelined        // the same, but only if requests are pipelined
	afterHead            // the same, but only after HEAD
	afterError           // the same, but only after an error response
	outOfStep            // unsolicited bytes take the place of the next response
	closesLate           // the close that ends a response without a length comes long after the content
	resets               // the server ends connections by a reset
	noClosureAlert       // the server ends TLS connections by a FIN alone
	wrongMax             // max does not say how many exchanges are left
	oneAnswer            // the server answers only the first request on a connection, and leaves the connection open
	numFaults
)

// reportedBy returns the checks in which a fault may appear, in order. The first of them
// in which it appeared reports it.
func (f fault) reportedBy() []string {
	switch f {
	case staysOpen:
		return []string{nameHonour, name10, nameMax, name10Keep}
	case noNotice:
		return []string{nameFraming, nameMax, nameAnnounce, nameIdle, namePipeline, nameHead, name10Keep, nameReuse}
	case whenPipelined:
		return []string{namePipeline, nameAnnounce}
	case afterHead:
		return []string{nameHead, nameAnnounce}
	case afterError:
		return []string{nameReuse, nameAnnounce}
	case outOfStep:
		return []string{nameFraming, nameHead, nameUnasked, namePipeline}
	case closesLate:
		return []string{nameFraming, nameHonour}
	case resets:
		return []string{nameFraming, nameKind, nameHonour}
	case noClosureAlert:
		return []string{nameFraming, nameKind}
	case wrongMax:
		return []string{nameMax, nameField}
	case oneAnswer:
		return []string{nameMax, nameRace, namePipeline, nameHead, nameReuse, name10Keep}
	case noFault, numFaults:
	}
	return nil
}

// once leaves each fault in one of the checks in which it appeared, and marks the others
// as skipped. The others keep their advice for clients.
func once(cs []Check) {
	for f := noFault + 1; f < numFaults; f++ {
		reporter := ""
		for _, name := range f.reportedBy() {
			i := slices.IndexFunc(cs, func(c Check) bool { return c.Name == name && c.fault == f })
			switch {
			case i < 0:
			case reporter == "":
				reporter = name
			default:
				cs[i].Verdict, cs[i].Text = Skip, "the same fault: see "+reporter
				cs[i].advice = slices.DeleteFunc(cs[i].advice, func(a Advice) bool { return a.For == "server" })
			}
		}
	}
}

// endsEach reports whether the server closes each connection after one response that
// promised to persist.
func (e *evidence) endsEach() bool {
	if e.closes.n > 0 {
		return e.closes.high < agree
	}
	r, _, ok := e.confirmed()
	return ok && endsAt(r) == 1
}

// answersOnce reports whether the server does not answer the second request of a
// connection and leaves the connection open.
func (e *evidence) answersOnce() bool {
	r, _, ok := e.confirmed()
	if !ok || !r.late {
		return false
	}
	n := 0
	for _, x := range r.conn().Exchanges {
		n += one(x.Requested && wasAnswered(x))
	}
	return n == 1
}

// endsAt returns the number of responses after which the server closed a connection in
// use without notice, or 0 if it did not.
func endsAt(r trialRun) (n int) {
	if !r.byServer() || r.conn().Close.Announced() {
		return 0
	}
	for _, x := range r.conn().Exchanges {
		n += one(x.Requested && wasAnswered(x))
	}
	return n
}
