package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"linger/session/log"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/keys"
	"linger/ui/saving"
)

// View may be called at any time, and more than once. With the race detector, this test
// fails if drawing changes anything that two frames share.
func TestViewMayRunConcurrently(t *testing.T) {
	together := func(what string, m *Model) {
		var frames [2]string
		var wg sync.WaitGroup
		for n := range frames {
			wg.Go(func() { frames[n] = m.View().Content })
		}
		wg.Wait()
		if frames[0] != frames[1] {
			t.Errorf("%s: two frames drawn at once differ", what)
		}
	}
	keys := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "e", "?", "S", "=", "o", "t", "y", "/", "N", "F", "L", "space", "tab"}
	for i, key := range keys {
		w, h := 80+40*(i%4), 24+13*(i%3)
		for _, story := range play.Stories() {
			m, _ := shown(story.Play(), w, h, practising)
			press(m, key)
			together(story.Name+", key "+key, m)
		}
		for what, with := range map[string]func(*Options){"lesson": learning("bye"), "drill": drilling(nil)} {
			m, _ := shown(play.Idle(), w, h, with)
			press(m, key)
			together(what+", key "+key, m)
		}
		relay, _ := watching(play.Pairs(), w, h)
		press(relay, key, "down")
		together("relay, key "+key, relay)
		both, _, _, _ := two(t, w, h)
		press(both, key)
		together("two sessions, key "+key, both)
	}
}

// reachable returns everything that can be reached from a value, with the path to it.
// Drawing may read all of it and must not change any of it. Values that other goroutines
// write are left out.
func reachable(v any) []string {
	w := &walk{met: map[uintptr]bool{}}
	w.value("", reflect.ValueOf(v))
	return w.lines
}

type walk struct {
	lines []string
	met   map[uintptr]bool // pointers that were already followed
}

// apart lists the types that reachable does not enter.
var apart = []reflect.Type{
	reflect.TypeFor[record.Record](), // large, and changed only by events
	reflect.TypeFor[keys.Bindings](), // never changed
	reflect.TypeFor[log.Recorder](), reflect.TypeFor[saving.Tap](),
}

func (w *walk) add(path string, v any) { w.lines = append(w.lines, fmt.Sprint(path, " = ", v)) }

func (w *walk) value(path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		w.add(path, v.Pointer())
		if v.IsNil() || w.met[v.Pointer()] || slices.Contains(apart, v.Type().Elem()) {
			return
		}
		w.met[v.Pointer()] = true
		w.value(path, v.Elem())
	case reflect.Interface:
		if v.IsNil() {
			w.add(path, nil)
			return
		}
		w.value(path+"("+v.Elem().Type().String()+")", v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			w.value(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		w.add(path, v.Len())
		for i := range v.Len() {
			w.value(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Map:
		w.add(path, v.Len())
		for _, k := range v.MapKeys() {
			w.value(fmt.Sprintf("%s[%v]", path, k), v.MapIndex(k))
		}
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		w.add(path, v.IsNil())
	default:
		w.add(path, v)
	}
}

// unchanged fails the test if a line of after is not in before, because drawing has then
// changed a value.
func unchanged(t *testing.T, before, after []string) {
	t.Helper()
	was := make(map[string]bool, len(before))
	for _, l := range before {
		was[l] = true
	}
	failed := 0
	for _, l := range after {
		if !was[l] && failed < 5 {
			failed++
			t.Error("drawing changed " + strings.ToValidUTF8(l[:min(len(l), 200)], ""))
		}
	}
}

// Other tests depend on reachable to find the state of the panes. This test proves that
// it does.
func TestReachableFindsTheStateOfPanes(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	before := reachable(m)
	m.desk().list.SetMarks([]int{1})
	m.desk().list.Refresh()
	after := reachable(m)
	n := 0
	for i, l := range after {
		if i >= len(before) || before[i] != l {
			n++
		}
	}
	if n < 2 {
		t.Errorf("reachable found %d changed values of %d, want at least 2", n, len(after))
	}
}
