package eval

import (
	"cmp"
	"math/bits"
	"reflect"
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// index tells a decision over many clauses which blocks it has to look at. Most of
// many clauses hang on one fact, such as the page that they are about: any other page
// makes the scope false, and the clause is out, or it makes the body false of a clause
// without a scope, which is unmet then. CEL's && absorbs errors, so that this is so
// whatever the other facts are. Clauses that hang on the same fact share blocks, by the
// words that they ask for; only the blocks to which a word means something are looked
// at. An unknown fact means something to all of them.
type index struct {
	always []int32 // blocks that hang on no fact
	by     []lookup
	in     []listed
	base   []Set // what the clauses say to which no word means anything
}

// lookup lists the blocks that hang on a fact and are to be looked at, by its code.
type lookup struct {
	column int
	blocks [][]int32
}

// listed lists the blocks whose clauses hang on words in a list of texts, by word; an
// unknown list means something to all of them.
type listed struct {
	words
	*route
	blocks [][]int32
}

func (x *index) decide(p *Program, f *frame) Answer {
	copy(f.sets, x.base)
	clear(f.seen)
	x.visit(p, f, x.always)
	for i := range x.by {
		x.visit(p, f, x.by[i].blocks[f.codes[x.by[i].column]])
	}
	for i := range x.in {
		x.visitListed(p, f, &x.in[i])
	}
	f.said = f.said[:0]
	for i := range f.sets {
		f.tell(i, x.base[i][Unmet])
	}
	return Answer{rest: x.base, said: slices.Clone(f.said)}
}

func (x *index) visit(p *Program, f *frame, blocks []int32) {
	for _, i := range blocks {
		if seen := &f.seen[i/64]; *seen>>(i%64)&1 == 0 {
			*seen |= 1 << (i % 64)
			p.blocks[i].tell(f.sets, p.blocks[i].decide(p, f))
		}
	}
}

func (x *index) visitListed(p *Program, f *frame, l *listed) {
	list := l.find(f.slots[rootSlot].p)
	if list == nil {
		x.visit(p, f, l.blocks[unknown])
		return
	}
	for i := range lengthAt(list) {
		x.visit(p, f, l.blocks[l.word(textAt(elementAt(list, i, l.is.Elem().Size())))])
	}
}

// tell enters what clauses say into sets that have the base of them.
func (b *block) tell(sets []Set, s Set) {
	s[Unmet] ^= b.base()
	for state := Unmet; state <= Errs; state++ {
		for in := s[state]; in != 0; in &= in - 1 {
			clause := b.clauses[bits.TrailingZeros64(in)]
			sets[clause/64][state] ^= 1 << (clause % 64)
		}
	}
}

// tell notes which clauses of a set say otherwise than the base.
func (f *frame) tell(i int, base uint64) {
	set := &f.sets[i]
	for in := set[Unmet] ^ base | set[Holds] | set[Errs]; in != 0; in &= in - 1 {
		bit := bits.TrailingZeros64(in)
		f.said = append(f.said, said(64*i+bit)<<2|said(set.state(bit)))
	}
}

// base are the clauses that are unmet, not out, once they are ruled out.
func (b *block) base() uint64 { return b.all &^ b.scoped }

// settles says that a code rules out all clauses of a block.
func (b *block) settles(column int, code uint32) bool {
	c := b.fact(column).cell(code)
	return c.scopeNo|c.bodyNo&b.base() == b.all
}

// guard is the fact that a clause hangs on, as in hangOn, and the first word that means
// something to it; or none, and the first test of the clause.
type guard struct {
	on   int
	word uint32
}

const none = -1

func (g guard) compare(o guard) int {
	return cmp.Or(cmp.Compare(g.on, o.on), cmp.Compare(g.word, o.word))
}

// guards finds what every clause hangs on: of several facts that of which the clauses
// know the most words.
func (b *builder) guards(clauses int) []guard {
	made, scoped, sizes := make([]guard, clauses), make([]bool, clauses), b.sizes()
	for i := range made {
		made[i].on = none
	}
	for _, a := range b.asked {
		g := &made[a.clause]
		scoped[a.clause] = scoped[a.clause] || a.inScope // scopes are asked first
		on, word := a.guard(len(b.columns))
		switch {
		case on != none && a.inScope == scoped[a.clause] && (g.on == none || sizes[on] > sizes[g.on]):
			*g = guard{on, word}
		case g.on == none && g.word == 0:
			g.word = uint32(a.test)
		}
	}
	return made
}

// guard is what a term hangs on, with the first word that means something to it.
func (a *asked) guard(columns int) (on int, word uint32) {
	switch {
	case a.list > 0 && !a.term.negated:
		return columns + a.list - 1, a.word
	case a.answer != nil && a.rulesOut():
		return a.answer.column, slices.Min(a.answer.told())
	}
	return none, 0
}

// rulesOut says that a term is false but for some words.
func (a *asked) rulesOut() bool {
	return len(a.answer.told()) > 0 && a.term.truth(a.answer.truth(known)) == no
}

// split shares the clauses out among blocks, by what they hang on.
func (b *builder) split(guards []guard) {
	order := make([]int32, len(guards))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(x, y int32) int { return guards[x].compare(guards[y]) })
	b.at = make([]int, len(guards))
	for len(order) > 0 {
		on, n := guards[order[0]].on, 0
		for n < min(64, len(order)) && guards[order[n]].on == on {
			b.at[order[n]] = 64*len(b.hangOn) + n
			n++
		}
		b.program.blocks = append(b.program.blocks, block{clauses: order[:n:n], all: ^uint64(0) >> (64 - n)})
		b.hangOn, order = append(b.hangOn, on), order[n:]
	}
}

