package fix

import (
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// Values gives, for every scalar fact that the clauses read, the values that could
// matter: of a bool both, of a closed list its words, of another text the constants
// that a clause compares it with and the empty text, of a number the constants and
// their neighbours.
func Values(clauses []*ir.Clause) map[*schema.Field][]any {
	r := reader{values: map[*schema.Field][]any{}, seen: map[*ir.Binding]bool{}}
	for _, c := range clauses {
		for _, n := range []*ir.Node{c.Scope, c.Body} {
			if n != nil {
				n.Walk(r.visit)
			}
		}
	}
	return r.values
}

type reader struct {
	values map[*schema.Field][]any
	seen   map[*ir.Binding]bool
}

func (r *reader) visit(n *ir.Node) bool {
	switch n.Op {
	case ir.Fact:
		r.fact(n)
	case ir.Define:
		if !r.seen[n.Define] {
			r.seen[n.Define] = true
			n.Define.Body.Walk(r.visit)
		}
	case ir.Eq, ir.Ne, ir.In, ir.Lt, ir.Le, ir.Gt, ir.Ge:
		r.compare(n.Args[0], n.Args[1])
		r.compare(n.Args[1], n.Args[0])
	}
	return true
}

// fact notes a fact of the root with the values that need no constant.
func (r *reader) fact(n *ir.Node) {
	f := n.Fact.Leaf()
	if n.Fact.From != nil || len(n.Args) > 0 || r.values[f] != nil {
		return
	}
	switch f.Type.Kind {
	case schema.Bool:
		r.values[f] = []any{true, false}
	case schema.String:
		r.values[f] = []any{}
		for _, w := range f.Words {
			r.add(f, w)
		}
		if !f.Closed {
			r.add(f, "")
		}
	case schema.Int:
		r.values[f] = []any{}
	}
}

// compare takes the constants that a fact is held against.
func (r *reader) compare(fact, constant *ir.Node) {
	for fact.Op == ir.Cond { // assume(fact, value)
		fact = fact.Args[1]
	}
	if fact.Op != ir.Fact || fact.Fact.From != nil || len(fact.Args) > 0 {
		return
	}
	r.fact(fact)
	r.constants(fact.Fact.Leaf(), constant)
}

func (r *reader) constants(f *schema.Field, n *ir.Node) {
	switch n.Op {
	case ir.Const:
		r.constant(f, n.Const)
	case ir.Define:
		r.constants(f, n.Define.Body)
	case ir.List, ir.Add:
		for _, a := range n.Args {
			r.constants(f, a)
		}
	}
}

func (r *reader) constant(f *schema.Field, v any) {
	switch v := v.(type) {
	case string:
		if !f.Closed && f.Type.Kind == schema.String {
			r.add(f, v)
		}
	case int64:
		for _, n := range []int64{v, v + 1, v - 1} {
			if n >= 0 {
				r.add(f, n)
			}
		}
	}
}

func (r *reader) add(f *schema.Field, v any) {
	if !slices.Contains(r.values[f], v) {
		r.values[f] = append(r.values[f], v)
	}
}
