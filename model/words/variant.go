package words

// VariantClass returns one number for a character and all its variants: its simplified, traditional and Japanese forms,
// capitals and wide forms. It returns 0 for a character that no word of the dictionary has.
func VariantClass(r rune) uint16 {
	return uint16(openDict().letter(r))
}
