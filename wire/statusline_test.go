package wire

import "testing"

// If the status-line ends inside its status code, the steps say that no status code
// arrived.
func TestIncompleteStatusCode(t *testing.T) {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	d.Feed([]byte("HTTP/1.1 2"))
	d.Close()
	if s := d.Facts().PersistenceSteps()[0]; s.Evidence != "no status code arrived" {
		t.Errorf("the first step is %+v; want evidence \"no status code arrived\"", s)
	}
}

// curl -i saves an HTTP/2 response with a first line that is not a status-line of
// HTTP/1.x. The decoder recognises that line in any segmentation.
func TestHTTP2ResponseSavedByCurl(t *testing.T) {
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
				t.Errorf("%q in pieces of %d bytes: findings %+v; want one %s at 0 with detail %q", line, n, found, CodeStatusLine, asSaved)
			}
		}
	}
	for _, r := range Readers(&Facts{}, []Finding{{Code: CodeStatusLine, Detail: asSaved}}, 0) {
		if want := r.Reader != "curl"; (r.Outcome == OutcomeRefuses) != want {
			t.Errorf("Readers says that %s %s; want a refusal: %t", r.Reader, r.Text(), want)
		}
	}
}
