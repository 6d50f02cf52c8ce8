// Package limits is how large an expression may be and what it may cost, with the
// estimate of what it can cost. Each limit is held when a policy is loaded, so that
// deciding needs none.
package limits

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/schema"
)

// The limits. What exceeds one is refused when a policy is loaded.
const (
	MaxNodes      = 2_000   // nodes of the syntax tree, macros expanded
	MaxDepth      = 32      // levels of nesting, as the parser counts them
	MaxClauseCost = 25_000  // CEL's cost units, for a clause with the defines that it reads
	MaxActionCost = 250_000 // the same, for all clauses of an action, each define once
)

// Hint is for who wrote what costs too much.
const Hint = "walk over fewer lists, and not over one inside of another"

// Steps is a number of steps as text, up to where it means nothing any more.
func Steps(n uint64) string {
	if n > 1e12 {
		return "over 1000000000000"
	}
	return fmt.Sprint(n)
}

// Estimator tells the cost estimator of CEL how long lists and strings can be, and what
// our functions cost: without it every walk over facts would seem endless.
type Estimator struct {
	Vocab *vocab.Vocabulary
	Lists map[string]uint64 // the most elements of each define that is a list
}

// Price estimates the most that an expression can cost, in CEL's cost units, and the
// most elements of its value, for a list. over says so where the cost is over the
// limit of a clause.
func (s *Estimator) Price(env *cel.Env, made *cel.Ast) (steps, elements uint64, over string) {
	estimate, err := env.EstimateCost(made, s)
	if err != nil {
		return 0, 0, fmt.Sprintf("the cost of this expression cannot be told: %v", err)
	}
	steps, elements = estimate.Max, s.length(made.NativeRep().Expr(), nil)
	if steps > MaxClauseCost {
		over = fmt.Sprintf("this expression can take %s steps, and %d are the limit", Steps(steps), MaxClauseCost)
	}
	return steps, elements, over
}

// EstimateSize bounds a value by the max tag of its fact, or by its define.
func (s *Estimator) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	switch n.Type().Kind() {
	case types.StringKind, types.BytesKind:
		return &cost.SizeEstimate{Max: s.maxText(n.Path())}
	case types.ListKind:
		return &cost.SizeEstimate{Max: s.length(n.Expr(), n.Path())}
	}
	return nil
}

// EstimateCallCost prices our own functions by the length of the list they walk over.
func (s *Estimator) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
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

func (s *Estimator) listSize(a cost.AstNode) uint64 {
	if c := a.ComputedSize(); c != nil {
		return c.Max
	}
	return s.EstimateSize(a).Max
}

func (s *Estimator) maxText(path []string) uint64 {
	if f := s.Vocab.At(path); f != nil && f.Max > 0 {
		return uint64(f.Max)
	}
	return schema.MaxText
}

// length bounds the number of elements of a list expression.
func (s *Estimator) length(x ast.Expr, path []string) uint64 {
	if f := s.Vocab.At(path); f != nil && f.Type.Kind == schema.List {
		return uint64(f.Max)
	}
	switch x.Kind() {
	case ast.ListKind:
		return uint64(x.AsList().Size())
	case ast.IdentKind:
		name := strings.TrimPrefix(x.AsIdent(), ".")
		if most, isDefine := s.Lists[name]; isDefine {
			return most
		}
		if f := s.Vocab.Root.Fields[name]; f != nil {
			return uint64(f.Max)
		}
	case ast.SelectKind:
		return s.widest(x.AsSelect().FieldName())
	case ast.ComprehensionKind: // filter and map give at most one element for each
		return s.length(x.AsComprehension().IterRange(), nil)
	case ast.CallKind:
		return s.lengthOfCall(x.AsCall())
	}
	return schema.MaxItems
}

func (s *Estimator) lengthOfCall(c ast.CallExpr) uint64 {
	var sum, most uint64
	for _, a := range c.Args() {
		n := s.length(a, nil)
		sum, most = sum+n, max(most, n)
	}
	if c.FunctionName() == "_+_" {
		return sum
	}
	return max(most, schema.MaxItems)
}

// widest is the largest list fact of that name in any group.
func (s *Estimator) widest(name string) uint64 {
	most := uint64(0)
	for _, g := range s.Vocab.Groups {
		if f := g.Fields[name]; f != nil && f.Type.Kind == schema.List {
			most = max(most, uint64(f.Max))
		}
	}
	if most == 0 {
		return schema.MaxItems
	}
	return most
}
