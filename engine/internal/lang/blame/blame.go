// Package blame finds the facts for want of which an expression has no value: all of
// them, where evaluation names only the first.
package blame

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// Program is an expression whose every node can be asked for its value.
type Program struct {
	Tree  *ast.AST
	Trace func() (cel.Program, error) // keeps the value of every node
}

// Search is what goes through expressions over one fact set, and through the defines
// that they read, each once.
type Search struct {
	Env     *cel.Env
	Facts   interpreter.Activation
	Defines func(name string) (Program, bool)

	found map[string]bool
	seen  map[string]bool // by name of the define
}

// Unknown lists, sorted, every unknown fact that keeps the expressions from being
// told: while none of them is known, knowing any other changes nothing, save for a
// fact of which an expression asks whether it is known.
//
// An expression is evaluated once more with both sides of every && and || and with
// the value of every node kept. From the root down, a node without an error is
// passed over, so that what an || absorbed is not blamed; a node with one passes the
// blame to its operands until it reaches a fact that is not known. An operand that
// stands behind a failed one was never reached: it is evaluated on its own. So is the
// body of a loop, for every element.
func (b *Search) Unknown(programs ...Program) []string {
	b.found, b.seen = map[string]bool{}, map[string]bool{}
	for _, p := range programs {
		b.program(p)
	}
	return slices.Sorted(maps.Keys(b.found))
}

func (b *Search) program(p Program) {
	if traced, err := p.Trace(); err == nil {
		b.evaluate(traced, p.Tree, nil).visit(p.Tree.Expr())
	}
}

// evaluate gives the values of the nodes of a program; loops binds the variables in
// sight of it.
func (b *Search) evaluate(traced cel.Program, tree *ast.AST, loops map[string]ref.Val) *blamer {
	made := &blamer{Search: b, tree: tree, loops: loops, state: interpreter.NewEvalState()}
	if _, details, _ := traced.Eval(&vocab.Sight{Activation: b.Facts, Loops: loops}); details != nil {
		made.state = details.State()
	}
	return made
}

// blamer walks down one evaluated expression.
type blamer struct {
	*Search
	tree  *ast.AST
	loops map[string]ref.Val
	state interpreter.EvalState
}

// visit blames what is below a node, if it failed.
func (b *blamer) visit(e ast.Expr) {
	if _, reached := b.state.Value(e.ID()); reached {
		b.blame(e)
	} else if apart := b.apart(e); apart != nil {
		b.evaluate(apart, b.tree, b.loops).blame(e)
	}
}

// apart makes a program of a part of the expression.
func (b *blamer) apart(e ast.Expr) cel.Program {
	part := ast.NewCheckedAST(ast.NewAST(e, b.tree.SourceInfo()), b.tree.TypeMap(), b.tree.ReferenceMap())
	traced, err := b.Env.PlanProgram(part, cel.EvalOptions(cel.OptExhaustiveEval, cel.OptTrackState))
	if err != nil {
		return nil
	}
	return traced
}

func (b *blamer) errs(e ast.Expr) bool {
	v, ok := b.state.Value(e.ID())
	return ok && types.IsError(v)
}

func (b *blamer) blame(e ast.Expr) {
	if !b.errs(e) {
		return
	}
	switch e.Kind() {
	case ast.IdentKind, ast.SelectKind:
		b.fact(e)
	case ast.CallKind:
		b.call(e.AsCall())
	case ast.ListKind:
		b.each(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			b.each([]ast.Expr{entry.AsMapEntry().Key(), entry.AsMapEntry().Value()})
		}
	case ast.ComprehensionKind:
		b.loop(e.AsComprehension())
	}
}

func (b *blamer) each(es []ast.Expr) {
	for _, e := range es {
		b.visit(e)
	}
}

func (b *blamer) call(c ast.CallExpr) {
	if c.IsMemberFunction() {
		b.visit(c.Target())
	}
	if c.FunctionName() == "_?_:_" && !b.errs(c.Args()[0]) {
		b.visit(b.branch(c.Args()))
		return
	}
	b.each(c.Args())
}

// branch is the side that a condition chose.
func (b *blamer) branch(args []ast.Expr) ast.Expr {
	if v, _ := b.state.Value(args[0].ID()); v == types.True {
		return args[1]
	}
	return args[2]
}

// loop blames the list, and what is said of each of its elements, as if it were the
// first one.
func (b *blamer) loop(c ast.ComprehensionExpr) {
	b.visit(c.IterRange())
	body := b.apart(c.LoopStep())
	if body == nil {
		return
	}
	loops := map[string]ref.Val{}
	maps.Copy(loops, b.loops)
	for element := range b.elements(c.IterRange()) {
		loops[c.IterVar()], loops[c.AccuVar()] = element, start(c.AccuInit())
		b.evaluate(body, b.tree, loops).blame(c.LoopStep())
	}
}

// elements are those of a list. One that is not known has one element, of which
// nothing is known.
func (b *blamer) elements(list ast.Expr) iter.Seq[ref.Val] {
	v, _ := b.state.Value(list.ID())
	return func(yield func(ref.Val) bool) {
		if unknownIn(v) != nil {
			yield(types.NewErr("the element of a list that is not known"))
			return
		}
		walked, ok := v.(traits.Iterable)
		if !ok {
			return
		}
		for it := walked.Iterator(); it.HasNext() == types.True && yield(it.Next()); {
		}
	}
}

// start is the value of a loop before its first element.
func start(init ast.Expr) ref.Val {
	if init.Kind() == ast.LiteralKind {
		return init.AsLiteral()
	}
	return types.NewDynamicList(types.DefaultTypeAdapter, []ref.Val{})
}

// fact blames an unknown fact, or what a define failed for. What is selected from
// the value of another expression fails with that.
func (b *blamer) fact(e ast.Expr) {
	if e.Kind() == ast.IdentKind {
		name := strings.TrimPrefix(e.AsIdent(), ".")
		if d, isDefine := b.Defines(name); isDefine {
			b.define(name, d)
			return
		}
	}
	v, _ := b.state.Value(e.ID())
	if u := unknownIn(v); u != nil {
		b.found[u.Path] = true
	}
}

// unknownIn gives the fact for want of which there is an error instead of a value, or
// nil.
func unknownIn(v ref.Val) *vocab.Unknown {
	var u *vocab.Unknown
	if err, ok := v.(error); ok && errors.As(err, &u) {
		return u
	}
	return nil
}

func (b *Search) define(name string, d Program) {
	if !b.seen[name] {
		b.seen[name] = true
		b.program(d)
	}
}
