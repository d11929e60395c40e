package timeline

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/wire"
)

// piped returns a story with a pipeline of slow and fast requests, the slowest first, and
// the time at which to draw it.
func piped() (s *tale, now time.Duration) {
	s = &tale{}
	s.connect(0, nil, ms)
	s.exchange(100*ms, "GET", "/before")
	for i, target := range []string{"/delay?for=2", "/fast", "/fast", "/delay?for=0.5", "/fast"} {
		s.ask(time.Second+time.Duration(i)*10*time.Microsecond, "GET", target)
	}
	s.answer(2, 200, 3000*ms)
	s.answer(3, 200, 3000*ms+20*time.Microsecond)
	s.answer(4, 200, 3000*ms+40*time.Microsecond)
	s.answer(5, 200, 3500*ms)
	s.answer(6, 200, 3500*ms+30*time.Microsecond)
	return s, 4 * time.Second
}

func TestPipelineIsDrawnAsStairs(t *testing.T) {
	s, now := piped()
	for _, size := range [][2]int{{120, 30}, {80, 18}, {80, 10}, {200, 40}} {
		m := model(&s.rec, now, size[0], size[1])
		golden.Check(t, fmt.Sprintf("pipeline-%dx%d", size[0], size[1]), rows(m))
	}
	golden.Tokens(t, "pipeline-120x30-tokens", dark, rows(model(&s.rec, now, 120, 30)))
}

// The pipeline shows outstanding requests and lost requests.
func TestPipelineShowsOutstandingAndLostRequests(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	for range 3 {
		s.ask(time.Second, "GET", "/")
	}
	s.answer(1, 200, 2*time.Second)
	golden.Check(t, "pipeline-awaiting", rows(model(&s.rec, 3*time.Second, 100, 18)))
	for id := 2; id <= 3; id++ {
		s.rec.Apply(&session.ExchangeDone{At: 4 * time.Second, Conn: 1, Exchange: id, Reason: wire.ReasonTruncated})
	}
	s.rec.Apply(session.Closed{At: 4 * time.Second, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse, Lost: []int{2, 3}, Oldest: 2}})
	golden.Check(t, "pipeline-lost", rows(model(&s.rec, 5*time.Second, 100, 18)))
}

// Zooming out switches from the pipeline to the connections, and zooming in switches
// back.
func TestZoomSwitchesBetweenPipelineAndConnections(t *testing.T) {
	s, now := piped()
	m := model(&s.rec, now, 100, 20)
	stairs := func() bool { return strings.Contains(ansi.Strip(m.View()), "a pipeline of 5 requests") }
	for _, step := range []struct {
		do   func()
		want bool
	}{{func() {}, true}, {m.ZoomIn, true}, {m.ZoomOut, false}, {m.ZoomIn, true}, {func() { m.Step(-5) }, false}, {func() { m.Step(1) }, true}} {
		if step.do(); stairs() != step.want {
			t.Fatalf("the view shows the pipeline: %t, want %t\n%s", stairs(), step.want, ansi.Strip(m.View()))
		}
	}
}

func TestDrawingChangesNothing(t *testing.T) {
	usual, at := usual()
	s, now := piped()
	for _, m := range []*Model{model(usual, at, 120, 40), model(&s.rec, now, 120, 40), New(dark)} {
		m.Follow()
		m.ZoomIn()
		before := *m
		m.View()
		if !reflect.DeepEqual(before, *m) {
			t.Errorf("drawing changed %+v to %+v", before, *m)
		}
	}
}

func TestPipelineIsExactlyItsSize(t *testing.T) {
	s, now := piped()
	for w := 38; w < 210; w += 7 {
		for h := 5; h < 50; h += 3 {
			golden.Size(t, rows(model(&s.rec, now, w, h)), w, h)
		}
	}
}
