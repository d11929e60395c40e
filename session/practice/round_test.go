package practice

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"linger/session/internal/memconn"
)

// A seed gives the same rounds in every version of linger, because students compare them.
func TestRoundsOfASeedAreFixed(t *testing.T) {
	want := []string{
		"/r/7K3P-1 /late?timeout=4&after=8",
		"/r/7K3P-2 /until-close?sent=8",
		"/r/7K3P-3 /ignores-close?",
		"/r/7K3P-4 /gateway?origin=6",
	}
	for i, w := range want {
		r, err := Draw("7k3p", i+1)
		if got := fmt.Sprintf("%s %s?%s", r.Path(), r.Scenario, r.Query); err != nil || got != w {
			t.Errorf("round %d = %s, %v; want %s", i+1, got, err, w)
		}
	}
}

func TestDrawRefuses(t *testing.T) {
	for seed, number := range map[string]int{"": 1, "7K3": 1, "7K3PP": 1, "7K3I": 1, "7K3 ": 1, "7K3P": 0, "7K3Q": 1000, "7K3\n": 1} {
		if r, err := Draw(seed, number); err == nil {
			t.Errorf("Draw(%q, %d) = %+v, want an error", seed, number, r)
		}
	}
	for range 100 {
		if s := NewSeed(); len(s) != 4 || strings.Trim(s, seedLetters) != "" {
			t.Errorf("NewSeed() = %q, want a seed that Draw accepts", s)
		}
	}
}

// someSeeds returns n seeds that Draw accepts.
func someSeeds(n int) []string {
	seeds := make([]string, n)
	for i := range seeds {
		seeds[i] = fmt.Sprintf("%04d", i*37%10_000)
	}
	return seeds
}

func TestOneOrTwoOfTenRoundsBehaveWell(t *testing.T) {
	good := make(map[string]bool)
	for _, k := range goodKinds() {
		good[k.scenario] = true
	}
	for _, seed := range someSeeds(60) {
		seen := make(map[string]bool)
		for block := range 4 {
			well := 0
			for i := range 10 {
				r, err := Draw(seed, block*10+i+1)
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case good[r.Scenario]:
					well++
				case seen[r.Scenario]:
					t.Errorf("%s-%d: %s was drawn twice", seed, r.Number, r.Scenario)
				}
				seen[r.Scenario] = true
			}
			if well < 1 || well > 2 {
				t.Errorf("seed %s: in rounds %d to %d, %d servers behave well, want 1 or 2", seed, block*10+1, block*10+10, well)
			}
		}
	}
}

func TestRoundKindsAreComplete(t *testing.T) {
	scenarios := make(map[string]bool)
	for _, s := range Scenarios() {
		scenarios[s.Path] = true
	}
	seen := make(map[string]bool)
	for _, k := range append(goodKinds(), faultyKinds()...) {
		if !scenarios[k.scenario] || seen[k.scenario] {
			t.Errorf("%s is not a scenario or has two rows", k.scenario)
		}
		seen[k.scenario] = true
		if k.truth.Who == "" || len(k.truth.Timeout) == 0 || k.truth.Body == "" || len(k.truth.Proof) == 0 || k.truth.Connections == 0 {
			t.Errorf("%s: the truth has an empty field: %+v", k.scenario, k.truth)
		}
	}
	for scenario := range seenIn {
		if !seen[scenario] {
			t.Errorf("seenIn has a row for %s, which is not a kind of round", scenario)
		}
	}
	if len(seen) < 40 {
		t.Errorf("the drill has %d kinds, want 40 or more", len(seen))
	}
}

// A seen holds what a client sees on one connection of a round: the bytes and how the
// connection ended.
type seen struct {
	t     *testing.T
	c     *memconn.Conn
	began time.Time
	log   *strings.Builder // the server's log

	all    []byte
	at     []time.Duration // time at which each byte arrived
	end    string          // FIN, RST, or empty if the connection is still open
	endAt  time.Duration
	asked  []time.Duration
	method string
}

// inRound opens a connection to a new server and runs f.
func inRound(t *testing.T, f func(*seen)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		srv := New(Config{Log: &log})
		client, server := memconn.Pipe()
		done := make(chan struct{})
		go func() { srv.ServeConn(server); close(done) }()
		f(&seen{t: t, c: client, began: time.Now(), log: &log})
		client.Close()
		<-done
	})
}

