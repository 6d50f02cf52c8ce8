package lang

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang/tree"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
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
	root, _ := e.lower(p.checked)
	return root
}

// lower makes the tree of an expression, and keeps its nodes for who asks for their
// values. It gives the nodes, too.
func (e *Env) lower(c *checked) (*ir.Node, map[*ir.Node]ast.Expr) {
	root, from := tree.Lower(e.vocab, c.file, c.expr, c.ast.NativeRep(), e.binding)
	for n, x := range from {
		e.nodes.Store(n, &piece{of: c, expr: x})
	}
	return root, from
}

// binding is a define as a tree, or nil for a name that is none.
func (e *Env) binding(name string) *ir.Binding {
	d := e.defines[name]
	if d == nil {
		return nil
	}
	d.bind.Do(func() {
		d.bound = &ir.Binding{Name: name, File: d.file.Path, Body: e.tree(d.program)}
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
	return values.Native(v), nil
}

func (p *piece) plan(e *Env) {
	whole := p.of.ast.NativeRep()
	part := ast.NewCheckedAST(ast.NewAST(p.expr, whole.SourceInfo()), whole.TypeMap(), whole.ReferenceMap())
	p.prog, p.err = e.cel.PlanProgram(part)
}

func inSight(x *Facts, loops ir.Loops) interpreter.Activation {
	if len(loops) == 0 {
		return x
	}
	s := &vocab.Sight{Activation: x, Loops: map[string]ref.Val{}}
	for loop, v := range loops {
		s.Loops[loop.Name] = values.FromNative(v)
	}
	return s
}

// PrintNative gives a Go value of Value in the words of a decision.
func PrintNative(v any) string {
	if _, isGroup := v.(*vocab.Group); isGroup {
		return "…"
	}
	return values.Print(values.FromNative(v))
}
