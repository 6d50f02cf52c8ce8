package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// builder makes a program out of clauses.
type builder struct {
	*compiler
	program *Program
	tests   map[string]int
	asked   []asked
}

// asked is one term of one clause, and where its truth comes from.
type asked struct {
	clause  int
	inScope bool
	term    term
	answer  *answer // nil: from a test
	test    int
}

// New compiles the clauses of an action. bind readies facts for what is left to CEL;
// it is asked for constants meanwhile, with facts that are all zero.
func New(a *schema.Action, clauses []*ir.Clause, bind Bind) *Program {
	p := &Program{}
	b := &builder{compiler: newCompiler(a, bind), program: p, tests: map[string]int{}}
	for i, c := range clauses {
		known := len(b.outside)
		b.clause(i, true, c.Scope)
		b.clause(i, false, c.Body)
		for j := range b.outside[known:] {
			b.outside[known+j].Clause = c.ID
		}
	}
	b.fill(len(clauses))
	b.finish(p)
	return p
}

// finish gives a program what its closures rely on.
func (c *compiler) finish(p *Program) {
	for _, col := range slices.SortedFunc(maps.Values(c.columns), func(x, y *column) int { return x.index - y.index }) {
		col.examples = nil
		col.bind()
		if col.isFlag() {
			p.flags = append(p.flags, flag{col.via[0], col.index})
		} else {
			p.columns = append(p.columns, *col)
		}
	}
	p.now, p.bind = routeTo(c.action.GoType(), []*schema.Field{c.action.Facts.Field("now")}), c.bind
	p.codes, p.slots, p.kept, p.outside = len(c.columns), len(c.empty.slots), c.kept, c.outside
	p.limits.add(c.action.GoType(), nil, c.action.Facts, func(f *schema.Field) bool { return c.columns[f] != nil && c.columns[f].bound })
	p.idle.New = func() any { return p.newFrame() }
}

// clause takes the scope or the body of a clause apart.
func (b *builder) clause(clause int, inScope bool, n *ir.Node) {
	for _, t := range terms(n, false) {
		a := asked{clause: clause, inScope: inScope, term: t}
		if answer, ok := b.question(t.node); ok {
			a.answer = answer
		} else {
			a.test = b.test(t.node)
		}
		b.asked = append(b.asked, a)
	}
}

// test gives the number of a test; two that say the same are one.
func (b *builder) test(n *ir.Node) int {
	k := key(n)
	i, ok := b.tests[k]
	if !ok {
		i = len(b.program.tests)
		b.tests[k] = i
		b.program.tests = append(b.program.tests, b.cond(n))
	}
	return i
}

// key tells two conditions apart unless they are the same.
func key(n *ir.Node) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d %s %d(", n.Op, n.Func, n.Type.Kind)
	switch n.Op {
	case ir.Const:
		fmt.Fprintf(&s, "%T %#v", n.Const, n.Const)
	case ir.Fact, ir.Has:
		s.WriteString(n.Fact.String())
	case ir.Define:
		s.WriteString(n.Define.Name)
	}
	if n.Var != nil {
		s.WriteString(n.Var.Name)
	}
	for _, a := range n.Args {
		s.WriteString("," + key(a))
	}
	return s.String() + ")"
}

// fill makes the blocks.
func (b *builder) fill(clauses int) {
	sizes := map[int]int{}
	for _, c := range b.columns {
		sizes[c.index] = c.size()
	}
	for first := 0; first < clauses; first += 64 {
		b.program.blocks = append(b.program.blocks, block{all: ^uint64(0) >> (64 - min(64, clauses-first))})
	}
	for _, a := range b.asked {
		in := &b.program.blocks[a.clause/64]
		if a.answer == nil {
			in.test(a.test).note(a)
		} else {
			in.fact(a.answer.column, sizes[a.answer.column]).note(a)
		}
	}
	for i := range b.program.blocks {
		slices.SortStableFunc(b.program.blocks[i].tests, func(x, y testUse) int { return y.first() - x.first() })
	}
}

func (a *asked) bit() uint64 { return 1 << (a.clause % 64) }

func (u *factUse) note(a asked) {
	for code := range u.cells {
		u.cells[code].note(a.bit(), a.inScope, a.term.truth(a.answer.truth(uint16(code))))
	}
}

func (u *testUse) note(a asked) {
	if a.inScope {
		u.scopes |= a.bit()
	} else {
		u.bodies |= a.bit()
	}
	for t := no; t <= yes; t++ {
		u.cells[t].note(a.bit(), a.inScope, a.term.truth(t))
	}
}

// first is 1 for a test that a scope waits for: it may spare others.
func (u *testUse) first() int { return int(min(u.scopes, 1)) }

// fact is what a fact does in the block.
func (b *block) fact(column, size int) *factUse {
	i := slices.IndexFunc(b.facts, func(u factUse) bool { return u.column == column })
	if i < 0 {
		i = len(b.facts)
		b.facts = append(b.facts, factUse{column, make([]cell, size)})
	}
	return &b.facts[i]
}

// test is what a test does in the block.
func (b *block) test(test int) *testUse {
	i := slices.IndexFunc(b.tests, func(u testUse) bool { return u.test == test })
	if i < 0 {
		i = len(b.tests)
		b.tests = append(b.tests, testUse{test: test})
	}
	return &b.tests[i]
}
