package engine

import (
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// evaluator is the seam of every way to evaluate clauses: facts in, the clauses that
// spoke and what they said out, in the order of their ids.
type evaluator func(f schema.Facts) []spoken

// spoken is one clause that has something to say, by its place in the action.
type spoken struct {
	clause int
	state  lang.State
}

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

// said is the effect of a clause and what came of it.
type said struct {
	effect clause.Effect
	state  lang.State
}

// truth is the truth table. What cannot be told counts on the strict side: it
// permits nothing, forbids, and obliges.
func truth(s said) part {
	switch s {
	case said{clause.Permit, lang.Holds}:
		return permits
	case said{clause.Permit, lang.Unmet}, said{clause.Permit, lang.Errs}:
		return unmet
	case said{clause.Forbid, lang.Holds}, said{clause.Forbid, lang.Errs}:
		return forbids
	case said{clause.Oblige, lang.Holds}, said{clause.Oblige, lang.Errs}:
		return duties
	case said{clause.Advise, lang.Holds}:
		return advice
	case said{clause.Advise, lang.Errs}:
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
	if d.fault = p.verify(f); d.fault != nil {
		return d
	}
	if d.action = p.actions[f.Action()]; d.action == nil {
		return d
	}
	d.now = d.action.schema.Now(f)
	permitted, forbidden := false, false
	for _, s := range d.action.evaluate(f) {
		c := d.action.clauses[s.clause].File
		if !inForce(c, d.now) {
			continue
		}
		d.spoke = append(d.spoke, s)
		permitted = permitted || truth(said{c.Effect, s.state}) == permits
		forbidden = forbidden || truth(said{c.Effect, s.state}) == forbids
	}
	d.outcome = Outcome(permitted && !forbidden)
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

// byCEL evaluates every clause by cel-go's own program, the reference.
func (a *action) byCEL(f schema.Facts) (spoke []spoken) {
	facts := a.env.Bind(f)
	for i, c := range a.clauses {
		if state, _ := c.Decide(facts); state != lang.Out {
			spoke = append(spoke, spoken{i, state})
		}
	}
	return spoke
}