// ask sends one request for a round and reads for d, or until the connection ends.
func (s *seen) ask(r Round, d time.Duration) {
	s.t.Helper()
	method, version, option := "GET", 1, "keep-alive"
	switch r.Needs {
	case "HEAD":
		method = "HEAD"
	case "HTTP/1.0":
		version = 0
	case "close":
		option = "close"
	}
	s.method = method
	s.asked = append(s.asked, time.Since(s.began))
	request := lines(fmt.Sprintf("%s %s HTTP/1.%d", method, r.Path(), version), "Host: practice", "Connection: "+option)
	if _, err := io.WriteString(s.c, request); err != nil {
		s.t.Fatal(err)
	}
	s.read(d)
}

func (s *seen) read(d time.Duration) {
	s.c.SetReadDeadline(time.Now().Add(d))
	for b := make([]byte, 4096); ; {
		n, err := s.c.Read(b)
		s.all = append(s.all, b[:n]...)
		for range n {
			s.at = append(s.at, time.Since(s.began))
		}
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF):
			s.end, s.endAt = "FIN", time.Since(s.began)
		case errors.Is(err, syscall.ECONNRESET):
			s.end, s.endAt = "RST", time.Since(s.began)
		}
		return
	}
}

// A first is the first response, parsed by code that is independent of the server.
type first struct {
	status   string
	fields   map[string][]string
	complete bool
	length   int // message length according to the framing, or the number of all bytes if there is no framing
	chunked  bool
}

func (s *seen) first() first {
	head, body, ok := strings.Cut(string(s.all), "\r\n\r\n")
	if !ok {
		return first{}
	}
	all := strings.Split(head, "\r\n")
	f := first{status: all[0][9:12], fields: make(map[string][]string), length: len(head) + 4}
	for _, l := range all[1:] {
		name, value, _ := strings.Cut(l, ": ")
		f.fields[name] = append(f.fields[name], value)
	}
	lengths := f.fields["Content-Length"]
	switch {
	case s.method == "HEAD" || f.status == "204" || f.status == "304":
		f.complete = true
	case f.fields["Transfer-Encoding"] != nil:
		n, complete := chunksLength(body)
		f.chunked, f.complete, f.length = true, complete, f.length+n
	case lengths != nil:
		n, _ := strconv.Atoi(strings.Split(lengths[0], ", ")[0])
		f.complete, f.length = n <= len(body), f.length+min(n, len(body))
	default:
		f.length = len(s.all)
	}
	return f
}

// chunksLength returns the length of a chunked body and reports whether the body is
// complete.
func chunksLength(body string) (n int, complete bool) {
	for {
		line, rest, ok := strings.Cut(body[n:], "\r\n")
		size, err := strconv.ParseInt(line, 16, 32)
		if !ok || err != nil || int(size)+2 > len(rest) {
			return len(body), false
		}
		n += len(line) + 2 + int(size) + 2
		if size == 0 {
			return n, true
		}
	}
}

func (s *seen) says(option string) bool {
	return regexp.MustCompile(`(?i)\r\nConnection: ` + option + `\r\n`).Match(s.all)
}

// hints returns the advertised idle timeouts that apply, in seconds.
func (f first) hints() []int {
	var all []int
	if !slices.ContainsFunc(f.fields["Connection"], func(v string) bool { return strings.EqualFold(v, "keep-alive") }) {
		return nil
	}
	for _, v := range f.fields["Keep-Alive"] {
		if m := regexp.MustCompile(`^timeout=(\d+)(, max=\d+)?$`).FindStringSubmatch(v); m != nil {
			n, _ := strconv.Atoi(m[1])
			all = append(all, n)
		}
	}
	return all
}

// ender returns who ended the connection, according to what the client saw. It returns
// EndsClient only if that is want and the server left the connection open for more than a
// second.
func (s *seen) ender(want Ender) Ender {
	last := s.asked[0]
	if len(s.at) > 0 {
		last = s.at[len(s.at)-1]
	}
	switch {
	case want == EndsClient && (s.end == "" || s.endAt-last > time.Second):
		return EndsClient
	case s.end == "RST":
		return EndsReset
	case s.end == "FIN" && s.says("close") && s.endAt == last:
		return EndsAnnounced
	case s.end == "FIN":
		return EndsServer
	}
	return "open"
}

