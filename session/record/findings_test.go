package record_test

import (
	"slices"
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// ExchangeFindings returns all findings that are kept, whatever the order in which the
// exchanges get them, and also after exchanges or findings were dropped.
func TestExchangeFindingsAreComplete(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	check := func(when string, want ...wire.Code) {
		t.Helper()
		var got []wire.Code
		for e, f := range r.Conn(1).ExchangeFindings() {
			if !slices.Contains(e.Findings, f) {
				t.Errorf("%s: exchange %d is returned with the finding %v, which is not its own", when, e.ID, f)
			}
			got = append(got, f.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the findings are %v, want %v", when, got, want)
		}
	}
	find := func(exchange int, c wire.Code, detail string) {
		r.Apply(session.Found{Conn: 1, Exchange: exchange, Finding: wire.Finding{Code: c, Detail: detail}})
	}
	for id := 1; id <= 4; id++ {
		r.Apply(&session.RequestStarted{Conn: 1, Exchange: id})
	}
	check("without findings")
	find(3, wire.CodeBareLF, "")
	check("in a later exchange", wire.CodeBareLF)
	find(1, wire.CodeObsFold, "")
	find(1, wire.CodeBareLF, "")
	find(4, wire.CodeObsFold, "")
	check("in three exchanges", wire.CodeObsFold, wire.CodeBareLF, wire.CodeBareLF, wire.CodeObsFold)
	for e := range r.Conn(1).ExchangeFindings() {
		if e.ID != 1 {
			t.Errorf("the first finding is that of exchange %d, want 1", e.ID)
		}
		break
	}
	r.Release(r.Exchange(3))
	check("after the release of an exchange", wire.CodeObsFold, wire.CodeBareLF, wire.CodeObsFold)
	find(4, wire.CodeBareLF, string(make([]byte, record.KeepFindings)))
	check("after the findings of old exchanges were dropped", wire.CodeObsFold, wire.CodeBareLF)
	find(1, wire.CodeObsFold, "")
	check("after another finding of an old exchange", wire.CodeObsFold, wire.CodeBareLF)
}
