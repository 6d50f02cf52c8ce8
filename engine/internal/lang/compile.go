package lang

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
)

// checked is an expression that type-checks and keeps the rules of the language.
type checked struct {
	file *clause.File
	expr *clause.Expr
	ast  *cel.Ast
	cost uint64 // the most it can cost, the defines that it reads not counted
	size uint64 // the most elements of its value, for a list
}

// compile parses and checks one expression. It gives nil where there are faults that
// are no warnings, and where its spelling or a define that it reads is at fault already.
func (e *Env) compile(f *clause.File, x *clause.Expr) (c *checked, faults fault.List) {
	defer func() {
		if r := recover(); r != nil {
			c, faults = nil, fault.List{f.Fault(x.Line, x.Col, 0, fmt.Sprintf("this expression cannot be compiled: %v", r), "")}
		}
	}()
	if x == nil || x.Bad {
		return nil, nil
	}
	for _, u := range e.all.uses(f, x) {
		if e.defines[u.token.Text] == nil {
			return nil, nil
		}
	}
	w := wording{env: e, file: f, expr: x}
	parsed, issues := e.cel.ParseSource(common.NewStringSource(x.Text, f.Path))
	if issues.Err() != nil {
		return nil, w.syntax(issues.Errors())
	}
	w.tree = parsed.NativeRep()
	if faults := w.vetParsed(); len(faults) > 0 {
		return nil, faults
	}
	made, issues := e.cel.Check(parsed)
	if issues.Err() != nil {
		return nil, w.types(issues.Errors())
	}
	w.tree = made.NativeRep()
	faults = w.vetChecked()
	if hasErrors(faults) {
		return nil, faults
	}
	c = &checked{file: f, expr: x, ast: made}
	if over := e.price(c); over != "" {
		return nil, append(faults, w.at(x.Line, x.Col, over, costHint))
	}
	return c, faults
}

func hasErrors(faults fault.List) bool {
	for _, f := range faults {
		if f.Warning == "" {
			return true
		}
	}
	return false
}

// want compiles an expression that must have one type, told in the words of why.
func (e *Env) want(f *clause.File, x *clause.Expr, t *cel.Type, why string) (*checked, fault.List) {
	c, faults := e.compile(f, x)
	if c != nil && !c.ast.OutputType().IsExactType(t) {
		w := wording{env: e, file: f, expr: x, tree: c.ast.NativeRep()}
		return nil, append(faults, w.at(x.Line, x.Col, fmt.Sprintf("%s must be %s, and this is %s", why, article(cel.FormatCELType(t)), article(cel.FormatCELType(c.ast.OutputType()))), ""))
	}
	return c, faults
}

// printable says whether words can show a value of the type.
func printable(t *types.Type) bool {
	if t.Kind() == types.ListKind {
		t = t.Parameters()[0]
		if t.Kind() == types.DynKind { // of an empty list
			return true
		}
	}
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.UintKind, types.DoubleKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	}
	return false
}

// find gives the node with that id, or nil.
func find(tree *ast.AST, id int64) (found ast.Expr) {
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.ID() == id {
			found = e
		}
	}))
	return found
}
