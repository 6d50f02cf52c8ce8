package lang

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"
	"github.com/clausewise/clausewise/engine/internal/ir"
)

// Tree gives the clause as trees of ir. They are made once, when first asked for.
func (c *Clause) Tree() *ir.Clause {
	c.tree.Do(func() {
		c.made = &ir.Clause{ID: c.File.ID, Scope: c.env.tree(c.scope), Body: c.env.tree(c.body), By: c.env.tree(c.by)}
	})
	return c.made
}

func (e *Env) tree(p *program) *ir.Node {
	if p == nil {
		return nil
	}
	root, from := e.lower(p.checked)
	for n, x := range from {
		e.nodes.Store(n, &piece{of: p.checked, expr: x})
	}
	return root
}

// binding is the define as a tree.
func (d *define) binding(e *Env) *ir.Binding {
	d.bind.Do(func() {
		d.bound = &ir.Binding{Name: name(d.file), File: d.file.Path, Body: e.tree(d.program)}
	})
	return d.bound
}

// piece is a part of an expression that can be evaluated on its own.
type piece struct {
	of   *checked
	expr ast.Expr
	once sync.Once
	prog cel.Program
	err  error
}

// Value gives the value of a node as a Go value: bool, int64, uint64, float64, string,
// []byte, time.Time, time.Duration, []any, or map[any]any; an element of a list of
// groups is opaque, and good only to bind a loop to. loops binds the variables in
// sight of the node.
func (x *Facts) Value(n *ir.Node, loops ir.Loops) (any, *Failure) {
	found, ok := x.env.nodes.Load(n)
	if !ok {
		return nil, &Failure{Message: "this node is not of these clauses"}
	}
	p := found.(*piece)
	p.once.Do(func() { p.plan(x.env) })
	if p.err != nil {
		return nil, p.of.failure(p.err)
	}
	v, _, err := p.prog.Eval(inSight(x, loops))
	if err != nil {
		return nil, p.of.failure(err)
	}
	return native(v), nil
}

func (p *piece) plan(e *Env) {
	whole := p.of.ast.NativeRep()
	part := ast.NewCheckedAST(ast.NewAST(p.expr, whole.SourceInfo()), whole.TypeMap(), whole.ReferenceMap())
	p.prog, p.err = e.cel.PlanProgram(part)
}

// sight is the facts with the variables of loops before them.
type sight struct {
	*Facts
	loops map[string]ref.Val
}

func inSight(x *Facts, loops ir.Loops) interpreter.Activation {
	if len(loops) == 0 {
		return x
	}
	s := &sight{Facts: x, loops: map[string]ref.Val{}}
	for loop, v := range loops {
		s.loops[loop.Name] = fromNative(v)
	}
	return s
}

// ResolveName makes sight an activation of cel-go.
func (s *sight) ResolveName(name string) (any, bool) {
	if v, ok := s.loops[name]; ok {
		return v, true
	}
	return s.Facts.ResolveName(name)
}

// native gives a value of CEL as a Go value.
func native(v ref.Val) any {
	switch v := v.(type) {
	case *group:
		return v
	case types.Bool:
		return bool(v)
	case types.Int:
		return int64(v)
	case types.Uint:
		return uint64(v)
	case types.Double:
		return float64(v)
	case types.String:
		return string(v)
	case types.Timestamp:
		return v.Time
	case types.Duration:
		return v.Duration
	case traits.Mapper:
		return nativeMap(v)
	case traits.Lister:
		return nativeList(v)
	}
	return v.Value()
}

func nativeList(l traits.Lister) []any {
	list := []any{}
	for it := l.Iterator(); it.HasNext() == types.True; {
		list = append(list, native(it.Next()))
	}
	return list
}

func nativeMap(m traits.Mapper) map[any]any {
	made := map[any]any{}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		made[native(key)] = native(m.Get(key))
	}
	return made
}

func fromNative(v any) ref.Val {
	if made, ok := v.(ref.Val); ok {
		return made
	}
	if list, ok := v.([]any); ok {
		vals := make([]ref.Val, len(list))
		for i, e := range list {
			vals[i] = fromNative(e)
		}
		return types.NewRefValList(types.DefaultTypeAdapter, vals)
	}
	return types.DefaultTypeAdapter.NativeToValue(v)
}

// PrintNative gives a Go value of Value in the words of a decision.
func PrintNative(v any) string {
	if _, isGroup := v.(*group); isGroup {
		return "…"
	}
	return Print(fromNative(v))
}
