package detail

// A scroller holds the position in a view: the first visible row and the row of the
// cursor, which is -1 before the cursor is first moved. If last is set, the user has
// scrolled to the end, and the last row stays visible if the screen becomes smaller.
type scroller struct {
	top, cursor int
	last        bool
}

func (s *scroller) reset() { *s = scroller{cursor: -1} }

// clamp adjusts the position to the view, which may have become shorter. It removes a
// cursor that is past the end.
func (s *scroller) clamp(v view, h int) {
	s.top = max(0, min(s.top, v.rows()-h))
	if s.cursor >= v.rows() {
		s.cursor = -1
	}
}

// step moves the cursor to the next row on which it can stop, if that row is visible.
// Otherwise it scrolls the page by one row, and puts the cursor on the new row if it can
// stop there.
func (s *scroller) step(v view, h, by int) {
	s.last = false
	from := s.cursor + by
	if s.cursor < s.top || s.cursor >= s.top+h {
		from = s.top
		if by < 0 {
			from = min(s.top+h, v.rows()) - 1
		}
	}
	for i := from; i >= s.top && i < min(s.top+h, v.rows()); i += by {
		if v.stop(i) {
			s.cursor = i
			return
		}
	}
	s.top += by
	s.clamp(v, h)
	if i := s.top + max(0, by)*(h-1); i >= 0 && i < v.rows() && v.stop(i) {
		s.cursor = i
	}
}

func (s *scroller) page(v view, h, by int) {
	s.last = false
	s.top += by * max(1, h-1)
	s.clamp(v, h)
	if s.cursor >= 0 {
		s.nearest(v, h, by)
	}
}

func (s *scroller) home(v view, h int) {
	s.top, s.last = 0, false
	if s.cursor >= 0 {
		s.nearest(v, h, -1)
	}
}

func (s *scroller) end(v view, h int) {
	s.top, s.last = v.rows(), true
	s.clamp(v, h)
	if s.cursor >= 0 {
		s.nearest(v, h, 1)
	}
}

// nearest puts the cursor on the first visible row on which it can stop if by is
// negative, and on the last such row otherwise.
func (s *scroller) nearest(v view, h, by int) {
	lo, hi := s.top, min(s.top+h, v.rows())
	if by < 0 {
		for i := lo; i < hi; i++ {
			if v.stop(i) {
				s.cursor = i
				return
			}
		}
	}
	for i := hi - 1; i >= lo; i-- {
		if v.stop(i) {
			s.cursor = i
			return
		}
	}
}

// show puts the cursor on row i. If the row is not visible, it scrolls so that the row is
// a third of the height below the top.
func (s *scroller) show(v view, h, i int) {
	s.cursor, s.last = i, false
	if i < s.top || i >= s.top+h {
		s.top = i - h/3
	}
	s.clamp(v, h)
}
