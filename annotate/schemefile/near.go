package schemefile

// near is the name that was perhaps meant where another was written: one that
// differs by a letter or two, which may have changed places, and of several the
// nearest. It is empty where there is none.
func near(written string, there []string) string {
	w := []rune(written)
	best, found := min(2, len(w)/2)+1, ""
	for _, name := range there {
		if d := distance(w, []rune(name)); d > 0 && d < best {
			best, found = d, name
		}
	}
	return found
}

// distance is how many letters must be put in, left out, changed, or swapped
// with the next to make one text of another, each once (Damerau 1964). The
// texts are names: what is longer than any name is far from all of them.
func distance(a, b []rune) int {
	if len(a) > longName || len(b) > longName {
		return longName
	}
	var before []int
	last, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			changed := last[j]
			if a[i] != b[j] {
				changed++
			}
			row[j+1] = min(changed, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}

const longName = 64 // code points
