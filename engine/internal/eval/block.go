package eval

import (
	"github.com/clausewise/clausewise/engine/internal/ir"
)

// cell is what one code of a fact, or one answer of a test, does to 64 clauses, a bit
// each: whose scope it makes false, whose scope an error, and the same of their bodies.
type cell struct{ scopeNo, scopeFails, bodyNo, bodyFails uint64 }

// with joins two; by value, so that a decision keeps the sum in registers.
func (c cell) with(d *cell) cell {
	return cell{c.scopeNo | d.scopeNo, c.scopeFails | d.scopeFails, c.bodyNo | d.bodyNo, c.bodyFails | d.bodyFails}
}

// note says that a condition of the scope or of the body has that truth.
func (c *cell) note(clause uint64, inScope bool, t tri) {
	switch {
	case t == no && inScope:
		c.scopeNo |= clause
	case t == no:
		c.bodyNo |= clause
	case t == fails && inScope:
		c.scopeFails |= clause
	case t == fails:
		c.bodyFails |= clause
	}
}

// block is up to 64 clauses.
type block struct {
	clauses []int32 // by bit
	all     uint64  // the clauses that there are, a bit each
	scoped  uint64  // those that have a scope
	facts   []factUse
	tests   []testUse
}

// factUse is what a fact does to the clauses of a block, by code. Of the words only a
// range has cells; to this block any other is no word at all.
type factUse struct {
	column int
	skip   int // so many words come before the range
	cells  []cell
}

func (u *factUse) cell(code uint32) *cell {
	if i := int(code) - u.skip; i < len(u.cells) && (u.skip == 0 || i >= int(firstWord)) {
		return &u.cells[i]
	}
	return &u.cells[min(code, known)]
}

// testUse is what a test does to them, by its truth, and who waits for it.
type testUse struct {
	test           int
	scopes, bodies uint64
	cells          [3]cell
}

// decide gives the states of the clauses of a block. A test is spared if nobody waits
// for it any more: a clause that is out of scope waits for nothing, and a body that is
// false waits for nothing but its scope.
func (b *block) decide(p *Program, f *frame) Set {
	var c cell
	for i := range b.facts {
		u := &b.facts[i]
		c = c.with(u.cell(f.codes[u.column]))
	}
	for i := range b.tests {
		u := &b.tests[i]
		if u.scopes&^c.scopeNo|u.bodies&^(c.scopeNo|c.bodyNo) != 0 {
			c = c.with(&u.cells[p.tests[u.test](f)])
		}
	}
	out := c.scopeNo | c.scopeFails&c.bodyNo
	unmet := c.bodyNo &^ out
	holds := b.all &^ (c.scopeNo | c.scopeFails | c.bodyNo | c.bodyFails)
	return Set{Unmet: unmet, Holds: holds, Errs: b.all &^ (out | unmet | holds)}
}

// term is one of the conditions whose conjunction a scope or a body is, or its negation.
type term struct {
	node    *ir.Node
	negated bool
}

// terms takes a condition apart. CEL's logic absorbs errors whatever the order, so
// that neither the order nor the nesting of a conjunction matters.
func terms(n *ir.Node, negated bool) []term {
	switch {
	case n == nil:
		return nil
	case n.Op == ir.Not:
		return terms(n.Args[0], !negated)
	case n.Op == ir.And && !negated, n.Op == ir.Or && negated:
		var all []term
		for _, a := range n.Args {
			all = append(all, terms(a, negated)...)
		}
		return all
	case n.Op == ir.Define:
		if t := terms(n.Define.Body, negated); len(t) > 1 || t[0].node != n.Define.Body {
			return t
		}
	}
	return []term{{n, negated}}
}

func (t term) truth(of tri) tri {
	if t.negated {
		return yes - of
	}
	return of
}
