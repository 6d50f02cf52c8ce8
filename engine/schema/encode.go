package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"
)

// Encode gives facts as JSON on one line, `action` first and the rest in the order of
// the struct. It leaves out what is unknown, and what is missing. Of facts that Verify
// finds in order, Decode reads back the same. It gives nil for facts that belong to no
// action of the schema.
func (s *Schema) Encode(f Facts) []byte {
	a, v, wrong := s.open(f)
	if wrong != "" {
		return nil
	}
	e := &encoder{}
	e.json = json.NewEncoder(&e.buf)
	e.json.SetEscapeHTML(false)
	e.buf.WriteString(`{"action":`)
	e.scalar(a.Name)
	e.members(a.Facts, v)
	e.buf.WriteByte('}')
	return e.buf.Bytes()
}

type encoder struct {
	buf  bytes.Buffer
	json *json.Encoder
}

// members writes the known facts of a group, behind a brace or another member.
func (e *encoder) members(t *Type, v reflect.Value) {
	for _, f := range t.Fields {
		fact, known := f.Read(v)
		if !known || f.missing(fact) {
			continue
		}
		before := e.buf.Len()
		if e.last() != '{' {
			e.buf.WriteByte(',')
		}
		e.scalar(f.Name)
		e.buf.WriteByte(':')
		e.known(f, fact)
		if nothing := e.last() == '}' && e.buf.Bytes()[e.buf.Len()-2] == '{'; nothing && !f.Optional {
			e.buf.Truncate(before)
		}
	}
}

func (e *encoder) last() byte { return e.buf.Bytes()[e.buf.Len()-1] }

// missing says that a fact has the zero value which a required one cannot have.
func (f *Field) missing(v reflect.Value) bool {
	scalar := f.Type.Kind == String || f.Type.Kind == Time
	return scalar && f.Required() && v.IsZero()
}

func (e *encoder) known(f *Field, v reflect.Value) {
	switch f.Type.Kind {
	case Group:
		e.buf.WriteByte('{')
		e.members(f.Type, v)
		e.buf.WriteByte('}')
	case List:
		e.list(f.elem, v)
	case Time:
		t, _ := reflect.TypeAssert[time.Time](v)
		e.scalar(t.UTC().Format(time.RFC3339Nano))
	case Bool:
		e.scalar(v.Bool())
	case Int:
		e.scalar(v.Int())
	case Double:
		e.scalar(v.Float())
	case String:
		e.scalar(v.String())
	}
}

func (e *encoder) list(elem *Field, v reflect.Value) {
	e.buf.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			e.buf.WriteByte(',')
		}
		e.known(elem, v.Index(i))
	}
	e.buf.WriteByte(']')
}

// scalar writes what is no group and no list. JSON has no word for a double that is no
// number: it is written as unknown.
func (e *encoder) scalar(v any) {
	if e.json.Encode(v) != nil {
		e.buf.WriteString("null\n")
	}
	e.buf.Truncate(e.buf.Len() - 1) // the line feed
}
