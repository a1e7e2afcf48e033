package sidecar

import (
	"pizhu/model/fault"
)

// A codec reads and writes one kind of value. It checks what it reads, and so
// what it writes: a file that could not be read again is never made.
type codec[V any] struct {
	read  func(*decoder) V
	write func(*encoder, V)
	check func(V) error // what must hold besides; nil if nothing
	blank func() V      // what stands for one that is missing; nil for zero
}

// from reads a value. After an error it is zero.
func (c codec[V]) from(d *decoder) V {
	at := d.here()
	v := c.read(d)
	if d.err == nil && c.check != nil {
		d.fail(at, c.check(v))
	}
	if d.err != nil {
		var none V
		return none
	}
	return v
}

// to writes a value.
func (c codec[V]) to(e *encoder, v V) {
	if e.err == nil && c.check != nil {
		e.err = c.check(v)
	}
	if e.err == nil {
		c.write(e, v)
	}
}

// must is c with one more thing that must hold.
func (c codec[V]) must(hold func(V) error) codec[V] {
	if before := c.check; before != nil {
		c.check = func(v V) error {
			if err := before(v); err != nil {
				return err
			}
			return hold(v)
		}
		return c
	}
	c.check = hold
	return c
}

// Presence says whether a member may be missing.
type presence int

const (
	needed   presence = iota // without it an object is refused
	expected                 // zero where it is missing; always written
	optional                 // zero where it is missing; left out where it is zero
)

// A field is one member of the object that a T is written as.
type field[T any] struct {
	name     string
	presence presence
	read     func(*decoder, *T)
	write    func(*encoder, *T)
	blank    func(*T)      // fills in what is missing; nil for zero
	zero     func(*T) bool // of an optional one
}

// member is the field of the value that at points to.
func member[T, V any](name string, p presence, at func(*T) *V, c codec[V]) field[T] {
	f := field[T]{
		name: name, presence: p,
		read:  func(d *decoder, t *T) { *at(t) = c.from(d) },
		write: func(e *encoder, t *T) { c.to(e, *at(t)) },
	}
	if c.blank != nil {
		f.blank = func(t *T) { *at(t) = c.blank() }
	}
	return f
}

// sparse is the optional field of the value that at points to.
func sparse[T any, V comparable](name string, at func(*T) *V, c codec[V]) field[T] {
	f := member(name, optional, at, c)
	f.zero = func(t *T) bool {
		var none V
		return *at(t) == none
	}
	return f
}

// part is the field of the object that at points to.
func part[T, V any](name string, at func(*T) *V, o object[V]) field[T] {
	return field[T]{
		name:  name,
		read:  func(d *decoder, t *T) { o.read(d, at(t)) },
		write: func(e *encoder, t *T) { o.write(e, at(t)) },
	}
}

// constant is a field whose value is the same in every file.
func constant[T any, V comparable](name string, v V, c codec[V], differs func(found V) error) field[T] {
	same := c.must(func(found V) error {
		if found != v {
			return differs(found)
		}
		return nil
	})
	return field[T]{
		name:  name,
		read:  func(d *decoder, _ *T) { same.from(d) },
		write: func(e *encoder, _ *T) { same.to(e, v) },
	}
}

// An object is how a T is written: its fields in order, then those that this
// version does not know.
type object[T any] struct {
	style   style
	fields  []field[T]
	unknown func(*T) *string
}

// value is the codec of objects that are held by value.
func (o object[T]) value() codec[T] {
	return codec[T]{
		read: func(d *decoder) (t T) {
			o.read(d, &t)
			return t
		},
		write: func(e *encoder, t T) { o.write(e, &t) },
	}
}

// pointer is the codec of objects that are held by pointers.
func (o object[T]) pointer() codec[*T] {
	return codec[*T]{
		read: func(d *decoder) *T {
			t := new(T)
			o.read(d, t)
			return t
		},
		write: o.write,
	}
}

func (o object[T]) read(d *decoder, t *T) {
	at := d.here()
	var seen uint64 // a bit a field
	var unknown []byte
	for d.open('{'); d.more(); {
		quoted := d.scalar('"')
		i := o.index(quoted)
		if i < 0 {
			unknown = d.keep(unknown, quoted)
			continue
		}
		seen |= 1 << i
		o.fields[i].read(d, t)
	}
	d.close()
	*o.unknown(t) = string(unknown)
	for i := range o.fields {
		switch f := &o.fields[i]; {
		case seen&(1<<i) != 0:
		case f.presence == needed:
			d.fail(at, fault.Errorf("the field %q is missing", f.name))
		case f.blank != nil:
			f.blank(t)
		}
	}
}

// index finds the field that has a name, in quotes as it was read, or -1.
func (o object[T]) index(quoted []byte) int {
	name := unquote(quoted)
	for i := range o.fields {
		if o.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

func (o object[T]) write(e *encoder, t *T) {
	e.raw("{")
	n := 0
	for i := range o.fields {
		f := &o.fields[i]
		if f.zero != nil && f.zero(t) {
			continue
		}
		e.before(n, o.style)
		e.name(f.name)
		if f.write(e, t); e.err != nil {
			e.in(f.name)
			return
		}
		n++
	}
	if unknown := *o.unknown(t); unknown != "" {
		e.before(n, o.style)
		e.members(unknown)
	}
	e.after(n, o.style)
	e.raw("}")
}
