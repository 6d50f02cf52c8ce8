package explain

import "github.com/clausewise/clausewise/engine/internal/ir"

// Clause is what came of a clause.
type Clause struct {
	Scope *Term // nil: everybody is in scope
	Body  *Term
	By    *Term // nil: no due instant
}

// Verdict is what a clause has to say.
type Verdict string

// The verdicts.
const (
	Out    Verdict = "out of scope"
	Unmet  Verdict = "does not hold"
	Holds  Verdict = "holds"
	Untold Verdict = "cannot be told"
)

// Clause explains a clause of the file. Its scope and its body are the two operands of
// a chain of their own; the due instant is asked for only where a duty attaches.
func (x *Explainer) Clause(file string, tree *ir.Clause) (c Clause) {
	p := place{x, file, nil}
	if tree.Scope != nil {
		c.Scope = p.term(tree.Scope)
	}
	if c.Scope != nil && c.Scope.State == False {
		c.Body = p.skip(tree.Body)[0]
	} else if c.Body = p.term(tree.Body); c.Scope != nil && c.Body.State == False {
		absorb([]*Term{c.Scope})
	}
	switch v := c.Verdict(); {
	case tree.By == nil:
	case v == Holds || v == Untold:
		c.By = p.term(tree.By)
	default:
		c.By = p.skip(tree.By)[0]
	}
	return c
}

// Verdict joins scope and body.
func (c Clause) Verdict() Verdict {
	scope := True
	if c.Scope != nil {
		scope = c.Scope.State
	}
	switch {
	case scope == False || scope == Absorbed:
		return Out
	case c.Body.State == False:
		return Unmet
	case scope == True && c.Body.State == True:
		return Holds
	}
	return Untold
}
