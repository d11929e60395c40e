package text

// OneEdit reports whether two strings differ in one inserted, deleted or replaced letter,
// or in two adjacent letters that are swapped.
func OneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch rest, other := a[i:], b[i:]; {
	case len(b)-len(a) > 1 || a == b:
		return false
	case len(a) < len(b):
		return rest == other[1:]
	case rest[1:] == other[1:]:
		return true
	default:
		return len(rest) > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2:] == other[2:]
	}
}
