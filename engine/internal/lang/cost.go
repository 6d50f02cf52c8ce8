package lang

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/schema"
)

// price estimates the most that an expression can cost, in CEL's cost units, and
// says so where that is over the limit of a clause.
func (e *Env) price(c *checked) string {
	estimate, err := e.cel.EstimateCost(c.ast, sizes{e})
	if err != nil {
		return fmt.Sprintf("the cost of this expression cannot be told: %v", err)
	}
	c.cost, c.size = estimate.Max, e.length(c.ast.NativeRep(), c.ast.NativeRep().Expr(), nil)
	if c.cost > MaxClauseCost {
		return fmt.Sprintf("this expression can take %s steps, and %d are the limit", costText(c.cost), MaxClauseCost)
	}
	return ""
}

const costHint = "walk over fewer lists, and not over one inside of another"

func costText(n uint64) string {
	if n > 1e12 {
		return "over 1000000000000"
	}
	return fmt.Sprint(n)
}

// sizes tells the cost estimator how long lists and strings can be, and what our
// functions cost: without it every walk over facts would seem endless.
type sizes struct{ env *Env }

// EstimateSize bounds a value by the max tag of its fact, or by its define.
func (s sizes) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	switch n.Type().Kind() {
	case types.StringKind, types.BytesKind:
		return &cost.SizeEstimate{Max: s.env.maxText(n.Path())}
	case types.ListKind:
		return &cost.SizeEstimate{Max: s.env.length(nil, n.Expr(), n.Path())}
	}
	return nil
}

// EstimateCallCost prices our own functions by the length of the list they walk over.
func (s sizes) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	per := map[string]uint64{"@latest": 1, "in_regions": 4, "text": 1, "business_days_after": 1}[function]
	if per == 0 {
		return nil
	}
	size := uint64(1)
	for _, a := range args {
		if a.Type().Kind() == types.ListKind {
			size = max(size, s.listSize(a))
		}
	}
	return &cost.CallEstimate{CostEstimate: cost.Estimate{Min: 1, Max: per * (1 + size)}, ResultSize: &cost.SizeEstimate{Max: schema.MaxText}}
}

func (s sizes) listSize(a cost.AstNode) uint64 {
	if c := a.ComputedSize(); c != nil {
		return c.Max
	}
	return s.EstimateSize(a).Max
}

func (e *Env) maxText(path []string) uint64 {
	if f := e.fact(path); f != nil && f.Max > 0 {
		return uint64(f.Max)
	}
	return schema.MaxText
}

// fact is the fact at a path of names, where @items stands for the elements of a list.
func (e *Env) fact(path []string) (f *factField) {
	g := e.root
	for _, name := range path {
		if name == "@items" {
			continue
		}
		if g == nil || g.fields[name] == nil {
			return nil
		}
		f = g.fields[name]
		g = f.group
	}
	return f
}

// length bounds the number of elements of a list expression.
func (e *Env) length(tree *ast.AST, x ast.Expr, path []string) uint64 {
	if f := e.fact(path); f != nil && f.Type.Kind == schema.List {
		return uint64(f.Max)
	}
	switch x.Kind() {
	case ast.ListKind:
		return uint64(x.AsList().Size())
	case ast.IdentKind:
		name := strings.TrimPrefix(x.AsIdent(), ".")
		if d := e.defines[name]; d != nil {
			return d.size
		}
		if f := e.root.fields[name]; f != nil {
			return uint64(f.Max)
		}
	case ast.SelectKind:
		return e.widest(x.AsSelect().FieldName())
	case ast.ComprehensionKind: // filter and map give at most one element for each
		return e.length(tree, x.AsComprehension().IterRange(), nil)
	case ast.CallKind:
		return e.lengthOfCall(tree, x.AsCall())
	}
	return schema.MaxItems
}

func (e *Env) lengthOfCall(tree *ast.AST, c ast.CallExpr) uint64 {
	var sum, most uint64
	for _, a := range c.Args() {
		n := e.length(tree, a, nil)
		sum, most = sum+n, max(most, n)
	}
	if c.FunctionName() == "_+_" {
		return sum
	}
	return max(most, schema.MaxItems)
}

// widest is the largest list fact of that name in any group.
func (e *Env) widest(name string) uint64 {
	most := uint64(0)
	for _, g := range e.groups {
		if f := g.fields[name]; f != nil && f.Type.Kind == schema.List {
			most = max(most, uint64(f.Max))
		}
	}
	if most == 0 {
		return schema.MaxItems
	}
	return most
}
