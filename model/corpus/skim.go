package corpus

import "bytes"

// findMember finds a member of the object in a line, and returns its value as it is written. It does not check the JSON
// that it skips, and so passes over a gigabyte in the time that it takes to read it; in a line that is not JSON it may
// return anything.
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

// isKey reports whether a JSON string is a name.
func isKey(key []byte, name string) bool {
	return string(key[1:len(key)-1]) == name || bytes.IndexByte(key, '\\') >= 0 && unquote(key) == name
}

// A skimmer skips JSON without checking it.
type skimmer struct{ rest []byte }

// skipChar skips white space and a character. It reports false if there is another one.
func (s *skimmer) skipChar(c byte) bool {
	s.rest = bytes.TrimLeft(s.rest, " \t\r\n")
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// skipValue skips a value, and returns it.
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

// stringLen returns the length of the string that b begins with.
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

// compositeLen returns the length of the object or array that b begins with.
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

// scalarLen returns the length of the number or word that b begins with.
func scalarLen(b []byte) int {
	if n := bytes.IndexAny(b, " \t\r\n,:}]"); n >= 0 {
		return n
	}
	return len(b)
}
