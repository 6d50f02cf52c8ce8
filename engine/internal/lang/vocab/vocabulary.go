package vocab

import (
	"reflect"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/lang/defines"
	"github.com/clausewise/clausewise/engine/schema"
)

// RootName is the group of all facts, which no clause can name. CEL can only ask
// whether a part of something is there: has(age) becomes has(@facts.age).
const RootName = "@facts"

// Vocabulary is what the expressions of one action can name. Its Defines grow while
// the environment is made; after that nothing in it changes.
type Vocabulary struct {
	Schema  *schema.Schema
	Action  *schema.Action
	Root    *GroupType            // of all facts
	Groups  map[string]*GroupType // by CEL type name
	All     *defines.Set          // of the policy: those that do not compile too
	Defines map[string]*ast.AST   // those that compile, as they were checked
}

// New makes the vocabulary of an action, as yet without a compiled define.
func New(s *schema.Schema, a *schema.Action, d *defines.Set) *Vocabulary {
	v := &Vocabulary{Schema: s, Action: a, Groups: map[string]*GroupType{}, All: d, Defines: map[string]*ast.AST{}}
	var groups []*GroupType
	v.Root = newGroupType("facts", a.Facts, &groups)
	for _, g := range groups {
		v.Groups[g.TypeName()] = g
	}
	return v
}

// Bind gives the group of all facts of a fact set, a struct or a pointer to one.
func (v *Vocabulary) Bind(facts any) *Group {
	return &Group{typ: v.Root, v: reflect.Indirect(reflect.ValueOf(facts))}
}

// FactOf is the fact that an expression reads, or nil.
func (v *Vocabulary) FactOf(tree *ast.AST, e ast.Expr) *Fact {
	switch e.Kind() {
	case ast.IdentKind:
		return v.Root.Fields[strings.TrimPrefix(e.AsIdent(), ".")]
	case ast.SelectKind:
		if g := v.Groups[tree.GetType(e.AsSelect().Operand().ID()).TypeName()]; g != nil && !e.AsSelect().IsTestOnly() {
			return g.Fields[e.AsSelect().FieldName()]
		}
	}
	return nil
}

// At is the fact at a path of names, where @items stands for the elements of a list.
func (v *Vocabulary) At(path []string) (f *Fact) {
	g := v.Root
	for _, name := range path {
		if name == "@items" {
			continue
		}
		if g == nil || g.Fields[name] == nil {
			return nil
		}
		f = g.Fields[name]
		g = f.Group
	}
	return f
}

// GroupOf is the group type of an expression that names a group, or nil. The type
// checker gives no types where it found a fault.
func (v *Vocabulary) GroupOf(x ast.Expr, scope map[string]*GroupType) *GroupType {
	switch x.Kind() {
	case ast.IdentKind:
		word := strings.TrimPrefix(x.AsIdent(), ".")
		if g := scope[word]; g != nil {
			return g
		}
		if d := v.Defines[word]; d != nil {
			return v.Groups[Elem(d.GetType(d.Expr().ID())).TypeName()]
		}
		return v.Root.Sub(word)
	case ast.SelectKind:
		return v.GroupOf(x.AsSelect().Operand(), scope).Sub(x.AsSelect().FieldName())
	case ast.CallKind: // an index
		if args := x.AsCall().Args(); len(args) > 0 {
			return v.GroupOf(args[0], scope)
		}
	case ast.ComprehensionKind: // filter gives elements of what it walks over
		return v.GroupOf(x.AsComprehension().IterRange(), scope)
	}
	return nil
}

// Sub is the group that a fact is, or holds a list of; else nil.
func (g *GroupType) Sub(field string) *GroupType {
	if g == nil || g.Fields[field] == nil {
		return nil
	}
	return g.Fields[field].Group
}

// Elem is the type of what a list holds, at whatever depth; of another type itself.
func Elem(t *types.Type) *types.Type {
	for t.Kind() == types.ListKind {
		t = t.Parameters()[0]
	}
	return t
}
