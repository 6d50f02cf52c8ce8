// Package fix finds the smallest changes of facts that would make a denial a
// permission.
//
// It tries, and proves nothing by itself: from the clauses it takes the values that
// could matter for every fact (the words of a closed list, the constants that clauses
// compare it with, true and false), and puts them into copies of the facts, one
// change, then two, then three at a time. What a real decision permits is an answer;
// a set that has a smaller answer in it is passed over. The work is bounded, and the
// answer says where the bound cut it short.
package fix

import (
	"slices"

	"github.com/clausewise/clausewise/engine/schema"
)

// maxTries bounds the decisions of one search.
const maxTries = 60_000

// Change is one fact with another value.
type Change struct {
	Field *schema.Field
	Value any // bool, int64 or string
}

// Search is one search.
type Search struct {
	Changes [][]Change          // for every fact that may be changed the values it could take
	Most    int                 // how many changes at once
	Permits func([]Change) bool // decides, with the changes in the facts
	tries   int
}

// Run gives every smallest set of changes that is permitted, those of fewer changes
// first. complete is false where the bound was met before all was tried.
func (s *Search) Run() (found [][]Change, complete bool) {
	for size := 1; size <= s.Most; size++ {
		if !s.extend(nil, 0, size, &found) {
			return found, false
		}
	}
	return found, true
}

// extend adds to a set of changes until it has the size, and tries it then. It gives
// false when the bound is met.
func (s *Search) extend(set []Change, from, size int, found *[][]Change) bool {
	if len(set) == size {
		if s.tries++; s.tries > maxTries {
			return false
		}
		if !hasSmaller(*found, set) && s.Permits(set) {
			*found = append(*found, slices.Clone(set))
		}
		return true
	}
	for i := from; i < len(s.Changes); i++ {
		for _, c := range s.Changes[i] {
			if !s.extend(append(set, c), i+1, size, found) {
				return false
			}
		}
	}
	return true
}

// hasSmaller says that one of the sets lies within this one.
func hasSmaller(found [][]Change, set []Change) bool {
	return slices.ContainsFunc(found, func(smaller []Change) bool {
		return !slices.ContainsFunc(smaller, func(c Change) bool { return !slices.Contains(set, c) })
	})
}
