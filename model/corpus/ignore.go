package corpus

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Ignore lists the files of a corpus that are not articles though their names look like it.
type Ignore struct {
	// Patterns are as in .gitignore, without negation: one without a slash matches a name in any folder, one with a slash
	// begins at Root, a slash at the end means folders only. ** is any number of folders, * any part of a name, ? a
	// character, and [ab] one of several.
	Patterns []string
	Root     string // a folder; empty: the one that is searched
	Source   string // the file that the patterns are in, for messages
}

// An ignorer matches the patterns in one walk.
type ignorer struct {
	patterns []string
	root     string
}

// ignorerFor returns an ignorer for the files below a folder.
func (i Ignore) ignorerFor(folder string) ignorer {
	root := i.Root
	if root == "" {
		root = folder
	}
	return ignorer{i.Patterns, absolutePath(root)}
}

// absolutePath returns a path that can be compared with others, or path itself if it has no absolute form.
func absolutePath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// isIgnored reports whether to skip a file or folder.
func (i ignorer) isIgnored(file string, folder bool) bool {
	if len(i.patterns) == 0 {
		return false
	}
	place, err := filepath.Rel(i.root, absolutePath(file))
	if err != nil {
		return false
	}
	place = filepath.ToSlash(place)
	for _, p := range i.patterns {
		if matchPath(p, place, folder) {
			return true
		}
	}
	return false
}

// matchPath reports whether a pattern matches a path below the root. Its work is at most the product of their lengths:
// each part of one is compared with each part of the other once.
func matchPath(pattern, place string, folder bool) bool {
	trimmed := strings.TrimSuffix(pattern, "/")
	if trimmed != pattern && !folder {
		return false
	}
	if !strings.Contains(trimmed, "/") {
		return matchName([]rune(trimmed), []rune(path.Base(place)))
	}
	return matchParts(strings.Split(strings.TrimPrefix(trimmed, "/"), "/"), strings.Split(place, "/"))
}

// matchParts matches the parts of a path; the part ** matches any number of them.
func matchParts(pattern, parts []string) bool {
	names := make([][]rune, len(parts))
	for i, part := range parts {
		names[i] = []rune(part)
	}
	reached := make([]bool, len(parts)+1) // reached[i]: the pattern so far matches the first i parts
	reached[0] = true
	for _, part := range pattern {
		next := make([]bool, len(reached))
		p := []rune(part)
		for i := range reached {
			switch {
			case part == "**":
				next[i] = reached[i] || i > 0 && next[i-1]
			case i > 0 && reached[i-1]:
				next[i] = matchName(p, names[i-1])
			}
		}
		reached = next
	}
	return reached[len(parts)]
}

// matchName matches a name with a pattern of *, ?, [classes] and literal characters. If it fails after a *, it retries
// only the last *: an earlier one that matched more would leave less to all after it.
func matchName(pattern, name []rune) bool {
	p, n := 0, 0
	star, taken := -1, 0 // the place after the last *, and the end of what that took
	for n < len(name) {
		if p < len(pattern) && pattern[p] == '*' {
			p++
			star, taken = p, n
			continue
		}
		size, ok := matchOne(pattern[p:], name[n])
		switch {
		case ok:
			p, n = p+size, n+1
		case star < 0:
			return false
		default:
			taken++
			p, n = star, taken
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// matchOne matches a character with the first element of a pattern, and returns the length of that.
func matchOne(pattern []rune, c rune) (size int, ok bool) {
	switch {
	case len(pattern) == 0:
		return 0, false
	case pattern[0] == '?':
		return 1, true
	case pattern[0] != '[':
		return 1, pattern[0] == c
	}
	set, size := parseClass(pattern)
	if size == 0 {
		return 1, pattern[0] == c // nothing closes it
	}
	negated := set[0] == '!' || set[0] == '^'
	if negated {
		set = set[1:]
	}
	return size, classContains(set, c) != negated
}

// parseClass returns the content of the brackets that a pattern begins with, and the length with them: 0 if they are not
// closed or empty.
func parseClass(pattern []rune) (set []rune, size int) {
	end := slices.Index(pattern, ']')
	if end < 2 || end == 2 && (pattern[1] == '!' || pattern[1] == '^') {
		return nil, 0
	}
	return pattern[1:end], end + 1
}

// classContains reports whether a class of characters, and of ranges as a-z, contains a character.
func classContains(set []rune, c rune) bool {
	for i := 0; i < len(set); i++ {
		if i+2 < len(set) && set[i+1] == '-' {
			if set[i] <= c && c <= set[i+2] {
				return true
			}
			i += 2
			continue
		}
		if set[i] == c {
			return true
		}
	}
	return false
}

// ValidPattern reports whether a pattern can be matched: its brackets are closed, and it contains nothing with another
// meaning in other programs, such as braces.
func ValidPattern(pattern string) bool {
	rest := []rune(pattern)
	for len(rest) > 0 {
		size := 1
		switch rest[0] {
		case '[':
			_, size = parseClass(rest)
		case '{', '}', '\\':
			size = 0
		}
		if size == 0 {
			return false
		}
		rest = rest[size:]
	}
	return true
}
