package replay_test

import (
	"reflect"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bytes"
	"io"

	"linger/session"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/record"
	"linger/session/replay"
)

// At each position, Coming agrees with the events after it.
func TestComingSummarizesTheRestOfTheLog(t *testing.T) {
	p := player(t)
	for n := len(story()); n > 0; n-- {
		if at, _ := p.Step(); at != n {
			t.Fatalf("Step() = %d, want %d", at, n)
		}
		var want replay.Coming
		var next []string
		for _, ev := range story()[n:] {
			switch ev := ev.(type) {
			case *session.RequestStarted:
				want.Exchanges++
				next = append(next, ev.At.String()+" GET /")
			case session.Closed:
				want.Closes++
				next = append(next, ev.At.String()+" "+string(ev.How))
			}
		}
		got := p.Coming()
		if got.Exchanges != want.Exchanges || got.Closes != want.Closes {
			t.Errorf("after %d events Coming has %d exchanges and %d closes, want %d and %d", n, got.Exchanges, got.Closes, want.Exchanges, want.Closes)
		}
		var said []string
		for _, a := range got.Next {
			if a.Ending != nil {
				a.Request = string(a.Ending.How)
			}
			said = append(said, a.At.String()+" "+a.Request)
		}
		if next = next[:min(2, len(next))]; !reflect.DeepEqual(said, next) {
			t.Errorf("after %d events Next = %q, want %q", n, said, next)
		}
		p.StepBy(-1)
	}
}

// For every scenario, the record of the log equals the record of the session, except for
// what equal messages share.
func TestRecordOfALogEqualsThatOfTheSession(t *testing.T) {
	if testing.Short() {
		t.Skip("running every scenario is slow")
	}
	// Equal messages of a session share their bytes, and those of a log do not.
	sharing := cmp.FilterPath(func(p cmp.Path) bool {
		name := p.Last().String()
		return name == ".common" || name == ".dataLater" || p.String() == "held.bytes"
	}, cmp.Ignore())
	same := cmp.Options{sharing, cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(), cmp.FilterValues(func(a, b []byte) bool { return len(a)+len(b) > 0 }, cmp.Comparer(bytes.Equal))}
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			var evs []session.Event
			synctest.Test(t, func(t *testing.T) { evs = livetest.Scenario(t, sc.Path) })
			var file bytes.Buffer
			if err := log.NewWriter(&file, log.Header{Secrets: log.SecretsKept}).Write(evs...); err != nil {
				t.Fatal(err)
			}
			p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Bytes())), nil })
			if err != nil {
				t.Fatal(err)
			}
			want := &record.Record{}
			for _, ev := range evs {
				want.Apply(ev)
			}
			if reflect.DeepEqual(want, p.Record()) {
				return
			}
			if d := cmp.Diff(want, p.Record(), same); d != "" {
				t.Errorf("the record of the log differs from the record of the session (-session +log):\n%s", d)
			}
		})
	}
}
