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
	at      []int // of every clause: 64 times its block, and its bit
	hangOn  []int // of every block: the column, the list after all columns, or none
	lists   []*listed
}

// asked is one term of one clause, and where its truth comes from.
type asked struct {
	clause  int
	inScope bool
	term    term
	answer  *answer // nil: from a test
	test    int
	list    int // the list that the test looks for a word in, from 1; 0: it is another test
	word    uint32
}

// New compiles the clauses of an action. bind readies facts for what is left to CEL;
// it is asked for constants meanwhile, with facts that are all zero.
func New(a *schema.Action, clauses []*ir.Clause, bind Bind) *Program {
	return build(a, clauses, bind, len(clauses) > few*64)
}

func build(a *schema.Action, clauses []*ir.Clause, bind Bind, indexed bool) *Program {
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
	if indexed {
		b.split(b.guards(len(clauses)))
		b.fill()
		p.index = b.newIndex()
	} else {
		b.split(make([]guard, len(clauses)))
		b.fill()
		b.widen()
	}
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
			a.list, a.word = b.listed(t.node)
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

// fill tells the blocks what was asked.
func (b *builder) fill() {
	for _, a := range b.asked {
		at := b.at[a.clause]
		in, bit := &b.program.blocks[at/64], uint64(1)<<(at%64)
		if a.inScope {
			in.scoped |= bit
		}
		if a.answer == nil {
			in.test(a.test).note(a, bit)
		} else {
			in.fact(a.answer.column).note(a, bit)
		}
	}
	for i := range b.program.blocks {
		slices.SortStableFunc(b.program.blocks[i].tests, func(x, y testUse) int { return y.first() - x.first() })
	}
}

func (u *factUse) note(a asked, bit uint64) {
	for _, code := range a.answer.told() {
		u.cover(int(code))
	}
	for i := range u.cells {
		code := i
		if i >= int(firstWord) {
			code += u.skip
		}
		u.cells[i].note(bit, a.inScope, a.term.truth(a.answer.truth(uint32(code))))
	}
}

// widen gives every code a cell where clauses are few: the processor then foresees all
// ways of a decision through them but those that matter.
func (b *builder) widen() {
	sizes := b.sizes()
	for i := range b.program.blocks {
		for j := range b.program.blocks[i].facts {
			u := &b.program.blocks[i].facts[j]
			u.cover(max(int(firstWord), sizes[u.column]-1))
		}
	}
}

// cover widens the range to a word, or to what is true; so far all that is new in it
// was like what is merely known.
func (u *factUse) cover(code int) {
	if len(u.cells) == int(firstWord) {
		u.skip = code - int(firstWord)
	}
	for ; u.skip+int(firstWord) > code; u.skip-- {
		u.cells = slices.Insert(u.cells, int(firstWord), u.cells[known])
	}
	for u.skip+len(u.cells) <= code {
		u.cells = append(u.cells, u.cells[known])
	}
}

func (u *testUse) note(a asked, bit uint64) {
	if a.inScope {
		u.scopes |= bit
	} else {
		u.bodies |= bit
	}
	for t := no; t <= yes; t++ {
		u.cells[t].note(bit, a.inScope, a.term.truth(t))
	}
}

// first is 1 for a test that a scope waits for: it may spare others.
func (u *testUse) first() int { return int(min(u.scopes, 1)) }

// fact is what a fact does in the block.
func (b *block) fact(column int) *factUse {
	i := slices.IndexFunc(b.facts, func(u factUse) bool { return u.column == column })
	if i < 0 {
		i = len(b.facts)
		b.facts = append(b.facts, factUse{column: column, cells: make([]cell, firstWord)})
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
