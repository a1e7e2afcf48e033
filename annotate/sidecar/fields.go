package sidecar

import (
	"time"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// The format as tables. Every row is a member of an object as it is read and as
// it is written, in the order of the canonical form.

func files() object[File] {
	return object[File]{
		style: block,
		fields: []field[File]{
			constant[File]("format", format, prose(), notFormat),
			constant[File]("version", version, count(), notVersion),
			part("document", func(f *File) *DocumentRef { return &f.Document }, sources()),
			part("scheme", func(f *File) *SchemeRef { return &f.Scheme }, schemes()),
			member("annotator", needed, func(f *File) *string { return &f.Annotator }, word().must(annotator)),
			member("status", expected, func(f *File) *string { return &f.Set.Document.Status }, word()),
			member("labels", expected, func(f *File) *map[string][]string { return &f.Set.Document.Labels }, labels(documentGroups)),
			member("note", expected, func(f *File) *string { return &f.Set.Document.Note }, prose()),
			member("claims", needed, func(f *File) *[]*model.Claim { return &f.Set.Claims },
				list(lines, MaxClaims, claim().must(standing), unique(claimID))),
			member("relations", expected, func(f *File) *[]*model.Relation { return &f.Set.Relations },
				list(lines, MaxClaims, relations().pointer(), unique(func(r *model.Relation) string { return r.ID }))),
			adrift(),
		},
		unknown: func(f *File) *string { return &f.Unknown },
	}
}

// adrift are the claims that do not stand in the text. They have a list of their
// own and no spans, so that who slices the text by spans never meets them.
func adrift() field[File] {
	f := member("adrift", optional, func(f *File) *[]*model.Claim { return &f.Set.Adrift },
		list(lines, MaxClaims, claim().must(straying), unique(claimID)))
	f.zero = func(f *File) bool { return len(f.Set.Adrift) == 0 }
	return f
}

func claimID(c *model.Claim) string { return c.ID }

func notFormat(found string) error {
	return fault.Errorf("%w: its format is %s, where %q is wanted", ErrFormat, show(found), format)
}

func notVersion(found text.Offset) error {
	if found < version {
		return fault.Errorf("%w: there is no version %d of the format", ErrFormat, found)
	}
	return fault.Errorf("%w: version %d of the format, where this one knows %d", ErrVersion, found, version)
}

func sources() object[DocumentRef] {
	return object[DocumentRef]{
		fields: []field[DocumentRef]{
			member("path", needed, func(s *DocumentRef) *string { return &s.Path }, prose().must(local)),
			member("id", expected, func(s *DocumentRef) *string { return &s.ID }, prose()),
			member("sha256", needed, func(s *DocumentRef) *string { return &s.SHA256 }, prose().must(digest)),
			member("encoding", needed, func(s *DocumentRef) *string { return &s.Encoding }, identifier()),
			member("length", needed, func(s *DocumentRef) *text.Offset { return &s.Length }, count()),
		},
		unknown: func(s *DocumentRef) *string { return &s.Unknown },
	}
}

func schemes() object[SchemeRef] {
	return object[SchemeRef]{
		fields: []field[SchemeRef]{
			member("id", needed, func(s *SchemeRef) *string { return &s.ID }, identifier()),
			member("sha256", needed, func(s *SchemeRef) *string { return &s.SHA256 }, prose().must(digest)),
		},
		unknown: func(s *SchemeRef) *string { return &s.Unknown },
	}
}

func claims() object[model.Claim] {
	return object[model.Claim]{
		fields: []field[model.Claim]{
			member("id", needed, func(c *model.Claim) *string { return &c.ID }, prose().must(present)),
			sparse("standing", func(c *model.Claim) *model.Standing { return &c.Standing },
				oneOf(model.Changed, model.Ambiguous, model.Orphan, model.Kept)),
			anchor("spans", false),
			anchor("stood", true),
			sparse("stood_in", func(c *model.Claim) *string { return &c.Stood }, prose().must(digest)),
			member("labels", expected, func(c *model.Claim) *map[string][]string { return &c.Labels }, labels(claimGroups)),
			member("attributes", expected, func(c *model.Claim) *map[string]any { return &c.Attributes }, mapping(attributeIDs, scalar())),
			member("note", expected, func(c *model.Claim) *string { return &c.Note }, prose()),
			part("provenance", func(c *model.Claim) *model.Provenance { return &c.Provenance }, provenances()),
			history(),
		},
		unknown: func(c *model.Claim) *string { return &c.Unknown },
	}
}

// claim is the codec of a claim, of either list.
func claim() codec[*model.Claim] {
	c := claims().pointer().must(anchored)
	read := c.read
	c.read = func(d *decoder) *model.Claim {
		at := d.here()
		d.stood = false
		claim := read(d)
		if claim.Adrift() != d.stood {
			d.fail(at, errHalf)
		}
		return claim
	}
	return c
}

// anchor is the field of a claim's fragments: its spans in the text, or, of one
// that is adrift, where it stood in an earlier one.
func anchor(name string, adrift bool) field[model.Claim] {
	f := member(name, optional, func(c *model.Claim) *[]model.Fragment { return &c.Fragments }, fragments(!adrift))
	read := f.read
	f.read = func(d *decoder, c *model.Claim) {
		if c.Fragments != nil {
			d.fail(d.here(), errTwoPlaces)
		}
		read(d, c)
		d.stood = adrift
	}
	f.zero = func(c *model.Claim) bool { return c.Adrift() != adrift }
	return f
}

// history is kept as it was read.
func history() field[model.Claim] {
	return field[model.Claim]{
		name: "history", presence: optional,
		read:  func(d *decoder, c *model.Claim) { c.History = d.verbatim() },
		write: func(e *encoder, c *model.Claim) { e.verbatim(c.History) },
		zero:  func(c *model.Claim) bool { return len(c.History) == 0 },
	}
}

// spans are the form of fragments. Where they count in the document they must end
// within it.
func spans(within bool) object[model.Fragment] {
	end := member("end", needed, func(f *model.Fragment) *text.Offset { return &f.Span.End }, count())
	read := end.read
	end.read = func(d *decoder, f *model.Fragment) {
		if read(d, f); within {
			d.reach(f.Span.End)
		}
	}
	return object[model.Fragment]{
		fields: []field[model.Fragment]{
			member("start", needed, func(f *model.Fragment) *text.Offset { return &f.Span.Start }, count()),
			end,
			member("text", needed, func(f *model.Fragment) *string { return &f.Text }, prose()),
			member("prefix", expected, func(f *model.Fragment) *string { return &f.Prefix }, prose()),
			member("suffix", expected, func(f *model.Fragment) *string { return &f.Suffix }, prose()),
		},
		unknown: func(f *model.Fragment) *string { return &f.Unknown },
	}
}

func provenances() object[model.Provenance] {
	return object[model.Provenance]{
		fields: []field[model.Provenance]{
			member("by", needed, func(p *model.Provenance) *string { return &p.By }, identifier()),
			member("method", needed, func(p *model.Provenance) *model.Method { return &p.Method },
				oneOf(model.Person, model.Rule, model.Model, model.Import)),
			member("created", needed, func(p *model.Provenance) *time.Time { return &p.Created }, moment()),
			sparse("modified", func(p *model.Provenance) *time.Time { return &p.Modified }, moment()),
			sparse("modified_by", func(p *model.Provenance) *string { return &p.ModifiedBy }, word()),
			sparse("version", func(p *model.Provenance) *string { return &p.Version }, word()),
			sparse("confidence", func(p *model.Provenance) **float64 { return &p.Confidence }, confidence()),
			sparse("verdict", func(p *model.Provenance) *model.Verdict { return &p.Verdict },
				oneOf(model.Accepted, model.Edited, model.Rejected)),
			sparse("decided_by", func(p *model.Provenance) *string { return &p.DecidedBy }, word()),
			sparse("decided", func(p *model.Provenance) *time.Time { return &p.Decided }, moment()),
		},
		unknown: func(p *model.Provenance) *string { return &p.Unknown },
	}
}

func relations() object[model.Relation] {
	return object[model.Relation]{
		fields: []field[model.Relation]{
			member("id", needed, func(r *model.Relation) *string { return &r.ID }, prose().must(present)),
			member("type", needed, func(r *model.Relation) *string { return &r.Type }, identifier()),
			member("from", needed, func(r *model.Relation) *string { return &r.From }, identifier()),
			member("to", needed, func(r *model.Relation) *string { return &r.To }, identifier()),
			member("note", expected, func(r *model.Relation) *string { return &r.Note }, prose()),
			part("provenance", func(r *model.Relation) *model.Provenance { return &r.Provenance }, provenances()),
		},
		unknown: func(r *model.Relation) *string { return &r.Unknown },
	}
}
