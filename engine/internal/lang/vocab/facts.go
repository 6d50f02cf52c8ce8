// Package vocab is what an expression of one action can name: the facts, as CEL types
// made from the schema and as values read from a Go struct, and the defines.
package vocab

import (
	"errors"
	"iter"
	"reflect"
	"strconv"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/clausewise/clausewise/engine/schema"
)

// CEL reads the facts of a Go struct through types of ours. cel-go's own native
// types read a nil pointer as a zero value; here a nil pointer, a nil list and
// every fact of an absent group is unknown: has() is false, and reading it is an
// error that names the fact.

// Unknown is the error of reading a fact that is not known.
type Unknown struct{ Path string }

// Error names the fact.
func (u *Unknown) Error() string { return "`" + u.Path + "` is not known" }

// GroupType is one group of facts as a CEL struct type.
type GroupType struct {
	*types.Type
	Fields map[string]*Fact
	Names  []string
}

// Fact is one fact of a group, with what CEL needs to type and to read it.
type Fact struct {
	*schema.Field
	CEL   *types.Type
	Group *GroupType // of a group, or of the elements of a list of groups
}

// newGroupType makes the CEL type of a group and, in all, of every group below it.
// The name starts with a character that no clause can write, so that no clause can
// make a group of its own.
func newGroupType(path string, t *schema.Type, all *[]*GroupType) *GroupType {
	g := &GroupType{
		Type:   types.NewObjectType("#"+path, traits.FieldTesterType|traits.IndexerType),
		Fields: map[string]*Fact{},
	}
	for _, f := range t.Fields {
		ff := &Fact{Field: f}
		ff.CEL, ff.Group = celType(f.Path, f.Type, all)
		g.Fields[f.Name] = ff
		g.Names = append(g.Names, f.Name)
	}
	*all = append(*all, g)
	return g
}

func celType(path string, t *schema.Type, all *[]*GroupType) (*types.Type, *GroupType) {
	switch t.Kind {
	case schema.Bool:
		return types.BoolType, nil
	case schema.Int:
		return types.IntType, nil
	case schema.Double:
		return types.DoubleType, nil
	case schema.String:
		return types.StringType, nil
	case schema.Time:
		return types.TimestampType, nil
	case schema.List:
		elem, g := celType(path+"[]", t.Elem, all)
		return types.NewListType(elem), g
	default:
		g := newGroupType(path, t, all)
		return g.Type, g
	}
}

// The methods of types.StructTypeDescriptor.

// ReflectType is of no use: CEL makes no group.
func (g *GroupType) ReflectType() reflect.Type { return nil }

// FieldNames are the facts of the group.
func (g *GroupType) FieldNames() []string { return g.Names }

// Adapt takes a group for what it is.
func (g *GroupType) Adapt(_ types.Adapter, v any) ref.Val { return v.(*Group) }

// NewValue refuses to make facts.
func (g *GroupType) NewValue(types.Adapter, map[string]ref.Val) ref.Val {
	return types.NewErr("a clause cannot make facts")
}

// FindFieldType tells CEL how a fact is typed and read.
func (g *GroupType) FindFieldType(name string) (*types.FieldType, bool) {
	f, ok := g.Fields[name]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type:    f.CEL,
		IsSet:   func(o any) bool { return f.known(o.(*Group)) },
		GetFrom: func(o any) (any, error) { return f.value(o.(*Group)) },
	}, true
}

// Group is a group of facts as a CEL value; v is invalid where the group is absent.
type Group struct {
	typ  *GroupType
	v    reflect.Value
	path string
}

func (f *Fact) known(g *Group) bool {
	_, known := f.Read(g.v)
	return known
}

// value reads the fact as a CEL value. A group is always there; its facts may not be.
func (f *Fact) value(g *Group) (ref.Val, error) {
	path := f.Name
	if g.path != "" {
		path = g.path + "." + f.Name
	}
	v, known := f.Read(g.v)
	if f.Type.Kind == schema.Group {
		if !known {
			v = reflect.Value{}
		}
		return &Group{f.Group, v, path}, nil
	}
	if !known {
		return nil, &Unknown{path}
	}
	return f.toCEL(f.Type, v, path), nil
}

// read is value, with the error as a value too.
func (f *Fact) read(g *Group) ref.Val {
	v, err := f.value(g)
	if err != nil {
		return types.WrapErr(err)
	}
	return v
}

func (f *Fact) toCEL(t *schema.Type, v reflect.Value, path string) ref.Val {
	switch t.Kind {
	case schema.Bool:
		return types.Bool(v.Bool())
	case schema.Int:
		return types.Int(v.Int())
	case schema.Double:
		return types.Double(v.Float())
	case schema.String:
		return types.String(v.String())
	case schema.Time:
		return instant(v.Interface().(time.Time))
	case schema.List:
		elems := make([]ref.Val, v.Len())
		for i := range elems {
			elems[i] = f.toCEL(t.Elem, v.Index(i), path+"["+strconv.Itoa(i)+"]")
		}
		return types.NewRefValList(types.DefaultTypeAdapter, elems)
	default:
		return &Group{f.Group, v, path}
	}
}

// instant drops the monotonic clock, by which Go would subtract and CEL would not,
// and the zone, by which calendar functions would answer differently.
func instant(t time.Time) types.Timestamp { return types.Timestamp{Time: t.Round(0).UTC()} }

// The methods of ref.Val and of the traits that groups have.

// Type is the type of the group.
func (g *Group) Type() ref.Type { return g.typ }

// Value is the group itself.
func (g *Group) Value() any { return g }

// Equal refuses: the facts of a group can be compared, the group cannot.
func (g *Group) Equal(ref.Val) ref.Val { return types.NewErr("groups of facts cannot be compared") }

// ConvertToType refuses.
func (g *Group) ConvertToType(ref.Type) ref.Val { return types.NewErr("a group of facts is no value") }

// ConvertToNative refuses.
func (g *Group) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("a group of facts is no value")
}

// IsSet says whether a fact is known.
func (g *Group) IsSet(name ref.Val) ref.Val { return types.Bool(g.field(name).known(g)) }

// Get gives a fact, or the error that it is not known.
func (g *Group) Get(name ref.Val) ref.Val { return g.field(name).read(g) }

func (g *Group) field(name ref.Val) *Fact { return g.typ.Fields[string(name.(types.String))] }

// Resolve gives the fact of a name, an error where it is not known; ok is false where
// there is no such fact.
func (g *Group) Resolve(name string) (v ref.Val, ok bool) {
	f := g.typ.Fields[name]
	if f == nil {
		return nil, false
	}
	return f.read(g), true
}

// Known walks over the facts of a group that are known.
func (g *Group) Known() iter.Seq2[string, ref.Val] {
	return func(yield func(string, ref.Val) bool) {
		for _, name := range g.typ.Names {
			v, err := g.typ.Fields[name].value(g)
			if err == nil && !yield(name, v) {
				return
			}
		}
	}
}
