package sidecar

import (
	"time"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// The format as tables. Every row is a member of an object as it is read and as
// it is written, in the order of the canonical form.

func fileObject() object[File] {
	return object[File]{
		style: block,
		fields: []field[File]{
			constantField[File]("format", format, stringCodec(), formatError),
			constantField[File]("version", version, offsetCodec(), versionError),
			objectField("document", func(f *File) *DocumentRef { return &f.Document }, documentObject()),
			objectField("scheme", func(f *File) *SchemeRef { return &f.Scheme }, schemeObject()),
			newField("annotator", required, func(f *File) *string { return &f.Annotator }, internedCodec().withCheck(checkAnnotator)),
			newField("status", alwaysWritten, func(f *File) *string { return &f.Set.Document.Status }, internedCodec()),
			newField("labels", alwaysWritten, func(f *File) *map[string][]string { return &f.Set.Document.Labels }, labelsCodec(documentGroups)),
			newField("note", alwaysWritten, func(f *File) *string { return &f.Set.Document.Note }, stringCodec()),
			newField("claims", required, func(f *File) *[]*model.Claim { return &f.Set.Claims },
				arrayOf(lines, MaxClaims, claimCodec().withCheck(checkInText), newUniqueCheck(claimID))),
			newField("relations", alwaysWritten, func(f *File) *[]*model.Relation { return &f.Set.Relations },
				arrayOf(lines, MaxClaims, relationObject().asPointer(), newUniqueCheck(func(r *model.Relation) string { return r.ID }))),
			adriftField(),
		},
		unknown: func(f *File) *string { return &f.Unknown },
	}
}

// adriftField returns the field of the claims that have no place in the text. They are a list of their own and have no
// "spans", so that a program that slices the text by spans never meets them.
func adriftField() field[File] {
	f := newField("adrift", optional, func(f *File) *[]*model.Claim { return &f.Set.Adrift },
		arrayOf(lines, MaxClaims, claimCodec().withCheck(checkAdrift), newUniqueCheck(claimID)))
	f.isZero = func(f *File) bool { return len(f.Set.Adrift) == 0 }
	return f
}

func claimID(c *model.Claim) string { return c.ID }

func formatError(found string) error {
	return fault.Errorf("%w: its format is %s, not %q", ErrFormat, quoteShort(found), format)
}

func versionError(found text.Offset) error {
	if found < version {
		return fault.Errorf("%w: there is no version %d of the format", ErrFormat, found)
	}
	return fault.Errorf("%w: version %d of the format, where this one knows %d", ErrVersion, found, version)
}

func documentObject() object[DocumentRef] {
	return object[DocumentRef]{
		fields: []field[DocumentRef]{
			newField("path", required, func(s *DocumentRef) *string { return &s.Path }, stringCodec().withCheck(checkLocalPath)),
			newField("id", alwaysWritten, func(s *DocumentRef) *string { return &s.ID }, stringCodec()),
			newField("sha256", required, func(s *DocumentRef) *string { return &s.SHA256 }, stringCodec().withCheck(checkSHA256)),
			newField("encoding", required, func(s *DocumentRef) *string { return &s.Encoding }, idCodec()),
			newField("length", required, func(s *DocumentRef) *text.Offset { return &s.Length }, offsetCodec()),
		},
		unknown: func(s *DocumentRef) *string { return &s.Unknown },
	}
}

func schemeObject() object[SchemeRef] {
	return object[SchemeRef]{
		fields: []field[SchemeRef]{
			newField("id", required, func(s *SchemeRef) *string { return &s.ID }, idCodec()),
			newField("sha256", required, func(s *SchemeRef) *string { return &s.SHA256 }, stringCodec().withCheck(checkSHA256)),
		},
		unknown: func(s *SchemeRef) *string { return &s.Unknown },
	}
}

func claimObject() object[model.Claim] {
	return object[model.Claim]{
		fields: []field[model.Claim]{
			newField("id", required, func(c *model.Claim) *string { return &c.ID }, stringCodec().withCheck(checkNotEmpty)),
			optionalField("standing", func(c *model.Claim) *model.Standing { return &c.Standing },
				enumCodec(model.Changed, model.Ambiguous, model.Orphan, model.Kept)),
			fragmentsField("spans", false),
			fragmentsField("stood", true),
			optionalField("stood_in", func(c *model.Claim) *string { return &c.Stood }, stringCodec().withCheck(checkSHA256)),
			newField("labels", alwaysWritten, func(c *model.Claim) *map[string][]string { return &c.Labels }, labelsCodec(claimGroups)),
			newField("attributes", alwaysWritten, func(c *model.Claim) *map[string]any { return &c.Attributes }, mapOf(attributeIDs, attributeCodec())),
			newField("note", alwaysWritten, func(c *model.Claim) *string { return &c.Note }, stringCodec()),
			objectField("provenance", func(c *model.Claim) *model.Provenance { return &c.Provenance }, provenanceObject()),
			historyField(),
		},
		unknown: func(c *model.Claim) *string { return &c.Unknown },
	}
}

// claimCodec returns the codec of a claim of either list.
func claimCodec() codec[*model.Claim] {
	c := claimObject().asPointer().withCheck(checkPlace)
	read := c.read
	c.read = func(d *decoder) *model.Claim {
		at := d.offset()
		d.readStood = false
		claim := read(d)
		if claim.Adrift() != d.readStood {
			d.fail(at, errIncompleteAdrift)
		}
		return claim
	}
	return c
}

// fragmentsField returns the field of a claim's fragments: its spans in the text or, of a claim that is adrift, its
// place in an earlier text.
func fragmentsField(name string, adrift bool) field[model.Claim] {
	f := newField(name, optional, func(c *model.Claim) *[]model.Fragment { return &c.Fragments }, fragmentsCodec(!adrift))
	read := f.read
	f.read = func(d *decoder, c *model.Claim) {
		if c.Fragments != nil {
			d.fail(d.offset(), errTwoPlaces)
		}
		read(d, c)
		d.readStood = adrift
	}
	f.isZero = func(c *model.Claim) bool { return c.Adrift() != adrift }
	return f
}

// historyField returns the field of a claim's history, which is kept as JSON.
func historyField() field[model.Claim] {
	return field[model.Claim]{
		name: "history", presence: optional,
		read:   func(d *decoder, c *model.Claim) { c.History = d.readVerbatim() },
		write:  func(e *encoder, c *model.Claim) { e.writeVerbatim(c.History) },
		isZero: func(c *model.Claim) bool { return len(c.History) == 0 },
	}
}

// fragmentObject returns the object of a fragment. With inDocument its span counts in the document and must end within
// it.
func fragmentObject(inDocument bool) object[model.Fragment] {
	end := newField("end", required, func(f *model.Fragment) *text.Offset { return &f.Span.End }, offsetCodec())
	read := end.read
	end.read = func(d *decoder, f *model.Fragment) {
		if read(d, f); inDocument {
			d.noteSpanEnd(f.Span.End)
		}
	}
	return object[model.Fragment]{
		fields: []field[model.Fragment]{
			newField("start", required, func(f *model.Fragment) *text.Offset { return &f.Span.Start }, offsetCodec()),
			end,
			newField("text", required, func(f *model.Fragment) *string { return &f.Text }, stringCodec()),
			newField("prefix", alwaysWritten, func(f *model.Fragment) *string { return &f.Prefix }, stringCodec()),
			newField("suffix", alwaysWritten, func(f *model.Fragment) *string { return &f.Suffix }, stringCodec()),
		},
		unknown: func(f *model.Fragment) *string { return &f.Unknown },
	}
}

func provenanceObject() object[model.Provenance] {
	return object[model.Provenance]{
		fields: []field[model.Provenance]{
			newField("by", required, func(p *model.Provenance) *string { return &p.By }, idCodec()),
			newField("method", required, func(p *model.Provenance) *model.Method { return &p.Method },
				enumCodec(model.Person, model.Rule, model.Model, model.Import)),
			newField("created", required, func(p *model.Provenance) *time.Time { return &p.Created }, timeCodec()),
			optionalField("modified", func(p *model.Provenance) *time.Time { return &p.Modified }, timeCodec()),
			optionalField("modified_by", func(p *model.Provenance) *string { return &p.ModifiedBy }, internedCodec()),
			optionalField("version", func(p *model.Provenance) *string { return &p.Version }, internedCodec()),
			optionalField("confidence", func(p *model.Provenance) **float64 { return &p.Confidence }, confidenceCodec()),
			optionalField("verdict", func(p *model.Provenance) *model.Verdict { return &p.Verdict },
				enumCodec(model.Accepted, model.Edited, model.Rejected)),
			optionalField("decided_by", func(p *model.Provenance) *string { return &p.DecidedBy }, internedCodec()),
			optionalField("decided", func(p *model.Provenance) *time.Time { return &p.Decided }, timeCodec()),
		},
		unknown: func(p *model.Provenance) *string { return &p.Unknown },
	}
}

func relationObject() object[model.Relation] {
	return object[model.Relation]{
		fields: []field[model.Relation]{
			newField("id", required, func(r *model.Relation) *string { return &r.ID }, stringCodec().withCheck(checkNotEmpty)),
			newField("type", required, func(r *model.Relation) *string { return &r.Type }, idCodec()),
			newField("from", required, func(r *model.Relation) *string { return &r.From }, idCodec()),
			newField("to", required, func(r *model.Relation) *string { return &r.To }, idCodec()),
			newField("note", alwaysWritten, func(r *model.Relation) *string { return &r.Note }, stringCodec()),
			objectField("provenance", func(r *model.Relation) *model.Provenance { return &r.Provenance }, provenanceObject()),
		},
		unknown: func(r *model.Relation) *string { return &r.Unknown },
	}
}
