package engine

import (
	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
)

// compiled makes the evaluator that decides: the clauses as a program over the
// caller's own struct. What that cannot say is asked of cel-go, an expression at a time.
func (a *action) compiled() {
	var clauses []*ir.Clause
	for i, c := range a.clauses {
		clauses = append(clauses, c.Tree())
		if !c.File.Since.IsZero() || !c.File.Until.IsZero() {
			a.dated = append(a.dated, i)
		}
	}
	program := eval.New(a.schema, clauses, a.bind)
	a.evaluate, a.now = program.Decide, program.Now
	a.permits = eval.Sets(len(clauses), func(i int, s eval.State) bool { return a.part(i, s) == permits })
	a.forbids = eval.Sets(len(clauses), func(i int, s eval.State) bool { return a.part(i, s) == forbids })
}

// part is the part that a clause plays in a state.
func (a *action) part(clause int, s eval.State) part {
	return truth(said{a.clauses[clause].File.Effect, lang.State(s)})
}

// bind readies facts for the expressions that the program leaves to cel-go.
func (a *action) bind(facts any) ir.Evaluate {
	x := a.env.Bind(facts)
	return func(n *ir.Node, loops ir.Loops) (any, error) {
		v, failure := x.Value(n, loops)
		if failure != nil {
			return nil, failure
		}
		return v, nil
	}
}
