package format_test

import (
	"math"
	"testing"
	"time"

	"linger/wire/format"
)

func TestNumbers(t *testing.T) {
	ms, s := time.Millisecond, time.Second
	for _, tt := range []struct{ got, want string }{
		{format.Duration(20 * time.Microsecond), "0.02 ms"},
		{format.Duration(900 * time.Microsecond), "0.9 ms"},
		{format.Duration(4100 * time.Microsecond), "4.1 ms"},
		{format.Duration(188 * ms), "188 ms"},
		{format.Duration(999600 * time.Microsecond), "1.00 s"},
		{format.Duration(1250 * ms), "1.25 s"},
		{format.Duration(12400 * ms), "12.4 s"},
		{format.Duration(128 * s), "2 min 8 s"},
		{format.Clock(2190 * ms), "2.1 s"},
		{format.Clock(12400 * ms), "12.4 s"},
		{format.Clock(64 * s), "1 min 4 s"},
		{format.Idle(9999 * ms), "9.9 s"},
		{format.Idle(42500 * ms), "42 s"},
		{format.Idle(3700 * s), "1 h 1 min"},
		{format.Left(10 * s), "10 s"},
		{format.Left(9901 * ms), "10 s"},
		{format.Left(9900 * ms), "9.9 s"},
		{format.Left(41200 * ms), "42 s"},
		{format.Left(ms), "0.1 s"},
		{format.Left(0), "0.0 s"},
		{format.Exactly(5003 * ms), "5.003 s"},
		{format.Seconds(5 * s), "5 s"},
		{format.Seconds(500 * ms), "0.5 s"},
		{format.Seconds(2720 * ms), "2.72 s"},
		{format.Seconds(100 * s), "100 s"},
		{format.Seconds(1234567 * time.Microsecond), "1.235 s"},
		{format.Size(512), "512"},
		{format.Size(9812), "9,812"},
		{format.Size(10000), "10 kB"},
		{format.Size(18432), "18 kB"},
		{format.Size(999600), "1.0 MB"},
		{format.Size(1200000), "1.2 MB"},
		{format.Size(1 << 30), "1.1 GB"},
		{format.Number(-1234567), "-1,234,567"},
		{format.Number(-123), "-123"},
		{format.Number(math.MinInt64), "-9,223,372,036,854,775,808"},
		{format.Size(math.MaxInt64), "9223 PB"},
		{format.Duration(-4100 * time.Microsecond), "-4.1 ms"},
		{format.Duration(math.MinInt64), "-2562047 h 47 min"},
		{format.Count(1, "exchange"), "1 exchange"},
		{format.Count(1200, "exchange"), "1,200 exchanges"},
		{format.Count(int64(9812), "byte"), "9,812 bytes"},
		{format.Amount(1), "1 byte"},
		{format.Amount(1200000), "1.2 MB"},
		{format.Exactly(1499 * time.Microsecond), "0.001 s"},
		{format.Difference(3 * ms), "3 ms"},
		{format.Difference(1999 * ms), "2.0 s"},
		{format.Milliseconds(41 * ms), "41 ms"},
		{format.Brief(0), "0 s"},
		{format.Brief(40 * ms), "40 ms"},
		{format.Brief(290 * time.Microsecond), "0.29 ms"},
		{format.Brief(1100 * time.Microsecond), "1.1 ms"},
		{format.Brief(time.Microsecond), "under 0.01 ms"},
		{format.Brief(2720123 * time.Microsecond), "2.72 s"},
		{format.AtLeast(2999 * ms), "2.9 s"},
		{format.AtLeast(12900 * ms), "12 s"},
	} {
		if tt.got != tt.want {
			t.Errorf("the formatted value is %q, want %q", tt.got, tt.want)
		}
	}
}
