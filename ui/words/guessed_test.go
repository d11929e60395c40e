package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
	"linger/ui/words"
)

// linger guesses the idle timeout of a server that names itself. Once the server has
// closed an idle connection, the text says whether the guess was right.
func TestGuessedComparesTheCloseWithTheDefault(t *testing.T) {
	after := func(fields string, idle time.Duration) *play.Play {
		return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\n"+fields+"Content-Length: 0\r\n\r\n").Wait(idle)
	}
	for want, p := range map[string]*play.Play{
		"The guess (nginx, 75 s) was wrong: keepalive_timeout is set to another value here.": after("Server: nginx/1.22.1\r\n", 20*time.Second).ServerClosed(),
		"That is the default of nginx.": after("Server: nginx\r\n", 75067*time.Millisecond).ServerClosed(),
	} {
		if got := words.Guessed(p.Rec.Newest()); got != want {
			t.Errorf("Guessed = %q, want %q", got, want)
		}
	}
	for name, p := range map[string]*play.Play{
		"still open": after("Server: nginx\r\n", 20*time.Second),
		"advertised": after("Server: nginx\r\nConnection: keep-alive\r\nKeep-Alive: timeout=20\r\n", 20*time.Second).ServerClosed(),
		"no guess":   after("Server: mine\r\n", 20*time.Second).ServerClosed(),
		"announced":  after("Server: nginx\r\nConnection: close\r\n", 20*time.Second).ServerClosed(),
	} {
		if got := words.Guessed(p.Rec.Newest()); got != "" {
			t.Errorf("%s: Guessed = %q, want an empty string", name, got)
		}
	}
}

// The texts about an end say that the connection was out of step instead of "as
// advertised". Aside explains the extra second of Node.
func TestTextsOfAnEndOutOfStepAndOfNode(t *testing.T) {
	const hint = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
	answer := func(rest string) *play.Play {
		return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, "HTTP/1.1 200 OK\r\n"+hint+"Content-Length: 2\r\n\r\n"+rest)
	}
	short := answer("hi there").Wait(5 * time.Second).ServerClosed().Rec.Newest()
	if got, want := words.Title(&short.Close.Ending, 100), "The server closed the connection, which was out of step"; got != want {
		t.Errorf("Title = %q, want %q", got, want)
	}
	if got, want := words.Sentence(&short.Close.Ending), "server closed (FIN) after 5.000 s idle, with the connection out of step; at the advertised 5 s"; got != want {
		t.Errorf("Sentence = %q, want %q", got, want)
	}
	node := answer("hi").Wait(6 * time.Second).ServerClosed().Rec.Newest()
	if got, want := words.Title(&node.Close.Ending, 100), "The server closed the idle connection 1.0 s after the advertised 5 s"; got != want {
		t.Errorf("Title = %q, want %q", got, want)
	}
	if got := words.Aside(node); !strings.Contains(got, "Node") {
		t.Errorf("Aside after 6 s = %q, want a sentence about Node", got)
	}
	if got := words.Aside(answer("hi").Wait(5 * time.Second).ServerClosed().Rec.Newest()); got != "" {
		t.Errorf("Aside after 5 s = %q, want an empty string", got)
	}
}
