// Package explain tells how the value of an expression came about: for every part of
// it what it was, and what was compared with what.
//
// The values are those of the evaluator that decides, asked for one node at a time.
// What this package adds is which nodes counted. An evaluation goes from left to right
// and stops at the first operand that settles a chain of && or ||, an exists or an all;
// what stands behind it is skipped, and what failed before it is absorbed. An operand
// that fails and settles nothing does not stop it.
package explain

import (
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// State is what came of a term.
type State string

// The states. Of a term that is Unknown, Error or Absorbed there is no value.
const (
	True     State = "true"
	False    State = "false"
	Value    State = "value"    // one that is neither true nor false
	Unknown  State = "unknown"  // because of a fact that is not known
	Error    State = "error"    // for another reason
	Skipped  State = "skipped"  // not evaluated: all was settled before, or another branch was taken
	Absorbed State = "absorbed" // unknown or in error, where another operand settled the matter
)

// Term is one expression and what came of it.
type Term struct {
	File     string
	Span     ir.Span
	Text     string // as it is written, on one line
	Op       string // an operator or function as it is written, else constant, fact, variable, define, index, [] or {}
	Type     string // as CEL writes it; an element of a list of groups is a group
	State    State
	Value    any            // a Go value; nil where there is none, and opaque of a group
	Error    string         // why there is no value
	Says     string         // the values that met, such as `"" == "HUMAN_AGENT"`; empty where the terms below say it
	Miss     *time.Duration // by how much a comparison of times failed; nil where that is not known
	Terms    []*Term        // the operands; of a loop only the list
	Elements []Element      // of a loop, those that tell most first
	Passed   int            // of a loop: elements for which the condition is true
	Omitted  int            // elements that were evaluated and are not listed
	Unread   int            // elements that were not evaluated: one before them settled it
	Define   *Define        // what a define stands for
	Cut      bool           // there was too much to tell: what is below is left out

	of *ir.Loop // whose element a fact or a variable is
}

// Element is one element of a list that a loop walked over.
type Element struct {
	Index   int     // in the list, from 0
	Value   any     // nil for a group
	Facts   []*Term // the facts of a group that were read, each once
	Says    string  // the value, or the facts
	Terms   []*Term // the condition, and the value of a map()
	Settles bool    // the loop stopped here
}

// Define is a define with the tree of its own file. All its readers share it.
type Define struct {
	Name string
	File string
	Tree *Term
}

// maxTerms bounds the work of an Explainer, which decides nothing and can be as long as
// the product of lists within lists.
const maxTerms = 20_000

// Explainer explains the clauses of one decision.
type Explainer struct {
	now     time.Time
	eval    ir.Evaluate
	defines map[*ir.Binding]*Define
	left    int // of maxTerms
}

// New makes an Explainer. eval gives the values that hold at now, and its errors are for
// a reader.
func New(now time.Time, eval ir.Evaluate) *Explainer {
	return &Explainer{now: now, eval: eval, defines: map[*ir.Binding]*Define{}, left: maxTerms}
}

// place is where a term stands: in which file, with which variables in sight.
type place struct {
	*Explainer
	file  string
	loops ir.Loops
}

// blank is a term that was not evaluated.
func (p place) blank(n *ir.Node) *Term {
	t := &Term{File: p.file, Span: n.Span, Text: n.Text, Op: operation(n), Type: typeName(n.Type), State: Skipped}
	if t.of = n.Var; n.Op == ir.Fact {
		t.of = n.Fact.From
	}
	return t
}

func (p place) skip(nodes ...*ir.Node) (terms []*Term) {
	for _, n := range nodes {
		t := p.blank(n)
		t.Terms = p.skip(written(n)...)
		terms = append(terms, t)
	}
	return terms
}

// term evaluates a node and what is below it.
func (p place) term(n *ir.Node) *Term {
	t := p.blank(n)
	t.take(p.eval(n, p.loops))
	if p.left--; p.left < 0 {
		t.Cut = true
		return t
	}
	switch n.Op {
	case ir.And, ir.Or:
		p.chain(t, n)
	case ir.Cond:
		p.branches(t, n)
	case ir.Define:
		t.Define = p.define(n.Define)
	case ir.All, ir.Exists, ir.ExistsOne, ir.Filter, ir.Transform:
		p.loop(t, n)
	default:
		for _, a := range n.Args {
			t.Terms = append(t.Terms, p.term(a))
		}
	}
	if t.State == Error && t.lacksFact() {
		t.State = Unknown
	}
	p.measure(t)
	return t
}

// take gives a term the value of its node.
func (t *Term) take(v any, err error) {
	if err != nil {
		t.State, t.Error = Error, err.Error()
		return
	}
	t.Value, t.State = v, Value
	switch v {
	case true:
		t.State = True
	case false:
		t.State = False
	}
}

// lacksFact says of a term in error that a fact is missing.
func (t *Term) lacksFact() bool {
	failed := false
	for _, c := range t.Below() {
		if c.State == Unknown {
			return true
		}
		failed = failed || c.State == Error
	}
	return t.Op == "fact" && !failed
}

// Below gives the terms that a term depends on: operands, elements, its define.
func (t *Term) Below() []*Term {
	terms := t.Terms[:len(t.Terms):len(t.Terms)]
	for _, e := range t.Elements {
		terms = append(terms, e.Terms...)
	}
	if t.Define != nil {
		terms = append(terms, t.Define.Tree)
	}
	return terms
}

// Plain says that a term needs no line of its own: who shows its value has told all.
func (t *Term) Plain() bool {
	return t.Op == "fact" || t.Op == "has" || t.Op == "variable" || t.Fixed()
}

// Fixed says that a term is written out in constants.
func (t *Term) Fixed() bool {
	switch t.Op {
	case "constant":
		return true
	case "fact", "has", "variable", "define", "within", "younger", "latest":
		return false
	}
	return !slices.ContainsFunc(t.Below(), func(c *Term) bool { return !c.Fixed() })
}

func (p place) chain(t *Term, n *ir.Node) {
	settles := False
	if n.Op == ir.Or {
		settles = True
	}
	for i, a := range n.Args {
		operand := p.term(a)
		t.Terms = append(t.Terms, operand)
		if operand.State == settles {
			absorb(t.Terms)
			t.Terms = append(t.Terms, p.skip(n.Args[i+1:]...)...)
			return
		}
	}
}

// absorb marks what failed before the matter was settled.
func absorb(terms []*Term) {
	for _, t := range terms {
		if t.State == Unknown || t.State == Error {
			t.State = Absorbed
		}
	}
}

// branches evaluates the condition and the branch that it takes. The has() that assume
// stands for is not written, and left out.
func (p place) branches(t *Term, n *ir.Node) {
	condition := p.term(n.Args[0])
	t.Terms = append([]*Term{condition}, p.skip(n.Args[1:]...)...)
	switch condition.State {
	case True:
		t.Terms[1] = p.term(n.Args[1])
	case False:
		t.Terms[2] = p.term(n.Args[2])
	}
	if isAssume(n) {
		t.Terms = t.Terms[1:]
	}
}

func isAssume(n *ir.Node) bool {
	return n.Op == ir.Cond && n.Args[0].Op == ir.Has && n.Args[0].Span == n.Span
}

// written gives the operands that stand in the source.
func written(n *ir.Node) []*ir.Node {
	if isAssume(n) {
		return n.Args[1:]
	}
	return n.Args
}

func (x *Explainer) define(b *ir.Binding) *Define {
	if x.defines[b] == nil {
		d := &Define{Name: b.Name, File: b.File}
		x.defines[b] = d
		d.Tree = place{x, b.File, nil}.term(b.Body)
	}
	return x.defines[b]
}

func operation(n *ir.Node) string {
	switch {
	case n.Op == ir.Call:
		return n.Func
	case isAssume(n):
		return "assume"
	}
	return strings.Fields("? constant fact has variable define && || ! ?: == != < <= > >= in + - * / % - index [] {} call all exists exists_one filter map")[n.Op]
}

func typeName(t ir.Type) string {
	switch t.Kind {
	case ir.ListKind:
		return "list(" + typeName(*t.Elem) + ")"
	case ir.MapKind:
		return "map(" + typeName(*t.Key) + ", " + typeName(*t.Elem) + ")"
	}
	return strings.Fields("dyn bool int uint double string bytes timestamp duration list map group")[t.Kind]
}
