package text

// A Label is a piece of text on an axis, with the cell at which it begins.
type Label struct {
	At    int
	Words string
}

// Axis returns a row of w cells with the labels of an axis, from left to right. Labels
// are complete, with at least one space between them. If the labels are too close
// together, Axis omits every other one, or more. It never omits the last label, and moves
// it to the left if it would not fit.
func Axis(w int, labels []Label) string {
	if len(labels) == 0 {
		return Spaces(w)
	}
	last := labels[len(labels)-1]
	last.At = max(0, min(last.At, w-Width(last.Words)))
	if Width(last.Words) > w {
		return Spaces(w)
	}
	row := ""
	for _, l := range spaced(labels[:len(labels)-1]) {
		if l.At+Width(l.Words) < last.At {
			row = Pad(row, l.At) + l.Words
		}
	}
	return Pad(Pad(row, last.At)+last.Words, w)
}

// spaced returns every n-th label, with the smallest n that leaves a gap between labels.
func spaced(labels []Label) []Label {
	for every := 1; every < len(labels); every++ {
		kept := make([]Label, 0, len(labels))
		free, apart := 0, true
		for i := 0; i < len(labels) && apart; i += every {
			apart = labels[i].At >= free
			free = labels[i].At + Width(labels[i].Words) + 1
			kept = append(kept, labels[i])
		}
		if apart {
			return kept
		}
	}
	return labels[:min(1, len(labels))]
}
