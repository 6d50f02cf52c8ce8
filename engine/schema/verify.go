package schema

import (
	"math"
	"reflect"
	"time"
)

// Verify holds a struct that was built in Go to what Decode holds a text to: whoever
// leaves a required fact at its zero value, sets a word that is not listed, or a list
// over its max, has facts of which no clause can say anything. Facts that Decode gave
// are always in order. It does not allocate unless it finds a fault, and never panics.
func (s *Schema) Verify(f Facts) error {
	a, v, wrong := s.open(f)
	if wrong != "" {
		return Errors{{Message: wrong}}
	}
	var w verifier
	w.group(a.Facts, v)
	return w.Err()
}

// open finds the action by the Go type: to ask a struct that nobody knows for its
// name may panic.
func (s *Schema) open(f Facts) (a *Action, v reflect.Value, wrong string) {
	v = reflect.ValueOf(f)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, v, "there are no facts"
	}
	v = reflect.Indirect(v)
	if a = s.byType[v.Type()]; a == nil {
		return nil, v, "these facts belong to no action of the schema"
	}
	if f.Action() != a.Name {
		return nil, v, "these are the facts of another action than they say"
	}
	return a, v, ""
}

type verifier struct{ walk }

func (w *verifier) group(t *Type, v reflect.Value) {
	for _, f := range t.Fields {
		if fact, known := f.Read(v); known {
			w.known(f, fact)
		}
	}
}

func (w *verifier) known(f *Field, v reflect.Value) {
	switch f.Type.Kind {
	case Group:
		w.group(f.Type, v)
	case List:
		if w.length(f, nil, v.Len()) {
			w.inside(v.Len(), func(i int) { w.known(f.elem, v.Index(i)) })
		}
	case String:
		w.words(f, nil, v.String())
	case Double:
		if n := v.Float(); math.IsNaN(n) || math.IsInf(n, 0) {
			w.wrong(nil, f.Path, "must be a number", "")
		}
	case Time:
		t, _ := reflect.TypeAssert[time.Time](v)
		if t.IsZero() && f.Required() {
			w.wrong(nil, f.Path, "missing", "")
			return
		}
		w.instant(f, nil, t)
	}
}
