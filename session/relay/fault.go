package relay

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Faults holds the faults that the relay causes at the user's request. The zero value has
// no faults.
type Faults struct {
	Latency    time.Duration // delay of each byte, in both directions
	Bandwidth  int64         // bytes per second, in each direction
	CloseIdle  time.Duration // the relay closes both sides after this idle time
	CloseAfter int           // the relay closes both sides after this many exchanges
	CutContent int64         // the relay closes both sides after this many content bytes of a response
	HoldFIN    time.Duration // delay of the server's FIN to the client
	OneIn      int           // the faults apply to connections whose number is a multiple of OneIn, or to all if OneIn is 0

	ResetBeforeResponse  bool // the client gets an RST instead of the first response
	DropConnectionHeader bool // the relay removes the Connection field from responses

	cuts bool // true if CutContent is set, which may be 0
}

// A fault is one row of faultTable.
type fault struct {
	name string
	unit string // example of a value; empty if the fault takes no value
	does string
	set  func(f *Faults, value string) error
	text func(f *Faults) string // returns the value that is set, or "" if the fault is not set
}

var faultTable = []fault{
	{"latency", "50ms", "delays every byte, both ways", setDuration(func(f *Faults) *time.Duration { return &f.Latency }),
		durationText(func(f *Faults) time.Duration { return f.Latency })},
	{"bandwidth", "10000", "passes this many bytes per second, each way", func(f *Faults, v string) (err error) {
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
	{"reset-before-response", "", "sends the client an RST instead of the first response", func(f *Faults, _ string) error {
		f.ResetBeforeResponse = true
		return nil
	}, func(f *Faults) string { return flagText(f.ResetBeforeResponse) }},
	{"cut-content", "100", "closes both sides after this many content bytes", func(f *Faults, v string) (err error) {
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
	{"hold-fin", "20ms", "delays the server's FIN, to cause races with requests", setDuration(func(f *Faults) *time.Duration { return &f.HoldFIN }),
		durationText(func(f *Faults) time.Duration { return f.HoldFIN })},
	{"one-in", "10", "applies the faults to one in this many connections", func(f *Faults, v string) error {
		n, err := positive(v)
		f.OneIn = int(n)
		return err
	}, func(f *Faults) string { return numberText(f.OneIn > 0, int64(f.OneIn)) }},
}

// FaultNames returns two strings for each fault: an example such as "hold-fin=20ms", and
// what the fault does.
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

// Set sets the fault that s describes, such as "hold-fin=20ms" or
// "drop-connection-header".
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
			return fmt.Errorf("fault %s=%s: %w; write, for example, %s=%s", name, value, err, name, row.unit)
		}
		return nil
	}
	return fmt.Errorf("unknown fault %q; the faults are %s", name, strings.Join(names(), ", "))
}

// ParseFaults returns the faults that s describes, in the form of [Faults.String]:
// "latency=50ms, hold-fin=20ms".
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

// String returns the faults that are set, such as "latency=50ms, hold-fin=20ms".
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

// of returns the faults that apply to the connection with this ID.
func (f *Faults) of(id int) Faults {
	if f.OneIn > 0 && id%f.OneIn != 0 {
		return Faults{}
	}
	return *f
}

// shapes reports whether a fault delays bytes.
func (f *Faults) shapes() bool { return f.Latency > 0 || f.Bandwidth > 0 }

// decodes reports whether a fault requires the relay to decode messages.
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
