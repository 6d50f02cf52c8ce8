package lang

import (
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// State is what a clause has to say about a fact set, by CEL's own program.
type State uint8

// The states. A clause that is out has nothing to say.
const (
	Out   State = iota // out of scope
	Unmet              // in scope, and does not hold
	Holds              // in scope, and holds
	Errs               // cannot be told: scope && body is an error
)

// Facts is one fact set, ready for the clauses of one action. It keeps the value of
// every define that was read, so it belongs to one goroutine.
type Facts struct {
	env  *Env
	root *vocab.Group
	memo []ref.Val // by define
}

// Bind readies a fact set, a struct or a pointer to one, of the Env's action.
func (e *Env) Bind(facts any) *Facts {
	return &Facts{env: e, root: e.vocab.Bind(facts), memo: make([]ref.Val, len(e.defines))}
}

// ResolveName makes Facts an activation of cel-go: a name is a define or a fact.
func (x *Facts) ResolveName(name string) (any, bool) {
	if d := x.env.defines[name]; d != nil {
		return x.define(d), true
	}
	if name == vocab.RootName {
		return x.root, true
	}
	return x.root.Resolve(name)
}

// Parent makes Facts an activation of cel-go.
func (x *Facts) Parent() interpreter.Activation { return nil }

// define evaluates a define once; its failure keeps the place in its own file.
func (x *Facts) define(d *define) ref.Val {
	if x.memo[d.index] == nil {
		v, failure := d.program.eval(x)
		if failure != nil {
			v = types.WrapErr(failure)
		}
		x.memo[d.index] = v
	}
	return x.memo[d.index]
}

func (p *program) eval(x *Facts) (ref.Val, *Failure) {
	v, _, err := p.cel.Eval(x)
	if err == nil {
		return v, nil
	}
	return nil, p.failure(err)
}

// Decide says what the clause has to say: its scope and its expression joined by
// CEL's own &&, where a side that is false settles it, error on the other or not.
func (c *Clause) Decide(x *Facts) (State, *Failure) {
	inScope, scopeFailure := c.scope.holds(x)
	if scopeFailure == nil && !inScope {
		return Out, nil
	}
	holds, bodyFailure := c.body.holds(x)
	switch {
	case bodyFailure == nil && !holds && scopeFailure != nil:
		return Out, nil
	case bodyFailure == nil && !holds:
		return Unmet, nil
	case scopeFailure != nil:
		return Errs, scopeFailure
	case bodyFailure != nil:
		return Errs, bodyFailure
	}
	return Holds, nil
}

// holds evaluates a condition; no condition always holds.
func (p *program) holds(x *Facts) (bool, *Failure) {
	if p == nil {
		return true, nil
	}
	v, failure := p.eval(x)
	return failure == nil && v == types.True, failure
}

// Due is the instant by which a duty is due. ok is false where the clause has none,
// or where it cannot be told.
func (c *Clause) Due(x *Facts) (due time.Time, ok bool, failure *Failure) {
	if c.by == nil {
		return time.Time{}, false, nil
	}
	v, failure := c.by.eval(x)
	if failure != nil {
		return time.Time{}, false, failure
	}
	return v.(types.Timestamp).Time, true, nil
}

// Say gives the first of the alternatives whose holes all have a value; where none
// has, the last, with {?} for what has no value.
func (c *Clause) Say(x *Facts, alternatives []clause.Words) (said string) {
	for _, words := range alternatives {
		text, whole := c.fill(x, words)
		if said = text; whole {
			break
		}
	}
	return said
}

func (c *Clause) fill(x *Facts, words clause.Words) (string, bool) {
	var b strings.Builder
	whole := true
	for _, part := range words {
		b.WriteString(part.Text)
		if part.Hole == nil {
			continue
		}
		v, failure := c.hole(part.Hole).eval(x)
		if failure != nil {
			b.WriteString("{?}")
			whole = false
			continue
		}
		b.WriteString(values.Print(v))
	}
	return b.String(), whole
}

// hole compiles a hole when it is first said: most decisions are never worded.
func (c *Clause) hole(h *clause.Expr) *program {
	if p, ok := c.words.Load(h); ok {
		return p.(*program)
	}
	made, _ := c.env.compile(c.File, h) // its faults were those of the load
	p, _ := c.env.plan(made)
	c.words.Store(h, p)
	return p
}
