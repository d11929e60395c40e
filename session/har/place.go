package har

import "time"

// overlap is the maximum time by which consecutive exchanges on a connection may seem to
// overlap, because times are rounded.
const overlap = 2 * time.Millisecond

// place assigns the exchanges to connections. An exchange for which the file names no
// connection gets a connection of its own.
func (f *File) place() {
	type key struct{ origin, id string }
	at := map[key]int{}
	ports := f.ports()
	for _, x := range f.exchanges {
		k := key{x.origin.String(), x.id}
		if k.id == "" || x.port && ports[k.origin+" "+k.id] {
			f.Unplaced++
			f.conns = append(f.conns, []*exchange{x})
			continue
		}
		i, known := at[k]
		if !known || !follows(x, f.conns[i]) {
			i = len(f.conns)
			at[k] = i
			f.conns = append(f.conns, nil)
		}
		f.conns[i] = append(f.conns[i], x)
	}
}

// ports returns the identifiers that do not identify connections, because exchanges with
// the same identifier overlap. They are ports, which the format allows.
func (f *File) ports() map[string]bool {
	ports, busy := map[string]bool{}, map[string]time.Time{}
	for _, x := range f.exchanges {
		if x.id == "" || !x.port {
			continue
		}
		k := x.origin.String() + " " + x.id
		if over, ok := busy[k]; ok && x.start.Before(over.Add(-overlap)) {
			ports[k] = true
		}
		busy[k] = x.over()
	}
	return ports
}

// over returns the time of the last byte of the response.
func (x *exchange) over() time.Time {
	return x.start.Add(x.before() + x.send + x.wait + x.receive)
}

// follows reports whether an exchange may follow others on their connection:
// the last of them has an earlier response, and the connection did not end with
// it.
func follows(x *exchange, before []*exchange) bool {
	last := before[len(before)-1]
	return len(last.response) > 0 && last.end == nil && !last.over().After(x.over().Add(overlap))
}
