package relay

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Faults are what the relay does to connections on request. The zero value does
// nothing.
type Faults struct {
	Latency    time.Duration // each byte arrives so much later, both ways
	Bandwidth  int64         // bytes a second, each way
	CloseIdle  time.Duration // the relay closes both sides after so much idle time
	CloseAfter int           // the relay closes both sides after so many exchanges
	CutContent int64         // content of a response ends after so many bytes; both sides are closed
	HoldFIN    time.Duration // the server's FIN reaches the client so much later
	OneIn      int           // the faults are those of one connection in so many; 0: of each

	ResetBeforeResponse  bool // the client gets a RST in place of the first response
	DropConnectionHeader bool // responses lose their Connection field

	cuts bool // CutContent is set: it may be 0
}

// A fault is one row of the table of faults.
type fault struct {
	name string
	unit string // what a value looks like; empty: there is none
	does string
	set  func(f *Faults, value string) error
	text func(f *Faults) string // as it is set; empty: it is not
}

var faultTable = []fault{
	{"latency", "50ms", "delays every byte, both ways", setDuration(func(f *Faults) *time.Duration { return &f.Latency }),
		durationText(func(f *Faults) time.Duration { return f.Latency })},
	{"bandwidth", "10000", "passes so many bytes a second, each way", func(f *Faults, v string) (err error) {
		f.Bandwidth, err = positive(v)
		return err
	}, func(f *Faults) string { return numberText(f.Bandwidth > 0, f.Bandwidth) }},
	{"close-idle", "4s", "closes both sides after this idle time", setDuration(func(f *Faults) *time.Duration { return &f.CloseIdle }),
		durationText(func(f *Faults) time.Duration { return f.CloseIdle })},
	{"close-after", "3", "closes both sides after this many exchanges", func(f *Faults, v string) error {
		n, err := positive(v)
		f.CloseAfter = int(n)
		return err
	}, func(f *Faults) string { return numberText(f.CloseAfter > 0, int64(f.CloseAfter)) }},
	{"reset-before-response", "", "sends the client a RST in place of the first response", func(f *Faults, _ string) error {
		f.ResetBeforeResponse = true
		return nil
	}, func(f *Faults) string { return flagText(f.ResetBeforeResponse) }},
	{"cut-content", "100", "closes both sides after this many bytes of content", func(f *Faults, v string) (err error) {
		f.CutContent, err = strconv.ParseInt(v, 10, 64)
		if err != nil || f.CutContent < 0 {
			return errors.New("not a number of bytes")
		}
		f.cuts = true
		return nil
	}, func(f *Faults) string { return numberText(f.cuts, f.CutContent) }},
	{"drop-connection-header", "", "removes the Connection field from responses", func(f *Faults, _ string) error {
		f.DropConnectionHeader = true
		return nil
	}, func(f *Faults) string { return flagText(f.DropConnectionHeader) }},
	{"hold-fin", "20ms", "passes the server's FIN on late: requests race it", setDuration(func(f *Faults) *time.Duration { return &f.HoldFIN }),
		durationText(func(f *Faults) time.Duration { return f.HoldFIN })},
	{"one-in", "10", "leaves all but one in so many connections alone", func(f *Faults, v string) error {
		n, err := positive(v)
		f.OneIn = int(n)
		return err
	}, func(f *Faults) string { return numberText(f.OneIn > 0, int64(f.OneIn)) }},
}

// FaultNames returns the faults there are, each with an example of its value and
// what it does: "hold-fin=20ms", "passes the server's FIN on late …".
func FaultNames() [][2]string {
	var out [][2]string
	for _, f := range faultTable {
		name := f.name
		if f.unit != "" {
			name += "=" + f.unit
		}
		out = append(out, [2]string{name, f.does})
	}
	return out
}

// Set adds a fault: "hold-fin=20ms", "drop-connection-header".
func (f *Faults) Set(s string) error {
	name, value, has := strings.Cut(s, "=")
	for _, row := range faultTable {
		switch {
		case row.name != name:
			continue
		case has && row.unit == "":
			return fmt.Errorf("fault %s takes no value", name)
		case !has && row.unit != "":
			return fmt.Errorf("fault %s needs a value, such as %s=%s", name, name, row.unit)
		}
		if err := row.set(f, value); err != nil {
			return fmt.Errorf("fault %s=%s: %w; write for example %s=%s", name, value, err, name, row.unit)
		}
		return nil
	}
	return fmt.Errorf("unknown fault %q; the faults are %s", name, strings.Join(names(), ", "))
}

// ParseFaults reads faults as [Faults.String] writes them: "latency=50ms,
// hold-fin=20ms".
func ParseFaults(s string) (Faults, error) {
	var f Faults
	for word := range strings.SplitSeq(s, ",") {
		if word = strings.TrimSpace(word); word != "" {
			if err := f.Set(word); err != nil {
				return Faults{}, err
			}
		}
	}
	return f, nil
}

func names() []string {
	var out []string
	for _, f := range faultTable {
		out = append(out, f.name)
	}
	return out
}

// String returns the faults that are set, as they are written: "hold-fin=20ms".
func (f *Faults) String() string {
	var out []string
	for _, row := range faultTable {
		switch v := row.text(f); {
		case v == "":
		case row.unit == "":
			out = append(out, row.name)
		default:
			out = append(out, row.name+"="+v)
		}
	}
	return strings.Join(out, ", ")
}

// of returns the faults of the connection with a number.
func (f *Faults) of(id int) Faults {
	if f.OneIn > 0 && id%f.OneIn != 0 {
		return Faults{}
	}
	return *f
}

// shapes reports whether bytes are to arrive later than they could.
func (f *Faults) shapes() bool { return f.Latency > 0 || f.Bandwidth > 0 }

// decodes reports whether a fault has to know where messages begin and end.
func (f *Faults) decodes() bool {
	return f.CloseIdle > 0 || f.CloseAfter > 0 || f.cuts || f.ResetBeforeResponse || f.DropConnectionHeader
}

func setDuration(field func(*Faults) *time.Duration) func(*Faults, string) error {
	return func(f *Faults, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d <= 0 {
			return errors.New("not a duration")
		}
		*field(f) = d
		return nil
	}
}

func positive(v string) (int64, error) {
	n, err := strconv.ParseInt(v, 10, 32)
	if err != nil || n <= 0 {
		return 0, errors.New("not a positive number")
	}
	return n, nil
}

func durationText(field func(*Faults) time.Duration) func(*Faults) string {
	return func(f *Faults) string {
		if d := field(f); d > 0 {
			return d.String()
		}
		return ""
	}
}

func numberText(set bool, n int64) string {
	if !set {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func flagText(set bool) string {
	if set {
		return "on"
	}
	return ""
}
