package corpus

import "bytes"

// findMember finds a member of the object in a line, and gives its value as it is
// written. It does not check what it passes over, and so goes through a
// gigabyte in the time that it takes to read it; where the line is not JSON, it
// may give anything that is in it.
func findMember(line []byte, name string) []byte {
	s := skimmer{line}
	if !s.skipChar('{') {
		return nil
	}
	for {
		key := s.skipValue()
		if len(key) < 2 || key[0] != '"' || !s.skipChar(':') {
			return nil
		}
		value := s.skipValue()
		if isKey(key, name) {
			return value
		}
		if !s.skipChar(',') {
			return nil
		}
	}
}

// isKey reports whether a JSON string stands for a name.
func isKey(key []byte, name string) bool {
	return string(key[1:len(key)-1]) == name || bytes.IndexByte(key, '\\') >= 0 && unquote(key) == name
}

// A skimmer passes over JSON.
type skimmer struct{ rest []byte }

// skipChar passes over a character, and the blanks before it.
func (s *skimmer) skipChar(c byte) bool {
	s.rest = bytes.TrimLeft(s.rest, " \t\r\n")
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// skipValue passes over a value, and gives it.
func (s *skimmer) skipValue() []byte {
	s.rest = bytes.TrimLeft(s.rest, " \t\r\n")
	n := 0
	if len(s.rest) > 0 {
		switch s.rest[0] {
		case '"':
			n = stringLen(s.rest)
		case '{', '[':
			n = compositeLen(s.rest)
		default:
			n = scalarLen(s.rest)
		}
	}
	value := s.rest[:n]
	s.rest = s.rest[n:]
	return value
}

// stringLen is the length of the string that b begins with.
func stringLen(b []byte) int {
	for n := 1; ; n++ {
		quote := bytes.IndexByte(b[n:], '"')
		if quote < 0 {
			return len(b)
		}
		before := b[n : n+quote]
		n += quote
		if (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 0 {
			return n + 1
		}
	}
}

// compositeLen is the length of the object or array that b begins with.
func compositeLen(b []byte) int {
	depth := 0
	for n := 0; n < len(b); n++ {
		switch b[n] {
		case '"':
			n += stringLen(b[n:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return n + 1
			}
		}
	}
	return len(b)
}

// scalarLen is the length of the number or word that b begins with.
func scalarLen(b []byte) int {
	if n := bytes.IndexAny(b, " \t\r\n,:}]"); n >= 0 {
		return n
	}
	return len(b)
}
