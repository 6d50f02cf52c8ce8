package lang

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/internal/lang/vet"
	"github.com/clausewise/clausewise/engine/internal/lang/wording"
)

// checked is an expression that type-checks, and in which vet found no error.
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
	for _, t := range e.vocab.All.Uses(x) {
		if e.defines[t.Text] == nil {
			return nil, nil
		}
	}
	w := e.wording(f, x)
	parsed, issues := e.cel.ParseSource(common.NewStringSource(x.Text, f.Path))
	if issues.Err() != nil {
		return nil, w.Syntax(issues.Errors())
	}
	w.Tree = parsed.NativeRep()
	if faults := vet.Parsed(w); len(faults) > 0 {
		return nil, faults
	}
	made, issues := e.cel.Check(parsed)
	if issues.Err() != nil {
		return nil, w.Types(issues.Errors())
	}
	w.Tree = made.NativeRep()
	faults = vet.Checked(w)
	if faults.HasErrors() {
		return nil, faults
	}
	c = &checked{file: f, expr: x, ast: made}
	var over string
	if c.cost, c.size, over = e.costs.Price(e.cel, made); over != "" {
		return nil, append(faults, w.At(x.Line, x.Col, over, limits.Hint))
	}
	return c, faults
}

func (e *Env) wording(f *clause.File, x *clause.Expr) *wording.Expression {
	return &wording.Expression{Vocab: e.vocab, File: f, Expr: x}
}

// want compiles an expression that must have one type, told in the words of why.
func (e *Env) want(f *clause.File, x *clause.Expr, t *cel.Type, why string) (*checked, fault.List) {
	c, faults := e.compile(f, x)
	if c != nil && !c.ast.OutputType().IsExactType(t) {
		return nil, append(faults, e.wording(f, x).At(x.Line, x.Col, fmt.Sprintf("%s must be %s, and this is %s", why, lexicon.Article(cel.FormatCELType(t)), lexicon.Article(cel.FormatCELType(c.ast.OutputType()))), ""))
	}
	return c, faults
}
