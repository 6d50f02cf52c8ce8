package schema

import (
	"iter"
	"reflect"
	"strings"
)

// Set gives a copy of facts of this action in which the fact at a path, such as
// message.kind, has another value: bool, int64, float64 or string. ok is false where
// there is no such scalar fact, or its group is absent.
func (a *Action) Set(f Facts, path string, value any) (made Facts, ok bool) {
	whole := reflect.New(a.goType)
	whole.Elem().Set(reflect.Indirect(reflect.ValueOf(f)))
	group, at := a.Facts, whole.Elem()
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		field := group.Field(name)
		if field == nil || field.Type.Kind != Group {
			return nil, false
		}
		if group, at = field.Type, own(at.Field(field.index)); !at.IsValid() {
			return nil, false
		}
	}
	field := group.Field(names[len(names)-1])
	if field == nil || !put(at.Field(field.index), reflect.ValueOf(value)) {
		return nil, false
	}
	return whole.Interface().(Facts), true
}

// own makes a group that is behind a pointer the copy's own. It is invalid where the
// group is absent.
func own(group reflect.Value) reflect.Value {
	if group.Kind() != reflect.Pointer {
		return group
	}
	if group.IsNil() {
		return reflect.Value{}
	}
	copied := reflect.New(group.Type().Elem())
	copied.Elem().Set(group.Elem())
	group.Set(copied)
	return copied.Elem()
}

// put stores a scalar, behind a pointer where the fact is one.
func put(fact, value reflect.Value) bool {
	rt := fact.Type()
	if rt.Kind() == reflect.Pointer {
		rt = rt.Elem()
	}
	fits := value.IsValid() && (rt.Kind() == value.Kind() || rt.Kind() == reflect.Int && value.Kind() == reflect.Int64)
	if !fits || value.CanInt() && reflect.Zero(rt).OverflowInt(value.Int()) {
		return false
	}
	if fact.Kind() == reflect.Pointer {
		fact.Set(reflect.New(rt))
		fact = fact.Elem()
	}
	fact.Set(value.Convert(rt))
	return true
}

// Get gives the scalar fact at a path as bool, int64, float64, string or time.Time. ok
// is false where it is not known, or there is none.
func (a *Action) Get(f Facts, path string) (value any, ok bool) {
	group, at := a.Facts, reflect.Indirect(reflect.ValueOf(f))
	for _, name := range strings.Split(path, ".") {
		field := group.Field(name)
		if field == nil {
			return nil, false
		}
		if at, ok = field.Read(at); !ok {
			return nil, false
		}
		if group = field.Type; group.Kind != Group {
			return scalar(at), group.Kind != List
		}
	}
	return nil, false
}

func scalar(v reflect.Value) any {
	if v.CanInt() {
		return v.Int()
	}
	return v.Interface()
}

// Scalars walks over every scalar fact of the action, in the order of the structs;
// those of list elements are not among them.
func (a *Action) Scalars() iter.Seq[*Field] {
	return func(yield func(*Field) bool) { a.Facts.scalars(yield) }
}

func (t *Type) scalars(yield func(*Field) bool) bool {
	for _, f := range t.Fields {
		switch f.Type.Kind {
		case List:
		case Group:
			if !f.Type.scalars(yield) {
				return false
			}
		default:
			if !yield(f) {
				return false
			}
		}
	}
	return true
}
