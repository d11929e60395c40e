package list

import (
	"linger/session/record"
)

// A newest is the newest exchange that has a finding. What was looked at once
// is not looked at again, but for the newest exchanges.
type newest struct {
	ex   *record.Exchange
	seen int
}

func (f *newest) sync(r *record.Record) {
	from := max(0, min(f.seen, len(r.Exchanges)-loose))
	for i := len(r.Exchanges) - 1; i >= from; i-- {
		if len(r.Exchanges[i].Findings) > 0 {
			f.ex = r.Exchanges[i]
			break
		}
	}
	f.seen = len(r.Exchanges)
}
