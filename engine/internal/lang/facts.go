package lang

import (
	"errors"
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

// unknown is the error of reading a fact that is not known.
type unknown struct{ path string }

func (u *unknown) Error() string { return "`" + u.path + "` is not known" }

// groupType is one group of facts as a CEL struct type.
type groupType struct {
	*types.Type
	fields map[string]*factField
	names  []string
}

// factField is one fact of a group, with what CEL needs to type and to read it.
type factField struct {
	*schema.Field
	typ   *types.Type
	group *groupType // of a group, or of the elements of a list of groups
}

// newGroupType makes the CEL type of a group and, in all, of every group below it.
// The name starts with a character that no clause can write, so that no clause can
// make a group of its own.
func newGroupType(path string, t *schema.Type, all *[]*groupType) *groupType {
	g := &groupType{
		Type:   types.NewObjectType("#"+path, traits.FieldTesterType|traits.IndexerType),
		fields: map[string]*factField{},
	}
	for _, f := range t.Fields {
		ff := &factField{Field: f}
		ff.typ, ff.group = celType(f.Path, f.Type, all)
		g.fields[f.Name] = ff
		g.names = append(g.names, f.Name)
	}
	*all = append(*all, g)
	return g
}

func celType(path string, t *schema.Type, all *[]*groupType) (*types.Type, *groupType) {
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

func (g *groupType) ReflectType() reflect.Type            { return nil }
func (g *groupType) FieldNames() []string                 { return g.names }
func (g *groupType) Adapt(_ types.Adapter, v any) ref.Val { return v.(*group) }
func (g *groupType) NewValue(types.Adapter, map[string]ref.Val) ref.Val {
	return types.NewErr("a clause cannot make facts")
}

func (g *groupType) FindFieldType(name string) (*types.FieldType, bool) {
	f, ok := g.fields[name]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type:    f.typ,
		IsSet:   func(o any) bool { return f.known(o.(*group)) },
		GetFrom: func(o any) (any, error) { return f.value(o.(*group)) },
	}, true
}

// group is a group of facts as a CEL value; v is invalid where the group is absent.
type group struct {
	typ  *groupType
	v    reflect.Value
	path string
}

func (f *factField) known(g *group) bool {
	_, known := f.Read(g.v)
	return known
}

// value reads the fact as a CEL value. A group is always there; its facts may not be.
func (f *factField) value(g *group) (ref.Val, error) {
	path := f.Name
	if g.path != "" {
		path = g.path + "." + f.Name
	}
	v, known := f.Read(g.v)
	if f.Type.Kind == schema.Group {
		if !known {
			v = reflect.Value{}
		}
		return &group{f.group, v, path}, nil
	}
	if !known {
		return nil, &unknown{path}
	}
	return f.toCEL(f.Type, v, path), nil
}

func (f *factField) toCEL(t *schema.Type, v reflect.Value, path string) ref.Val {
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
		return &group{f.group, v, path}
	}
}

// instant drops the monotonic clock, by which Go would subtract and CEL would not,
// and the zone, by which calendar functions would answer differently.
func instant(t time.Time) types.Timestamp { return types.Timestamp{Time: t.Round(0).UTC()} }

// The methods of ref.Val and of the traits that groups have.

func (g *group) Type() ref.Type                 { return g.typ }
func (g *group) Value() any                     { return g }
func (g *group) Equal(ref.Val) ref.Val          { return types.NewErr("groups of facts cannot be compared") }
func (g *group) ConvertToType(ref.Type) ref.Val { return types.NewErr("a group of facts is no value") }
func (g *group) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("a group of facts is no value")
}
func (g *group) IsSet(name ref.Val) ref.Val    { return types.Bool(g.field(name).known(g)) }
func (g *group) field(name ref.Val) *factField { return g.typ.fields[string(name.(types.String))] }
func (g *group) Get(name ref.Val) ref.Val {
	v, err := g.field(name).value(g)
	if err != nil {
		return types.WrapErr(err)
	}
	return v
}
