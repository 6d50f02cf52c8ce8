package eval

import (
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// Bind readies a fact set for CEL, for the expressions that are not compiled.
type Bind func(facts any) ir.Evaluate

// frame is what one decision needs beside the program; frames are used again.
type frame struct {
	now   value
	codes []uint32 // of the facts that are columns
	slots []value  // the caller's struct, the variables of loops, and what is kept
	kept  []tri    // of every value that is kept: no while nobody asked, then fails or yes
	lists []value  // the elements of the lists that were made
	sets  []Set    // of many clauses
	seen  []uint64 // which blocks were looked at, a bit each
	said  []said
	facts any
	bind  Bind
	ask   ir.Evaluate // nil until it is needed
}

// maxLists is how many elements a frame keeps room for once it is idle.
const maxLists = 1 << 14

// begin readies a frame for a fact set, and says whether that is within its limits.
func (f *frame) begin(p *Program, facts any) bool {
	f.facts, f.slots[rootSlot].p = facts, placeOf(facts)
	root := f.slots[rootSlot].p
	if root == nil {
		return false
	}
	f.now = timeAt(p.now.find(root))
	for _, flag := range p.flags {
		f.codes[flag.index] = flagAt(root, flag.offset)
	}
	for i := range p.columns {
		c := &p.columns[i]
		code, sound := c.code(root)
		if !sound {
			return false
		}
		f.codes[c.index] = code
	}
	return p.limits.hold(root)
}

// end forgets the facts, so that an idle frame keeps nothing of its caller alive.
func (f *frame) end() {
	clear(f.kept)
	clear(f.slots)
	clear(f.lists)
	f.lists = f.lists[:0]
	if cap(f.lists) > maxLists {
		f.lists = nil
	}
	f.facts, f.ask = nil, nil
}

// room is an empty list with room for n elements. Lists that are made meanwhile get
// room of their own; lists that exist stay where they are, also if there is no room
// left and new room is made.
func (f *frame) room(n int) []value {
	from := len(f.lists)
	f.lists = slices.Grow(f.lists, n)[:from+n]
	return f.lists[from : from : from+n]
}
