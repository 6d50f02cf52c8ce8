package eval

import (
	"math/bits"
	"slices"
)

// State is what a clause has to say about a fact set.
type State uint8

// The states. A clause that is out has nothing to say.
const (
	Out   State = iota // out of scope
	Unmet              // in scope, and does not hold
	Holds              // in scope, and holds
	Errs               // cannot be told
)

// Set is some of 64 clauses that follow each other, by state, a bit each. The clauses
// of a program are counted from 0; the first set is the first 64.
type Set [4]uint64

// Sets are the pairs of a clause and a state of which has says so.
func Sets(clauses int, has func(clause int, s State) bool) []Set {
	sets := make([]Set, (clauses+63)/64)
	for i := range clauses {
		for s := Unmet; s <= Errs; s++ {
			if has(i, s) {
				sets[i/64][s] |= 1 << (i % 64)
			}
		}
	}
	return sets
}

func (s *Set) meets(o *Set) bool {
	return s[Unmet]&o[Unmet]|s[Holds]&o[Holds]|s[Errs]&o[Errs] != 0
}

func (s *Set) state(bit int) State {
	return State(s[Unmet]>>bit&1 + s[Holds]>>bit&1*2 + s[Errs]>>bit&1*3)
}

func (s *Set) put(bit int, state State) {
	for i := range s {
		s[i] &^= 1 << bit
	}
	s[state] |= 1 << bit
}

// few is how many sets take no memory beside the answer.
const few = 2

// Answer is what the clauses of a program say. It is a value: up to 128 clauses take
// no memory beside it, and of more only those that a decision had to look at do.
type Answer struct {
	few  [few]Set
	rest []Set  // what many clauses say, but for those in said; shared by all answers
	said []said // by clause
}

// said is a clause and its state, in two bits.
type said uint32

func (s said) clause() int { return int(s >> 2) }

func (s said) state() State { return State(s & 3) }

func (a *Answer) find(clause int) (i int, ok bool) {
	return slices.BinarySearchFunc(a.said, clause, func(s said, clause int) int { return s.clause() - clause })
}

// Meets says whether one of these clauses is in the state that the sets pair it with.
func (a *Answer) Meets(sets []Set) bool {
	for i := range sets {
		if a.rest == nil && a.few[i].meets(&sets[i]) || a.rest != nil && a.rest[i].meets(&sets[i]) && a.restMeets(i, sets[i]) {
			return true
		}
	}
	return slices.ContainsFunc(a.said, func(s said) bool { return sets[s.clause()/64][s.state()]>>(s.clause()%64)&1 == 1 })
}

// restMeets looks at a set of the rest without those who said otherwise.
func (a *Answer) restMeets(i int, with Set) bool {
	from, _ := a.find(64 * i)
	set, _ := patched(a.rest[i], i, a.said[from:])
	return set.meets(&with)
}

// patched is a set with what its clauses said otherwise, and what is left of that.
func patched(set Set, i int, said []said) (Set, []said) {
	for len(said) > 0 && said[0].clause()/64 == i {
		set.put(said[0].clause()%64, said[0].state())
		said = said[1:]
	}
	return set, said
}

// Drop puts a clause out.
func (a *Answer) Drop(clause int) {
	if a.rest == nil {
		a.few[clause/64].put(clause%64, Out)
		return
	}
	i, ok := a.find(clause)
	if !ok {
		a.said = slices.Insert(a.said, i, 0)
	}
	a.said[i] = said(clause<<2) | said(Out)
}

// State is what a clause says.
func (a *Answer) State(clause int) State {
	if a.rest == nil {
		return a.few[clause/64].state(clause % 64)
	}
	if i, ok := a.find(clause); ok {
		return a.said[i].state()
	}
	return a.rest[clause/64].state(clause % 64)
}

// All visits the clauses that are not out, in their order.
func (a *Answer) All(visit func(clause int, s State) bool) {
	said, sets := a.said, a.rest
	if sets == nil {
		sets = a.few[:]
	}
	for i, set := range sets {
		set, said = patched(set, i, said)
		for in := set[Unmet] | set[Holds] | set[Errs]; in != 0; in &= in - 1 {
			bit := bits.TrailingZeros64(in)
			if !visit(64*i+bit, set.state(bit)) {
				return
			}
		}
	}
}