// timeouts returns, for each hint, its relation to the actual idle time.
func (s *seen) timeouts(f first) []Timeout {
	var all []Timeout
	for _, h := range f.hints() {
		idle, hint := s.endAt-s.at[f.length-1], time.Duration(h)*time.Second
		switch {
		case idle == hint:
			all = append(all, TimeoutAccurate)
		case idle < hint:
			all = append(all, TimeoutTooLong)
		default:
			all = append(all, TimeoutTooShort)
		}
	}
	if all == nil {
		return []Timeout{TimeoutNone}
	}
	return all
}

func (s *seen) body(f first) BodyEnd {
	lengths := f.fields["Content-Length"]
	switch {
	case len(s.all) == 0:
		return BodyNone
	case len(lengths) > 1 && !strings.HasPrefix(lengths[1], lengths[0]):
		return BodyUnknown
	case f.complete && len(s.all) > f.length && s.at[f.length] == s.at[f.length-1]:
		return BodyElsewhere
	case f.complete && f.chunked:
		return BodyChunks
	case f.complete:
		return BodyLength
	case s.says("close"):
		return BodyClose
	case f.chunked || lengths != nil && s.endAt == s.at[len(s.at)-1]:
		return BodyIncomplete
	}
	return BodyNever
}

// rounds returns a round of each kind.
func rounds(t *testing.T) map[string]Round {
	t.Helper()
	all := make(map[string]Round)
	for _, seed := range someSeeds(4) {
		for n := range 60 {
			r, err := Draw(seed, n+1)
			if err != nil {
				t.Fatal(err)
			}
			all[r.Scenario] = r
		}
	}
	if len(all) != len(goodKinds())+len(faultyKinds()) {
		t.Fatalf("drew %d kinds of rounds, want %d", len(all), len(goodKinds())+len(faultyKinds()))
	}
	return all
}

// longest is a time after which all rounds have ended.
const longest = 70 * time.Second

func TestTruthAgreesWithBytes(t *testing.T) {
	for path, r := range rounds(t) {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			if path == "/age" {
				return // a single request does not show the behaviour: see TestTruthOfRoundsThatNeedTwoRequests
			}
			inRound(t, func(s *seen) {
				s.ask(r, longest)
				f := s.first()
				if got := s.ender(r.Truth.Who); got != r.Truth.Who {
					t.Errorf("%s: ended by %s (%s), but the truth is %s", r.Query, got, s.end, r.Truth.Who)
				}
				if got := s.timeouts(f); !slices.Equal(got, r.Truth.Timeout) {
					t.Errorf("%s: the timeout is %s, but the truth is %s", r.Query, got, r.Truth.Timeout)
				}
				if got := s.body(f); got != r.Truth.Body {
					t.Errorf("%s: the end of the content is %s, but the truth is %s", r.Query, got, r.Truth.Body)
				}
			})
		})
	}
}

// number returns the value of a numeric parameter in a round.
func (r Round) number(t *testing.T, name string) float64 {
	t.Helper()
	for _, sc := range Scenarios() {
		if sc.Path == r.Scenario {
			v, err := sc.readValues(r.Query)
			if err != nil {
				t.Fatal(err)
			}
			return v.number(name)
		}
	}
	t.Fatalf("%s is not a scenario", r.Scenario)
	return 0
}