// sizes are how many codes the columns have, and after them the lists.
func (b *builder) sizes() []int {
	sizes := make([]int, len(b.columns)+len(b.lists))
	for _, c := range b.columns {
		sizes[c.index] = c.size()
	}
	for i, l := range b.lists {
		sizes[len(b.columns)+i] = l.size()
	}
	return sizes
}

// listed gives the list, from 1, and the word that a condition looks for in it.
func (b *builder) listed(n *ir.Node) (list int, word uint32) {
	if n.Op != ir.In || n.Args[0].Type.Kind != ir.String || n.Args[1].Op != ir.Fact || !standsAlone(n.Args[1]) || len(n.Args[1].Args) > 0 {
		return 0, 0
	}
	v, ok := b.constant(n.Args[0])
	if !ok {
		return 0, 0
	}
	r := routeTo(b.action.GoType(), n.Args[1].Fact.Fields)
	i := slices.IndexFunc(b.lists, func(l *listed) bool { return reflect.DeepEqual(l.route, r) })
	if i < 0 {
		i = len(b.lists)
		b.lists = append(b.lists, &listed{route: r})
	}
	return i + 1, b.lists[i].add(v.text())
}

// newIndex is the index of filled blocks.
func (b *builder) newIndex() *index {
	x := &index{}
	by := make([][][]int32, len(b.columns)+len(b.lists)) // by what they hang on, and by code
	for on, size := range b.sizes() {
		by[on] = make([][]int32, size)
	}
	for i := range b.program.blocks {
		block, on := &b.program.blocks[i], b.hangOn[i]
		x.rest(block)
		switch {
		case on == none:
			x.always = append(x.always, int32(i))
		case on < len(b.columns):
			block.enter(by[on], int32(i), on)
		default:
			by[on][unknown] = append(by[on][unknown], int32(i))
		}
	}
	b.enterWords(by)
	x.keep(by, b.lists)
	return x
}

// enter lists a block under the codes that mean something to it.
func (b *block) enter(by [][]int32, i int32, column int) {
	for code := range by {
		if !b.settles(column, uint32(code)) {
			by[code] = append(by[code], i)
		}
	}
}

// enterWords lists the blocks that hang on lists under their words.
func (b *builder) enterWords(by [][][]int32) {
	for _, a := range b.asked {
		i := b.at[a.clause] / 64
		if on := len(b.columns) + a.list - 1; a.list > 0 && b.hangOn[i] == on && !slices.Contains(by[on][a.word], int32(i)) {
			by[on][a.word] = append(by[on][a.word], int32(i))
		}
	}
}

// keep keeps what blocks hang on.
func (x *index) keep(by [][][]int32, lists []*listed) {
	columns := len(by) - len(lists)
	for on, blocks := range by {
		switch {
		case !slices.ContainsFunc(blocks, func(b []int32) bool { return len(b) > 0 }):
		case on < columns:
			x.by = append(x.by, lookup{on, blocks})
		default:
			l := lists[on-columns]
			l.blocks = blocks
			x.in = append(x.in, *l)
		}
	}
}

// rest enters the base of a block.
func (x *index) rest(b *block) {
	for bit, clause := range b.clauses {
		for int(clause)/64 >= len(x.base) {
			x.base = append(x.base, Set{})
		}
		x.base[clause/64][Unmet] |= b.base() >> bit & 1 << (clause % 64)
	}
}
