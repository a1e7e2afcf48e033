package cli

import (
	"context"
	"errors"
	"strings"

	"pizhu/annotate/exchange"
	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/ui/message"
)

// errAllKnown ends a search that has found all that it looked for.
var errAllKnown = errors.New("all is known")

// checkFilters returns a usage error where the selection names a label, a status or
// an annotator that neither the scheme nor any document has: it would select nothing
// and look as if there were nothing. Documents are read only as far as it takes.
func (o *outgoing) checkFilters(ctx context.Context, scheme *model.Scheme, each documents) error {
	known := exchange.NewVocabulary(scheme)
	if known.HasAll(o.selection) {
		return nil
	}
	err := each(ctx, func(d exchange.Document) error {
		if known.Add(d); known.HasAll(o.selection) {
			return errAllKnown
		}
		return nil
	})
	kind, name, there, missing := known.FirstUnknown(o.selection)
	switch {
	case !missing:
		return nil
	case err != nil:
		return err
	}
	return usageError{unknownError{kind, name, there}}
}

// held reads documents once, when they are asked for first, and passes them on as
// often as they are.
func held(each documents) documents {
	var all []exchange.Document
	read := false
	return func(ctx context.Context, take func(exchange.Document) error) error {
		if !read {
			err := each(ctx, func(d exchange.Document) error { all = append(all, d); return nil })
			if err != nil {
				return err
			}
			read = true
		}
		for _, d := range all {
			if err := take(d); err != nil {
				return err
			}
		}
		return nil
	}
}

// An unknownError says that a filter names what nothing has.
type unknownError struct {
	kind, name string
	known      []string // the names that there are
}

// Error names it.
func (e unknownError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e unknownError) Fault() error {
	return fault.Errorf("--%s is %q, which neither the scheme nor the articles have", e.kind, e.name)
}

// mostNamed is how many names a hint lists.
const mostNamed = 40

// hint lists the names that there are.
func (e unknownError) hint(w *message.Words) string {
	if len(e.known) == 0 {
		return w.Text("hint.unknownNone", e.kind)
	}
	if more := len(e.known) - mostNamed; more > 0 {
		return w.Text("hint.unknownMore", strings.Join(e.known[:mostNamed], ", "), more)
	}
	return w.Text("hint.unknown", strings.Join(e.known, ", "))
}
