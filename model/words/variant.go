package words

// Variant gives one number for a character and all its variants: its
// simplified, traditional and Japanese forms, capitals and wide forms. It is 0
// for a character that no word of the dictionary has.
func Variant(r rune) uint16 {
	return uint16(open().letter(r))
}
