package session

// notices returns the notices of a session in English.
func notices(s *Session) []string {
	list := s.Notices()
	said := make([]string, len(list))
	for i, n := range list {
		said[i] = n.Error()
	}
	return said
}
