package lang

import (
	"errors"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// Unknown lists, sorted, every unknown fact that keeps the clause from being told:
// knowing any other would change nothing. Evaluation itself names only the first.
//
// The expression is evaluated once more with both sides of every && and || and with
// the value of every node kept. From the root down, a node without an error is
// passed over, so that what an || absorbed is not blamed; a node with one passes the
// blame to its operands until it reaches a fact that is not known.
func (c *Clause) Unknown(x *Facts) []string {
	found := map[string]bool{}
	for _, p := range []*program{c.scope, c.body} {
		if p != nil {
			c.env.blame(p, x, found)
		}
	}
	var paths []string
	for path := range found {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

func (e *Env) blame(p *program, x *Facts, found map[string]bool) {
	traced, err := p.trace()
	if err != nil {
		return
	}
	_, details, _ := traced.Eval(x)
	if details == nil {
		return
	}
	b := blamer{env: e, facts: x, state: details.State(), tree: p.ast.NativeRep(), found: found}
	b.visit(b.tree.Expr())
}

// blamer walks down one evaluated expression.
type blamer struct {
	env   *Env
	facts *Facts
	state interpreter.EvalState
	tree  *ast.AST
	found map[string]bool
}

func (b *blamer) errs(e ast.Expr) bool {
	v, ok := b.state.Value(e.ID())
	return ok && types.IsError(v)
}

func (b *blamer) visit(e ast.Expr) {
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

// loop blames the list, and what the last element was held against: facts that are
// not of the element are the same for every element.
func (b *blamer) loop(c ast.ComprehensionExpr) {
	b.visit(c.IterRange())
	ast.PreOrderVisit(c.LoopStep(), ast.NewExprVisitor(func(e ast.Expr) {
		if (e.Kind() == ast.IdentKind || e.Kind() == ast.SelectKind) && b.errs(e) {
			b.fact(e)
		}
	}))
}

// fact blames an unknown fact, or what a define failed for.
func (b *blamer) fact(e ast.Expr) {
	if e.Kind() == ast.IdentKind {
		if d := b.env.defines[strings.TrimPrefix(e.AsIdent(), ".")]; d != nil {
			b.env.blame(d.program, b.facts, b.found)
			return
		}
	}
	v, _ := b.state.Value(e.ID())
	var u *unknown
	if err, ok := v.(error); ok && errors.As(err, &u) {
		b.found[u.path] = true
	}
}
