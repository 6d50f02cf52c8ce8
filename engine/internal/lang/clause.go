package lang

import (
	"fmt"
	"maps"
	"sync"

	"cel.dev/cel-go/cel"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/internal/lang/wording"
)

// Clause is one clause, compiled for one action. It is safe for concurrent use.
type Clause struct {
	File  *clause.File
	env   *Env
	scope *program // nil: everybody
	body  *program
	by    *program // nil but for a duty with a due instant
	cost  uint64   // without the defines
	reads map[*define]bool

	words sync.Map // *clause.Expr -> *program, made when first said
	tree  sync.Once
	made  *ir.Clause
}

// Clause compiles a clause: scope, body, due instant and the holes of its words. It
// gives nil where there are faults that are no warnings.
func (e *Env) Clause(f *clause.File) (*Clause, fault.List) {
	c := &Clause{File: f, env: e, reads: map[*define]bool{}}
	scope, faults := e.want(f, f.Scope, cel.BoolType, "a scope")
	body, fs := e.want(f, f.Body, cel.BoolType, "the expression of a clause")
	faults = append(faults, fs...)
	by, fs := e.want(f, f.By, cel.TimestampType, "what `by:` names")
	faults = append(faults, fs...)
	sound := body != nil && (scope != nil || f.Scope == nil) && (by != nil || f.By == nil)
	for _, x := range f.Holes() {
		h, fs := e.hole(f, x)
		faults = append(faults, fs...)
		sound = sound && h != nil
		c.spend(h)
	}
	if !sound || faults.HasErrors() {
		return nil, faults
	}
	c.spend(scope)
	c.spend(body)
	c.spend(by)
	for _, plan := range []struct {
		into **program
		from *checked
	}{{&c.scope, scope}, {&c.body, body}, {&c.by, by}} {
		p, fs := e.plan(plan.from)
		*plan.into, faults = p, append(faults, fs...)
	}
	if total := c.cost + defineCost(c.reads); total > limits.MaxClauseCost {
		faults = append(faults, f.Fault(f.Body.Line, f.Body.Col, 0,
			fmt.Sprintf("this clause, with the defines that it reads, can take %s steps, and %d are the limit", limits.Steps(total), limits.MaxClauseCost), limits.Hint))
	}
	if faults.HasErrors() {
		return nil, faults
	}
	return c, faults
}

func (e *Env) hole(f *clause.File, x *clause.Expr) (*checked, fault.List) {
	h, faults := e.compile(f, x)
	if h != nil && !values.Printable(h.ast.OutputType()) {
		return nil, append(faults, e.wording(f, x).At(x.Line, x.Col, fmt.Sprintf("words cannot show %s", lexicon.Article(cel.FormatCELType(h.ast.OutputType()))), "a hole is a text, a number, a condition, an instant, a length of time, or a list of these"))
	}
	_, fs := e.plan(h) // that it can be planned is all that is asked here
	return h, append(faults, fs...)
}

// spend adds what an expression can cost, and the defines behind it.
func (c *Clause) spend(x *checked) {
	if x == nil {
		return
	}
	c.cost += x.cost
	c.env.behind(x, c.reads)
}

// behind collects the defines that an expression reads, directly or through others.
func (e *Env) behind(x *checked, reads map[*define]bool) {
	for _, t := range e.vocab.All.Uses(x.expr) {
		if d := e.defines[t.Text]; !reads[d] {
			reads[d] = true
			e.behind(d.checked, reads)
		}
	}
}

func defineCost(defines map[*define]bool) (sum uint64) {
	for d := range defines {
		sum += d.cost
	}
	return sum
}

// Price sums what the clauses of an action can cost, each define once. The fault
// names no file since no one clause is to blame.
func (e *Env) Price(clauses []*Clause) fault.List {
	var sum uint64
	reads := map[*define]bool{}
	for _, c := range clauses {
		sum += c.cost
		maps.Copy(reads, c.reads)
	}
	if sum += defineCost(reads); sum > limits.MaxActionCost {
		return fault.List{{Message: fmt.Sprintf("the clauses on `%s` can take %s steps together, and %d are the limit", e.vocab.Action.Name, limits.Steps(sum), limits.MaxActionCost)}}
	}
	return nil
}

// program is an expression that is ready to be evaluated.
type program struct {
	*checked
	cel   cel.Program
	trace func() (cel.Program, error) // keeps the value of every node; made when first asked for
}

// plan readies an expression for evaluation.
func (e *Env) plan(c *checked) (*program, fault.List) {
	if c == nil {
		return nil, nil
	}
	p, err := e.cel.Program(c.ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, fault.List{c.file.Fault(c.expr.Line, c.expr.Col, 0, "this cannot be computed: "+wording.Reason(err), "")}
	}
	trace := sync.OnceValues(func() (cel.Program, error) {
		return e.cel.Program(c.ast, cel.EvalOptions(cel.OptExhaustiveEval, cel.OptTrackState))
	})
	return &program{c, p, trace}, nil
}
