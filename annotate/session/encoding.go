package session

// noteEncoding notes that the sidecar is to be written if the article is in another encoding now than the sidecar names: who
// reads the article by that would read other characters. It reports whether that is so. A reading that was asked for is
// written with the next change only.
func (s *Session) noteEncoding(named string) bool {
	now := s.text.Encoding()
	if s.version == "" || named == "" || named == now || s.askedEncoding != "" {
		return false
	}
	s.recoded = true
	s.notify("the article is %s now, and was %s", now, named)
	return true
}
