// Package tree makes the tree of ir out of CEL's, with the place and the text of every
// node. CEL knows one point of each; the rest is found from the tokens of the source.
package tree

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/schema"
)

// lowering makes the tree of ir out of CEL's: macros are read back from what they
// were expanded to, selections become facts, chains become flat.
type lowering struct {
	vocab *vocab.Vocabulary
	bind  func(define string) *ir.Binding
	tree  *ast.AST
	spans *spans
	loops map[string]*ir.Loop   // variables in sight
	from  map[*ir.Node]ast.Expr // the node that each came from
}

// Lower gives an expression as a tree, and the node of CEL's that each node came from.
// bind gives the binding of a define, or nil for a name that is none.
func Lower(v *vocab.Vocabulary, f *clause.File, x *clause.Expr, tree *ast.AST, bind func(define string) *ir.Binding) (*ir.Node, map[*ir.Node]ast.Expr) {
	l := &lowering{vocab: v, bind: bind, tree: tree, spans: newSpans(f, x, tree), loops: map[string]*ir.Loop{}, from: map[*ir.Node]ast.Expr{}}
	return l.node(tree.Expr()), l.from
}

// operation is what a call of CEL is in ir; 0 for a function.
func operation(function string) ir.Op {
	return map[string]ir.Op{
		"_&&_": ir.And, "_||_": ir.Or, "!_": ir.Not, "_?_:_": ir.Cond,
		"_==_": ir.Eq, "_!=_": ir.Ne, "_<_": ir.Lt, "_<=_": ir.Le, "_>_": ir.Gt, "_>=_": ir.Ge, "@in": ir.In,
		"_+_": ir.Add, "_-_": ir.Sub, "_*_": ir.Mul, "_/_": ir.Div, "_%_": ir.Mod, "-_": ir.Neg, "_[_]": ir.Index,
	}[function]
}

func (l *lowering) node(e ast.Expr) *ir.Node {
	n := &ir.Node{Type: irType(l.tree.GetType(e.ID()))}
	if r, ok := l.spans.of(e); ok {
		n.Span, n.Text = l.spans.span(r), l.spans.text(r)
	}
	l.from[n] = e
	switch e.Kind() {
	case ast.LiteralKind:
		n.Op, n.Const = ir.Const, values.Native(e.AsLiteral())
	case ast.IdentKind, ast.SelectKind:
		l.name(n, e)
	case ast.CallKind:
		l.call(n, e.AsCall())
	case ast.ListKind:
		n.Op, n.Args = ir.List, l.nodes(e.AsList().Elements())
	case ast.MapKind:
		n.Op = ir.Map
		for _, entry := range e.AsMap().Entries() {
			n.Args = append(n.Args, l.node(entry.AsMapEntry().Key()), l.node(entry.AsMapEntry().Value()))
		}
	case ast.ComprehensionKind:
		l.loop(n, e)
	}
	return n
}

func (l *lowering) nodes(es []ast.Expr) []*ir.Node {
	nodes := make([]*ir.Node, len(es))
	for i, e := range es {
		nodes[i] = l.node(e)
	}
	return nodes
}

// name lowers an identifier or a selection: a define, a variable, or a fact.
func (l *lowering) name(n *ir.Node, e ast.Expr) {
	if e.Kind() == ast.IdentKind {
		word := strings.TrimPrefix(e.AsIdent(), ".")
		if loop := l.loops[word]; loop != nil && word == e.AsIdent() {
			n.Op, n.Var = ir.Var, loop
			return
		}
		if define := l.bind(word); define != nil {
			n.Op, n.Define = ir.Define, define
			return
		}
	}
	n.Op, n.Fact = ir.Fact, l.path(e)
	if base := base(e); base.Kind() != ast.IdentKind {
		n.Args = []*ir.Node{l.node(base)}
	}
	if e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly() {
		n.Op = ir.Has
	}
}

// base is what a chain of selections starts at: a name, or an element of a list.
func base(e ast.Expr) ast.Expr {
	for e.Kind() == ast.SelectKind {
		e = e.AsSelect().Operand()
	}
	return e
}

