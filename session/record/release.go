package record

import "slices"

// Release forgets an exchange that is done, so that whoever writes exchanges to a
// file can do so in bounded memory. What still comes of it is dropped, save that
// findings go to its connection.
func (r *Record) Release(e *Exchange) {
	if r.Exchange(e.ID) != e {
		return
	}
	r.dropBytes(e)
	r.dropLines(e)
	r.dropFindings(e)
	if r.released == nil {
		r.released = &Exchange{}
	}
	r.Exchanges[e.ID-1] = r.released
	c := r.Conns[e.Conn-1]
	if i := slices.Index(c.Exchanges, e); i >= 0 {
		c.Exchanges = slices.Delete(c.Exchanges, i, i+1)
	}
}
