package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/internal/ir"
)

// makeEvaluator makes the evaluator that decides: the clauses as a program over the
// caller's own struct. What that cannot say is asked of cel-go, an expression at a time.
func (a *action) makeEvaluator() {
	var clauses []*ir.Clause
	for i, c := range a.clauses {
		clauses = append(clauses, c.Tree())
		if !c.File.Since.IsZero() || !c.File.Until.IsZero() {
			a.dated = append(a.dated, i)
		}
	}
	program := eval.New(a.schema, clauses, a.bind)
	a.evaluate, a.now = program.Decide, program.Now
	for _, o := range program.Outside() {
		a.outside = append(a.outside, Outside{o.Clause, o.Node.Text, o.Reason})
	}
	a.permits = eval.Sets(len(clauses), func(i int, s eval.State) bool { return a.part(i, s) == permits })
	a.forbids = eval.Sets(len(clauses), func(i int, s eval.State) bool { return a.part(i, s) == forbids })
}

// Outside is an expression of a clause that is not compiled: cel-go evaluates it,
// which takes longer and says the same.
type Outside struct {
	Clause string // the id of the first clause that reads it
	Text   string // the expression, as it is written
	Reason string // why it is not compiled, in words
}

// Outside lists what is left to cel-go, sorted by clause; it is empty where every
// clause is compiled whole.
func (p *Policy) Outside() []Outside {
	list := []Outside{}
	for _, a := range p.actions {
		list = append(list, a.outside...)
	}
	slices.SortFunc(list, func(a, b Outside) int {
		return cmp.Or(strings.Compare(a.Clause, b.Clause), strings.Compare(a.Text, b.Text))
	})
	return slices.Compact(list) // a clause on two actions is compiled for both
}

// part is the part that a clause plays in a state.
func (a *action) part(clause int, s eval.State) part {
	return truth(said{a.clauses[clause].File.Effect, s})
}

// bind readies facts for the expressions that the program leaves to cel-go.
func (a *action) bind(facts any) ir.Evaluate {
	return evaluateBy(a.env.Bind(facts))
}
