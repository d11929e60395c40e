package drill

import "slices"

// A Topic identifies one of the five questions of a round.
type Topic int

// Topics, in the order of their questions.
const (
	Who Topic = iota
	Timeout
	Body
	Rule
	Proof

	Topics = int(iota)
)

// A Choice is an answer: its value in results, and its text.
type Choice struct{ Value, Words string }

// A Question asks about one topic and offers its choices.
type Question struct {
	Name    string // name of the topic in results
	Text    string
	Points  int
	Choices []Choice
}

// None is the answer that no rule is broken.
const None = "none"

// Marked is the answer that the marked places prove that the rule was broken.
const Marked = "marked"

// Questions returns the questions in order.
func Questions() [Topics]Question {
	return [Topics]Question{
		{"who", "who closed it", 15, []Choice{
			{"server", "the server, unannounced"}, {"announced", "the server, after an announcement"},
			{"reset", "the server, by a reset (RST)"}, {"client", "linger, because the server did not"}}},
		{"timeout", "the timeout is", 15, []Choice{
			{"accurate", "accurate"}, {"too-long", "too long: it closes earlier"},
			{"too-short", "too short: it closes later"}, {"none", "none was sent, or it does not apply"}}},
		{"body", "the body ends", 15, []Choice{
			{"length", "by its length"}, {"chunks", "with the last chunk"}, {"close", "with the connection"},
			{"incomplete", "too early: it is incomplete"}, {"elsewhere", "by its framing, but more bytes follow"},
			{"never", "never: the connection ends first"}, {"unknown", "it cannot be known"}, {"none", "there is no response"}}},
		{"rule", "the broken rule", 15, rules},
		{"proof", "the proof", 30, []Choice{{Marked, "what is marked with !"}, {NothingProves, "no byte proves it"}}},
	}
}

// rules holds the rules that a server may break. The value of a choice is the code of the
// finding, if there is one.
var rules = []Choice{
	{None, "none: it behaves well, or nothing can be proved"},
	{"closed-early", "it closes before its own timeout"},
	{"close-unannounced", "it closes unannounced"},
	{"close-ignored", "it ignores the close option"},
	{"closed-by-age", "it closes connections at a fixed age"},
	{"max-constant", "max is always the same"},
	{"max-exceeded", "it answers more requests than max allows"},
	{"max-ended-early", "it closes before max is used up"},
	{"keep-alive-without-connection", "Keep-Alive without Connection: keep-alive"},
	{"keep-alive-param-invalid", "the Keep-Alive field is invalid"},
	{"http10-refused", "it refuses keep-alive to HTTP/1.0"},
	{"unsolicited-response", "it sends a response without a request"},
	{"unsolicited-bytes", "bytes follow that belong to no message"},
	{"truncated", "the body is incomplete"},
	{"close-delimited", "it says keep-alive, but only the close ends the body"},
	{"te-and-cl", "Transfer-Encoding and Content-Length together"},
	{"cl-mismatch", "two different Content-Length values"},
	{"cl-duplicate", "Content-Length twice"},
	{"no-response", "it sends no response"},
	{"upstream-closed", "the next server closed a connection: 502"},
	{"delayed-ack-stall", "a response comes in two parts, 40 ms apart"},
}

// Words returns the text of the choice with the given value, or the value itself if the
// topic has no such choice.
func Words(t Topic, value string) string {
	q := Questions()[t]
	if i := slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Value == value }); i >= 0 {
		return q.Choices[i].Words
	}
	return value
}
