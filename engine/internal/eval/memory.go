package eval

import (
	"reflect"
	"time"
	"unsafe"

	"github.com/clausewise/clausewise/engine/schema"
)

// This file alone reads memory by address. What it reads are the structs of callers,
// at offsets and of types that reflect tells once, when the clauses are compiled.
// BenchmarkRead shows what it is worth: reflect takes four times as long. Every address
// is kept as a pointer, so that the garbage collector knows of it.

// place is where something stands in memory; nil is nowhere.
type place = unsafe.Pointer

// placeOf is where the struct stands that an interface holds or points at. Only what is
// no more than a pointer is held as it is; a struct of facts has a time in it.
func placeOf(facts any) place { return (*[2]place)(unsafe.Pointer(&facts))[1] }

// route leads from a struct to a fact in it: pointers to follow, each that far into a
// struct, and at last the offset of the fact itself.
type route struct {
	via    []uintptr
	offset uintptr
	kind   schema.Kind
	is     reflect.Type // what stands there
	maybe  bool         // the fact itself may be unknown: a nil list is
}

// routeTo leads over fields that lie in each other; the first lies in a struct.
func routeTo(in reflect.Type, fields []*schema.Field) *route {
	r := &route{is: in}
	for _, f := range fields {
		field := r.is.Field(f.Index())
		r.offset += field.Offset
		r.is, r.kind, r.maybe = field.Type, f.Type.Kind, f.Optional
		if r.is.Kind() == reflect.Pointer {
			r.via, r.offset, r.is = append(r.via, r.offset), 0, r.is.Elem()
		}
	}
	return r
}

// find goes the route from a struct; nil means that the fact is unknown.
func (r *route) find(p place) place {
	for _, offset := range r.via {
		if p = *(*place)(unsafe.Add(p, offset)); p == nil {
			return nil
		}
	}
	p = unsafe.Add(p, r.offset)
	if r.kind == schema.List && r.maybe && *(*[]struct{})(p) == nil {
		return nil
	}
	return p
}

// isFlag says that the route is one pointer to a truth.
func (r *route) isFlag() bool { return r.kind == schema.Bool && len(r.via) == 1 && r.offset == 0 }

// flagAt gives the code of a truth behind a pointer: unknown, or known and more.
func flagAt(p place, offset uintptr) uint32 {
	if p = *(*place)(unsafe.Add(p, offset)); p == nil {
		return unknown
	}
	return known + uint32(*(*uint8)(p))
}

func truthAt(p place) tri { return tri(*(*uint8)(p)) << 1 }

func textAt(p place) string { return *(*string)(p) }

func goTimeAt(p place) time.Time { return *(*time.Time)(p) }

func timeAt(p place) value { return ofTime(*(*time.Time)(p)) }

func doubleAt(p place) float64 { return *(*float64)(p) }

// load gives what stands at a place, for all but lists.
func load(kind schema.Kind, is reflect.Type, p place) value {
	switch kind {
	case schema.Bool:
		return value{n: int64(*(*uint8)(p))}
	case schema.Int:
		if is.Kind() == reflect.Int {
			return value{n: int64(*(*int)(p))}
		}
		return value{n: *(*int64)(p)}
	case schema.Double:
		return ofDouble(doubleAt(p))
	case schema.String:
		return ofText(textAt(p))
	case schema.Time:
		return timeAt(p)
	}
	return value{p: p}
}

func lengthAt(list place) int { return len(*(*[]struct{})(list)) }

// elementAt is where an element of the list at a place stands.
func elementAt(list place, i int, size uintptr) place {
	return unsafe.Add(place(unsafe.SliceData(*(*[]struct{})(list))), uintptr(i)*size)
}

func ofText(s string) value { return value{p: place(unsafe.StringData(s)), n: int64(len(s))} }

func (v value) text() string { return unsafe.String((*byte)(v.p), v.n) }

func ofList(l []value) value { return value{p: place(unsafe.SliceData(l)), n: int64(len(l))} }

func (v value) list() []value { return unsafe.Slice((*value)(v.p), v.n) }
