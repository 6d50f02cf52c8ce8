package eval

import "math/bits"

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

// few is how many sets take no memory beside the answer.
const few = 2

// Answer is what the clauses of a program say. It is a value: up to 128 clauses take
// no memory beside it.
type Answer struct {
	few  [few]Set
	more []Set // those after the first few
}

func (a *Answer) set(i int) *Set {
	if i < few {
		return &a.few[i]
	}
	return &a.more[i-few]
}

// Meets says whether one of these clauses is in the state that the sets pair it with.
func (a *Answer) Meets(sets []Set) bool {
	for i := range sets {
		if a.set(i).meets(&sets[i]) {
			return true
		}
	}
	return false
}

// Drop puts a clause out.
func (a *Answer) Drop(clause int) {
	set := a.set(clause / 64)
	for s := range set {
		set[s] &^= 1 << (clause % 64)
	}
}

// State is what a clause says.
func (a *Answer) State(clause int) State {
	set, bit := a.set(clause/64), clause%64
	return State(set[Unmet]>>bit&1 + set[Holds]>>bit&1*2 + set[Errs]>>bit&1*3)
}

// All visits the clauses that are not out, in their order.
func (a *Answer) All(visit func(clause int, s State) bool) {
	for i := range few + len(a.more) {
		set := a.set(i)
		for in := set[Unmet] | set[Holds] | set[Errs]; in != 0; in &= in - 1 {
			clause := 64*i + bits.TrailingZeros64(in)
			if !visit(clause, a.State(clause)) {
				return
			}
		}
	}
}
