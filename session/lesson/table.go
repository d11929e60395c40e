package lesson

import (
	"slices"
	"strconv"
	"time"
)

// Table returns the lessons in teaching order, at a pace from 1 to [MostPace].
func Table(pace int) []Lesson {
	all := []Lesson{
		again(), bye(), both(), byDefault(), bodyEnd(), hint(),
		tcp(), dialects(), lie(), bodiless(), incomplete(), queue(), race(), twice(), badGateway(), hop(),
	}
	for i := range all {
		all[i] = all[i].paced(pace)
		all[i].Number = i + 1
	}
	return all
}

// ByName returns the index in all of the lesson with this name or number, or -1 if there
// is none.
func ByName(all []Lesson, name string) int {
	return slices.IndexFunc(all, func(l Lesson) bool { return l.Name == name || name == strconv.Itoa(l.Number) })
}

const (
	ms  = time.Millisecond
	sec = time.Second
)
