package sidecar

import (
	"fmt"
	"maps"
	"slices"

	"pizhu/model/fault"
)

// arrayOf returns the codec of an array of at most limit items. For every array it calls newCheck, whose check sees
// the items one after the other.
func arrayOf[V any](s style, limit int, item codec[V], newCheck func() func(V) error) codec[[]V] {
	return codec[[]V]{
		read: func(d *decoder) (items []V) {
			next := item.withCheck(newCheck())
			for d.beginContainer('['); d.hasMore(); {
				if len(items) == limit {
					d.fail(d.offset(), tooManyError(limit))
				}
				items = append(items, next.decode(d))
			}
			d.endContainer()
			return items
		},
		write: func(e *encoder, items []V) {
			next := item.withCheck(newCheck())
			e.writeRaw("[")
			for i, v := range items {
				e.writeSeparator(i, s)
				if next.encode(e, v); e.err != nil {
					e.wrapError(fmt.Sprintf("item %d", i+1))
					return
				}
			}
			e.writeClosing(len(items), s)
			e.writeRaw("]")
		},
		check: func(items []V) error {
			if len(items) > limit {
				return tooManyError(limit)
			}
			return nil
		},
	}
}

func tooManyError(limit int) error { return fault.Errorf("more than %d items", limit) }

// newUniqueCheck returns a maker of checks that no two items of an array have the same id.
func newUniqueCheck[V any](id func(V) string) func() func(V) error {
	return func() func(V) error {
		seen := map[string]bool{}
		return func(v V) error {
			if seen[id(v)] {
				return fault.Errorf("%s appears twice", quoteShort(id(v)))
			}
			seen[id(v)] = true
			return nil
		}
	}
}

// mapOf returns the codec of an object whose member names are ids, written in the order of their kind.
func mapOf[V any](k orderKind, value codec[V]) codec[map[string]V] {
	return codec[map[string]V]{
		read: func(d *decoder) map[string]V {
			m, last := map[string]V{}, ""
			for d.beginContainer('{'); d.hasMore(); {
				id := idCodec().decode(d)
				m[id] = value.decode(d)
				d.chains[k].addPair(last, id)
				last = id
			}
			d.endContainer()
			return m
		},
		write: func(e *encoder, m map[string]V) {
			e.writeRaw("{")
			for i, id := range slices.SortedFunc(maps.Keys(m), e.ranks[k].compare) {
				e.writeSeparator(i, inline)
				idCodec().encode(e, id)
				e.writeColon()
				if value.encode(e, m[id]); e.err != nil {
					e.wrapError(quoteShort(id))
					return
				}
			}
			e.writeRaw("}")
		},
		fallback: func() map[string]V { return map[string]V{} },
	}
}
