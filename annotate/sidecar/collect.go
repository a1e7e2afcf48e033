package sidecar

import (
	"fmt"
	"maps"
	"slices"

	"pizhu/model/fault"
)

// list is the codec of an array of at most so many items. For every array, each
// makes the check that its items go through one after the other.
func list[V any](s style, limit int, item codec[V], each func() func(V) error) codec[[]V] {
	return codec[[]V]{
		read: func(d *decoder) (items []V) {
			next := item.must(each())
			for d.open('['); d.more(); {
				if len(items) == limit {
					d.fail(d.here(), tooMany(limit))
				}
				items = append(items, next.from(d))
			}
			d.close()
			return items
		},
		write: func(e *encoder, items []V) {
			next := item.must(each())
			e.raw("[")
			for i, v := range items {
				e.before(i, s)
				if next.to(e, v); e.err != nil {
					e.in(fmt.Sprintf("item %d", i+1))
					return
				}
			}
			e.after(len(items), s)
			e.raw("]")
		},
		check: func(items []V) error {
			if len(items) > limit {
				return tooMany(limit)
			}
			return nil
		},
	}
}

func tooMany(limit int) error { return fault.Errorf("more than %d items", limit) }

// unique makes the check that no two items of a list have one id.
func unique[V any](id func(V) string) func() func(V) error {
	return func() func(V) error {
		seen := map[string]bool{}
		return func(v V) error {
			if seen[id(v)] {
				return fault.Errorf("%s stands twice", show(id(v)))
			}
			seen[id(v)] = true
			return nil
		}
	}
}

// mapping is the codec of an object whose names are ids, in the order of k.
func mapping[V any](k keys, value codec[V]) codec[map[string]V] {
	return codec[map[string]V]{
		read: func(d *decoder) map[string]V {
			m, last := map[string]V{}, ""
			for d.open('{'); d.more(); {
				id := identifier().from(d)
				m[id] = value.from(d)
				d.chains[k].follows(last, id)
				last = id
			}
			d.close()
			return m
		},
		write: func(e *encoder, m map[string]V) {
			e.raw("{")
			for i, id := range slices.SortedFunc(maps.Keys(m), e.ranks[k].compare) {
				e.before(i, inline)
				identifier().to(e, id)
				e.colon()
				if value.to(e, m[id]); e.err != nil {
					e.in(show(id))
					return
				}
			}
			e.raw("}")
		},
		blank: func() map[string]V { return map[string]V{} },
	}
}