func TestTruthOfRoundsThatNeedTwoRequests(t *testing.T) {
	all := rounds(t)
	maxes := func(s *seen) []string {
		var m []string
		for _, f := range regexp.MustCompile(`max=(\d+)`).FindAllSubmatch(s.all, -1) {
			m = append(m, string(f[1]))
		}
		return m
	}
	for path, check := range map[string]func(*seen, Round){
		"/constant-max": func(s *seen, _ Round) {
			s.ask(all["/constant-max"], time.Second)
			s.ask(all["/constant-max"], time.Second)
			if m := maxes(s); len(m) != 2 || m[0] != m[1] {
				s.t.Errorf("values of max = %q, want the same value twice", m)
			}
		},
		"/exceeds-max": func(s *seen, r Round) {
			for range int(r.number(s.t, "max")) + 1 {
				s.ask(r, time.Second)
			}
			if m := maxes(s); s.end != "" || m[len(m)-1] != "0" || m[len(m)-2] != "0" {
				s.t.Errorf("values of max = %q, end %q; want 0 twice and an open connection", m, s.end)
			}
		},
		"/ends-before-max": func(s *seen, r Round) {
			for range int(r.number(s.t, "after")) {
				s.ask(r, time.Second)
			}
			if m := maxes(s); s.end != "FIN" || s.endAt != s.at[len(s.at)-1] || m[len(m)-1] == "0" {
				s.t.Errorf("values of max = %q, end %q; want a FIN before max is used up", m, s.end)
			}
		},
		"/age": func(s *seen, r Round) {
			s.ask(r, time.Duration(r.number(s.t, "age"))*time.Second)
			s.ask(r, time.Second)
			if s.ender(EndsAnnounced) != EndsAnnounced || s.body(s.first()) != BodyLength {
				s.t.Errorf("after the age: read %q, end %q; want close and a FIN", s.all, s.end)
			}
		},
		"/gateway": func(s *seen, r Round) {
			s.ask(r, time.Duration(r.number(s.t, "origin")*1000-300)*time.Millisecond)
			s.ask(r, time.Second)
			if !strings.Contains(string(s.all), "HTTP/1.1 502 ") || s.end != "" {
				s.t.Errorf("read %q, end %q; want 502 and an open connection", s.all, s.end)
			}
		},
		"/stall": func(s *seen, r Round) {
			s.ask(r, time.Second)
			s.ask(r, time.Second)
			if d := s.at[len(s.at)-1] - s.asked[1]; d != 40*time.Millisecond {
				s.t.Errorf("the content of the second response came after %v, want 40 ms", d)
			}
		},
	} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) { inRound(t, func(s *seen) { check(s, all[path]) }) })
	}
}

// plainLine matches a header section line that does not reveal the scenario.
var plainLine = regexp.MustCompile(`^(HTTP/1\.1 (200 OK|204 No Content|304 Not Modified|408 Request Timeout|504 Gateway Timeout)` +
	`|Content-Type: text/plain|Content-Length: [0-9, ]+|Transfer-Encoding: chunked|Connection: (?i:keep-alive|close)` +
	`|Keep-Alive: [a-z0-9=,;: -]+)$`)

// plainContent matches syllables or a chunk-size. The content may begin and end inside a
// syllable, and may directly follow other content.
var plainContent = regexp.MustCompile(`^([aeiou]? ?([bdfghjkmnprstvw][aeiou] )*([bdfghjkmnprstvw][aeiou]?)?){1,2}$|^[0-9a-f]{1,2}$`)

func TestRoundsDoNotShowTheirScenario(t *testing.T) {
	for path, r := range rounds(t) {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			inRound(t, func(s *seen) {
				s.ask(r, longest)
				for part := range strings.SplitSeq(string(s.all), "\r\n\r\n") {
					for line := range strings.SplitSeq(part, "\r\n") {
						content, status, ok := strings.Cut(line, "HTTP/1.1 ") // a status line may directly follow content
						if ok && plainContent.MatchString(content) && plainLine.MatchString("HTTP/1.1 "+status) {
							continue
						}
						if !plainLine.MatchString(line) && !plainContent.MatchString(line) {
							t.Errorf("the response contains %q, which may show the scenario", line)
						}
					}
				}
				synctest.Wait() // for the server to write its log
				for _, word := range []string{path, strings.TrimPrefix(path, "/"), "advertised", "unsolicited", "idle timeout"} {
					if strings.Contains(s.log.String(), word) {
						t.Errorf("the log contains %q, which shows the scenario: %s", word, s.log)
					}
				}
			})
		})
	}
}

func TestSameSeedGivesSameBytes(t *testing.T) {
	for path, r := range rounds(t) {
		var once [2][]byte
		for i := range once {
			inRound(t, func(s *seen) { s.ask(r, longest); once[i] = s.all })
		}
		if string(once[0]) != string(once[1]) {
			t.Errorf("%s: the first server sent %q, the second %q", path, once[0], once[1])
		}
	}
}

func TestRoundPaths(t *testing.T) {
	for target, status := range map[string]string{
		"/r/7K3P-1": "200", "/r/7K3P-1?timeout=1": "400", "/r/7K3P": "404", "/r/7k3p-1": "404", "/r/7K3P-01": "404", "/r/7K3P-0": "404",
		"/r/7K3P-1000": "404", "/r/": "404", "/r": "404", "/r/IIII-1": "404",
	} {
		tell(t, func(s *story) {
			s.get(target)
			if got, content := s.wantMessage(); got != status {
				t.Errorf("status of %s = %s, want %s: %s", target, got, status, content)
			}
		})
	}
}
