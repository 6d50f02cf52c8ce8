package engine

import (
	"reflect"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/eval"
	"github.com/clausewise/clausewise/engine/schema"
)

// evaluator is the seam of every way to evaluate clauses: facts in, the state of every
// clause out, or that the facts are not within the limits of their schema. The answer
// is a value, and so is the decision that keeps it: deciding allocates nothing, unless
// there are very many clauses.
type evaluator func(facts any) (answer eval.Answer, sound bool)

// part is the part that a clause plays in a decision.
type part uint8

const (
	silent part = iota
	permits
	forbids
	duties
	advice
	unmet
	errs
)

// String names the part as an explanation does.
func (p part) String() string {
	return [...]string{"silent", "permits", "forbids", "duties", "advice", "unmet", "errors"}[p]
}

// said is the effect of a clause and what came of it.
type said struct {
	effect clause.Effect
	state  eval.State
}

// truth is the truth table. What cannot be told counts on the strict side: it
// permits nothing, forbids, and obliges.
func truth(s said) part {
	switch s {
	case said{clause.Permit, eval.Holds}:
		return permits
	case said{clause.Permit, eval.Unmet}, said{clause.Permit, eval.Errs}:
		return unmet
	case said{clause.Forbid, eval.Holds}, said{clause.Forbid, eval.Errs}:
		return forbids
	case said{clause.Oblige, eval.Holds}, said{clause.Oblige, eval.Errs}:
		return duties
	case said{clause.Advise, eval.Holds}:
		return advice
	case said{clause.Advise, eval.Errs}:
		return errs
	}
	return silent
}

// Decide answers whether the facts are permitted, and who says so. There is always
// an answer: facts that the schema refuses, and an action that no clause names, are
// denied. A forbid beats every permit; without a permit nothing is permitted. Every
// clause is evaluated, since the reader wants every reason.
//
// The facts must not change while the decision is in use: its words are made from
// them when they are asked for.
func (p *Policy) Decide(f schema.Facts) Decision {
	d := Decision{policy: p, facts: f}
	a, sound := p.byType[reflect.TypeOf(f)], false
	if a != nil {
		d.spoke, sound = a.evaluate(f)
	}
	if !sound || d.Action() != a.schema.Name { // nobody speaks about it, or Verify finds the words
		if d.spoke, d.fault = (eval.Answer{}), p.verify(f); d.fault == nil {
			d.now = p.schema.Action(d.Action()).Now(f)
		}
		return d
	}
	d.action, d.now = a, a.now(f)
	for _, i := range a.dated {
		if !inForce(a.clauses[i].File, d.now) {
			d.spoke.Drop(i)
		}
	}
	d.outcome = Outcome(d.spoke.Meets(a.permits) && !d.spoke.Meets(a.forbids))
	return d
}

// verify holds the facts to the schema. What they say of themselves is code of the
// caller, and a panic there is no answer.
func (p *Policy) verify(f schema.Facts) (err error) {
	defer func() {
		if recover() != nil {
			err = Errors{{Message: "these facts do not say what action they are about"}}
		}
	}()
	return p.schema.Verify(f)
}
