package lang

import (
	"cel.dev/cel-go/cel"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/schema"
)

// Bare is an expression of no clause, ready to be tried on facts.
type Bare struct {
	env     *Env
	program *program
}

// NewBareEnv makes the environment of an action with all defines that fit it, for
// expressions that nobody has written yet.
func NewBareEnv(s *schema.Schema, a *schema.Action, d *Defines) *Env {
	e, _ := NewEnv(s, a, d, nil)
	e.addDefines(d.Sorted()) // those that fit another action only stay out
	return e
}

// Bare compiles the body of a file of which only that is of use. It gives nil where
// there are faults, and warns of nothing: what was only typed harms nobody.
func (e *Env) Bare(f *clause.File) (*Bare, fault.List) {
	for _, t := range e.vocab.All.Uses(f.Body) {
		if e.defines[t.Text] == nil {
			return nil, fault.List{f.Fault(t.Line, t.Col, t.Col+len(t.Text), "the define `"+t.Text+"` does not fit the action `"+e.vocab.Action.Name+"`", "")}
		}
	}
	c, faults := e.compile(f, f.Body)
	p, planFaults := e.plan(c)
	if faults = append(faults, planFaults...); p == nil {
		return nil, faults
	}
	return &Bare{e, p}, nil
}

// Type is the type of the value in words: an instant, a list of texts.
func (b *Bare) Type() string { return lexicon.Article(cel.FormatCELType(b.program.ast.OutputType())) }

// Value gives the value as it would be typed, and as a Go value: bool, int64, uint64,
// float64, string, []byte, time.Time, time.Duration, []any or map[any]any, which a group
// of facts is too.
func (b *Bare) Value(x *Facts) (text string, value any, failure *Failure) {
	v, failure := b.program.eval(x)
	if failure != nil {
		return "", nil, failure
	}
	return values.Show(v), values.Plain(v), nil
}

// Unknown lists, sorted, the facts for want of which there is no value.
func (b *Bare) Unknown(x *Facts) []string {
	return b.env.unknown(x, b.program)
}

// Tree gives the expression as a tree of ir, whose values Facts gives until forget is
// called: an Env that lives long keeps nothing of what was only typed.
func (b *Bare) Tree() (root *ir.Node, forget func()) {
	root, from := b.env.lower(b.program.checked)
	return root, func() {
		for n := range from {
			b.env.nodes.Delete(n)
		}
	}
}
