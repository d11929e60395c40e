package har

import "time"

// overlap is the maximum time by which consecutive exchanges on one connection may appear
// to overlap, because the times in HAR files are rounded.
const overlap = 2 * time.Millisecond

// place assigns the exchanges to connections. An exchange whose connection the file does
// not identify gets its own connection.
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

// ports returns the identifiers that cannot identify connections, because exchanges with
// the same origin and identifier overlap. Such an identifier is the server's port, which
// HAR allows. The keys are an origin, a space and the identifier.
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

// follows reports whether x may follow the exchanges in before on one connection. It may
// if the last of them has a response that ended before that of x, and did not end the
// connection.
func follows(x *exchange, before []*exchange) bool {
	last := before[len(before)-1]
	return len(last.response) > 0 && last.end == nil && !last.over().After(x.over().Add(overlap))
}