func (l *lowering) path(e ast.Expr) ir.Path {
	if e.Kind() == ast.IdentKind {
		if loop := l.loops[e.AsIdent()]; loop != nil {
			return ir.Path{From: loop}
		}
		if e.AsIdent() == vocab.RootName {
			return ir.Path{}
		}
		return ir.Path{Fields: []*schema.Field{l.vocab.Root.Fields[strings.TrimPrefix(e.AsIdent(), ".")].Field}}
	}
	operand := e.AsSelect().Operand()
	field := l.vocab.Groups[l.tree.GetType(operand.ID()).TypeName()].Fields[e.AsSelect().FieldName()].Field
	var p ir.Path
	if operand.Kind() == ast.IdentKind || operand.Kind() == ast.SelectKind {
		p = l.path(operand)
	}
	p.Fields = append(p.Fields[:len(p.Fields):len(p.Fields)], field)
	return p
}

func (l *lowering) call(n *ir.Node, c ast.CallExpr) {
	args := c.Args()
	n.Op, n.Func = operation(c.FunctionName()), c.FunctionName()
	switch {
	case n.Op == ir.And || n.Op == ir.Or:
		n.Func = ""
		n.Args = l.chain(n.Op, args)
		return
	case n.Op != 0:
		n.Func = ""
	case strings.HasPrefix(n.Func, "@"): // a function of ours, whose macro added `now`
		n.Op, n.Func, args = ir.Call, n.Func[1:], args[1:]
	default:
		n.Op = ir.Call
	}
	if c.IsMemberFunction() {
		n.Args = append(n.Args, l.node(c.Target()))
	}
	n.Args = append(n.Args, l.nodes(args)...)
}

// chain flattens what CEL balanced into a tree: a && b && c.
func (l *lowering) chain(op ir.Op, args []ast.Expr) (nodes []*ir.Node) {
	for _, a := range args {
		if a.Kind() == ast.CallKind && operation(a.AsCall().FunctionName()) == op && !l.bracketed(a) {
			nodes = append(nodes, l.chain(op, a.AsCall().Args())...)
		} else {
			nodes = append(nodes, l.node(a))
		}
	}
	return nodes
}

// bracketed says that a node stands in brackets of its own: then its owner wrote a
// group, and keeps it.
func (l *lowering) bracketed(e ast.Expr) bool {
	r, ok := l.spans.of(e)
	return ok && r.from > 0 && l.spans.tokens[r.from-1].Text == "(" && l.spans.close[r.from-1] == r.to+1
}

// loop reads a macro back from its expansion.
func (l *lowering) loop(n *ir.Node, e ast.Expr) {
	c := e.AsComprehension()
	list := l.node(c.IterRange())
	before, hidden := l.loops[c.IterVar()]
	n.Var = &ir.Loop{Name: c.IterVar()}
	l.loops[c.IterVar()] = n.Var
	step := c.LoopStep().AsCall()
	args := step.Args()
	switch call, _ := l.tree.SourceInfo().GetMacroCall(e.ID()); call.AsCall().FunctionName() {
	case "all":
		n.Op, args = ir.All, args[1:]
	case "exists":
		n.Op, args = ir.Exists, args[1:]
	case "exists_one":
		n.Op, args = ir.ExistsOne, args[:1]
	case "filter":
		n.Op, args = ir.Filter, args[:1]
	default:
		n.Op, args = ir.Transform, transformed(step)
	}
	n.Args = append([]*ir.Node{list}, l.nodes(args)...)
	if delete(l.loops, c.IterVar()); hidden {
		l.loops[c.IterVar()] = before
	}
}

// transformed finds the condition, where there is one, and the value of a map().
func transformed(step ast.CallExpr) []ast.Expr {
	if operation(step.FunctionName()) != ir.Cond {
		return step.Args()[1].AsList().Elements()
	}
	return append([]ast.Expr{step.Args()[0]}, transformed(step.Args()[1].AsCall())...)
}

func irType(t *types.Type) ir.Type {
	kinds := map[types.Kind]ir.Kind{
		types.BoolKind: ir.Bool, types.IntKind: ir.Int, types.UintKind: ir.Uint, types.DoubleKind: ir.Double,
		types.StringKind: ir.String, types.BytesKind: ir.Bytes, types.TimestampKind: ir.Time, types.DurationKind: ir.Duration,
		types.ListKind: ir.ListKind, types.MapKind: ir.MapKind, types.StructKind: ir.Group,
	}
	made := ir.Type{Kind: kinds[t.Kind()]}
	switch params := t.Parameters(); made.Kind {
	case ir.ListKind:
		made.Elem = new(irType(params[0]))
	case ir.MapKind:
		made.Key, made.Elem = new(irType(params[0])), new(irType(params[1]))
	}
	return made
}
