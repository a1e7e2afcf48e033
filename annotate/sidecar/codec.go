package sidecar

import (
	"pizhu/model/fault"
)

// A codec decodes and encodes one kind of value. It checks values in both directions, so that nothing is written which
// could not be read again.
type codec[V any] struct {
	read     func(*decoder) V
	write    func(*encoder, V)
	check    func(V) error // what must hold besides; nil if nothing
	fallback func() V      // what stands for one that is missing; nil for zero
}

// decode reads a value and checks it. After an error it returns the zero value; the decoder holds the error.
func (c codec[V]) decode(d *decoder) V {
	at := d.offset()
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

// encode checks a value and writes it. The encoder holds the error.
func (c codec[V]) encode(e *encoder, v V) {
	if e.err == nil && c.check != nil {
		e.err = c.check(v)
	}
	if e.err == nil {
		c.write(e, v)
	}
}

// withCheck returns c with one more check, made after those that it has.
func (c codec[V]) withCheck(hold func(V) error) codec[V] {
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

// A presence says whether a member of an object may be missing.
type presence int

const (
	required      presence = iota // without it an object is refused
	alwaysWritten                 // zero where it is missing; always written
	optional                      // zero where it is missing; left out where it is zero
)

// A field is one member of the JSON object that a T is written as.
type field[T any] struct {
	name        string
	presence    presence
	read        func(*decoder, *T)
	write       func(*encoder, *T)
	setFallback func(*T)      // fills in what is missing; nil for zero
	isZero      func(*T) bool // of an optional one
}

// newField returns the field of the value that at points to.
func newField[T, V any](name string, p presence, at func(*T) *V, c codec[V]) field[T] {
	f := field[T]{
		name: name, presence: p,
		read:  func(d *decoder, t *T) { *at(t) = c.decode(d) },
		write: func(e *encoder, t *T) { c.encode(e, *at(t)) },
	}
	if c.fallback != nil {
		f.setFallback = func(t *T) { *at(t) = c.fallback() }
	}
	return f
}

// optionalField returns the field of the value that at points to. It is left out where the value is zero.
func optionalField[T any, V comparable](name string, at func(*T) *V, c codec[V]) field[T] {
	f := newField(name, optional, at, c)
	f.isZero = func(t *T) bool {
		var none V
		return *at(t) == none
	}
	return f
}

// objectField returns the field of a nested object, which at points to.
func objectField[T, V any](name string, at func(*T) *V, o object[V]) field[T] {
	return field[T]{
		name:  name,
		read:  func(d *decoder, t *T) { o.decode(d, at(t)) },
		write: func(e *encoder, t *T) { o.encode(e, at(t)) },
	}
}

// constantField returns a field whose value is v in every file. Another value is the error that differs makes.
func constantField[T any, V comparable](name string, v V, c codec[V], differs func(found V) error) field[T] {
	same := c.withCheck(func(found V) error {
		if found != v {
			return differs(found)
		}
		return nil
	})
	return field[T]{
		name:  name,
		read:  func(d *decoder, _ *T) { same.decode(d) },
		write: func(e *encoder, _ *T) { same.encode(e, v) },
	}
}

// An object says how a T is written as a JSON object: its fields in order, then the members that this version does not
// know.
type object[T any] struct {
	style   style
	fields  []field[T]
	unknown func(*T) *string
}

// asValue returns the codec of objects that are held by value.
func (o object[T]) asValue() codec[T] {
	return codec[T]{
		read: func(d *decoder) (t T) {
			o.decode(d, &t)
			return t
		},
		write: func(e *encoder, t T) { o.encode(e, &t) },
	}
}

// asPointer returns the codec of objects that are held by pointer.
func (o object[T]) asPointer() codec[*T] {
	return codec[*T]{
		read: func(d *decoder) *T {
			t := new(T)
			o.decode(d, t)
			return t
		},
		write: o.encode,
	}
}

// decode reads an object into t: members in any order, unknown ones kept as JSON. A missing field that is required is
// an error at the object's place.
func (o object[T]) decode(d *decoder, t *T) {
	at := d.offset()
	var seen uint64 // a bit a field
	var unknown []byte
	for d.beginContainer('{'); d.hasMore(); {
		quoted := d.readScalar('"')
		i := o.fieldIndex(quoted)
		if i < 0 {
			unknown = d.appendUnknown(unknown, quoted)
			continue
		}
		seen |= 1 << i
		o.fields[i].read(d, t)
	}
	d.endContainer()
	*o.unknown(t) = string(unknown)
	for i := range o.fields {
		switch f := &o.fields[i]; {
		case seen&(1<<i) != 0:
		case f.presence == required:
			d.fail(at, fault.Errorf("the field %q is missing", f.name))
		case f.setFallback != nil:
			f.setFallback(t)
		}
	}
}

// fieldIndex finds the field of a name, which is quoted as it was read. It returns -1 if there is none.
func (o object[T]) fieldIndex(quoted []byte) int {
	name := unquote(quoted)
	for i := range o.fields {
		if o.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

// encode writes t with its fields in the order of the table.
func (o object[T]) encode(e *encoder, t *T) {
	e.writeRaw("{")
	n := 0
	for i := range o.fields {
		f := &o.fields[i]
		if f.isZero != nil && f.isZero(t) {
			continue
		}
		e.writeSeparator(n, o.style)
		e.writeName(f.name)
		if f.write(e, t); e.err != nil {
			e.wrapError(f.name)
			return
		}
		n++
	}
	if unknown := *o.unknown(t); unknown != "" {
		e.writeSeparator(n, o.style)
		e.writeUnknown(unknown)
	}
	e.writeClosing(n, o.style)
	e.writeRaw("}")
}
