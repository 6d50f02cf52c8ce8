package lang

import (
	"sync"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang/defines"
	"github.com/clausewise/clausewise/engine/schema"
)

// Defines are the defines of a policy, in an order in which each reads only those
// before it.
type Defines = defines.Set

// NewDefines verifies the names of the defines and orders them. A define with a bad
// name and those on a cycle are left out, and named by the faults.
func NewDefines(s *schema.Schema, files []*clause.File) (*Defines, fault.List) {
	return defines.New(s, files)
}

// define is a compiled define of one action; index is its place in a Facts' memo.
type define struct {
	*program
	index int
	bind  sync.Once
	bound *ir.Binding
}

// UnreadFaults gives the faults of a define that no clause reads: those that it has with
// the first action, where it compiles with none.
func UnreadFaults(s *schema.Schema, d *Defines, f *clause.File) (faults fault.List) {
	for i, a := range s.Actions() {
		e, _ := NewEnv(s, a, d, []*clause.File{f})
		c, found := e.compile(f, f.Body)
		if c != nil {
			return found
		}
		if i == 0 {
			faults = found
		}
	}
	return faults
}
