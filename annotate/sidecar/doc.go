// Package sidecar encodes and decodes the file that holds what one annotator said of one article, and the records of a
// journal, which share its objects.
//
// The package converts between bytes and a File. It knows no paths, no text and no scheme: it can report that a span ends
// beyond the article's length, but not that it cuts a grapheme cluster or names an undefined label. A sidecar from elsewhere
// is hostile until it was parsed: Parse refuses whatever the format does not allow, with line and column. Three properties
// hold: Write can write what Parse accepts; Parse reads what Write writes as the same File; and a file in canonical form keeps
// every byte.
//
// Begin with fields.go. It holds the format as tables: for each JSON object its members in canonical order, one row a member.
// A row names the member, says whether it may be missing, points to the Go value, and gives the codec of that value. The same
// row decodes and encodes, so the two cannot differ. Members that this version does not know are kept and written back. The
// format is published as a JSON Schema, see Schema.
//
// # One field, there and back
//
// Take "confidence" of a claim's provenance. Its row in provenanceObject is
//
//	optionalField("confidence", func(p *model.Provenance) **float64 { return &p.Confidence }, confidenceCodec())
//
// Parse runs object.decode. It reads a member name, finds the row by fieldIndex, and calls field.read, which newField made
// of codec.decode: confidenceCodec reads a number through numberCodec (jsontext has checked the syntax, strconv parses it),
// then its check refuses values outside 0 to 1. A refused value goes to decoder.fail with the byte at which it begins, which
// becomes the line and column of a SyntaxError; after the first error nothing more is read. If the file has no "confidence",
// the pointer stays nil: an optional member is not an error.
//
// Write runs object.encode over the same rows in the same order. The row's isZero leaves a nil pointer out. Otherwise
// codec.encode makes the same check, so that no file is written which Parse would refuse, and appends the number in its
// shortest form. An error gets its path on the way up: "claims: item 3: provenance: confidence: ...".
//
// To add a member, add a row to the table, to schema.json and to the tests; nothing else reads or writes members.
//
// # Files
//
//   - fields.go: the objects of a sidecar. values.go: the codecs of single values. collect.go: arrays and maps.
//   - codec.go: codec, field and object, which the tables are made of. decode.go, encode.go: JSON with places and limits.
//   - sidecar.go: File, Parse, Write. history.go: earlier places of a claim.
//   - journal.go: the records of a journal. scan.go: finding the records in a damaged or very large one.
//   - order.go: the order of ids that are member names. limits.go: limits that are checked before decoding.
package sidecar
