package wire

import "testing"

// A status-line may end inside its status code.
func TestHalfAStatusCodeIsNone(t *testing.T) {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	d.Feed([]byte("HTTP/1.1 2"))
	d.Close()
	if s := d.Facts().PersistenceSteps()[0]; s.Evidence != "no status code arrived" {
		t.Errorf("%+v", s)
	}
}

// The first line that curl -i saves of an HTTP/2 response is not a status-line. The
// decoder recognises it, with any segmentation.
func TestWhatCurlSavesOfHTTP2(t *testing.T) {
	for _, line := range []string{"HTTP/2 200 \r\n", "HTTP/2 200\n", "HTTP/3 404 \r\n"} {
		for _, n := range []int{1, len(line)} {
			d := NewDecoder(Limits{})
			d.Expect(Request{Method: "GET", Version: Version{1, 1}})
			var found []Finding
			for at := 0; at < len(line); at += n {
				d.Feed([]byte(line[at : at+n]))
				found = append(found, d.Findings()...)
			}
			if len(found) != 1 || found[0].Code != CodeStatusLine || found[0].Offset != 0 || found[0].Detail != asSaved {
				t.Errorf("%q by %d: %+v", line, n, found)
			}
		}
	}
	for _, r := range Readers(&Facts{}, []Finding{{Code: CodeStatusLine, Detail: asSaved}}, 0) {
		if want := r.Reader != "curl"; (r.Outcome == OutcomeRefuses) != want {
			t.Errorf("%s %s", r.Reader, r.Text())
		}
	}
}
