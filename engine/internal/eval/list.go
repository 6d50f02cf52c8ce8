package eval

import (
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// quantifier compiles all, exists and exists_one.
func (c *compiler) quantifier(n *ir.Node) cond {
	list, slot, holds := c.loop(n)
	if n.Op == ir.ExistsOne {
		return exactlyOne(list, slot, holds)
	}
	settled, end := yes, no // exists: an element that holds settles it, none is no
	if n.Op == ir.All {
		settled, end = no, yes
	}
	return func(f *frame) tri {
		l, ok := list(f)
		if !ok {
			return fails
		}
		t := end
		for _, e := range l.list() {
			f.slots[slot] = e
			switch holds(f) {
			case settled:
				return settled
			case fails:
				t = fails
			}
		}
		return t
	}
}

// exactlyOne counts those that hold; unlike the others it absorbs no error.
func exactlyOne(list expr, slot int, holds cond) cond {
	return func(f *frame) tri {
		l, ok := list(f)
		if !ok {
			return fails
		}
		n := 0
		for _, e := range l.list() {
			f.slots[slot] = e
			switch holds(f) {
			case yes:
				n++
			case fails:
				return fails
			}
		}
		return truth(n == 1)
	}
}

// loop compiles the list and the condition of a loop, for elements in a slot.
func (c *compiler) loop(n *ir.Node) (list expr, slot int, holds cond) {
	list = c.expr(n.Args[0])
	if n.Args[0].Type.Kind != ir.ListKind {
		return c.fail(n, "a map is gone through"), 0, nil
	}
	slot = c.slot()
	c.loops[n.Var] = slot
	if n.Op != ir.Transform || len(n.Args) == 3 {
		holds = c.cond(n.Args[1])
	}
	return list, slot, holds
}

// filter keeps the elements for which the condition holds; one that fails spoils all.
func (c *compiler) filter(n *ir.Node) expr {
	list, slot, holds := c.loop(n)
	return func(f *frame) (value, bool) {
		l, ok := list(f)
		if !ok {
			return value{}, false
		}
		kept := f.room(len(l.list()))
		for _, e := range l.list() {
			f.slots[slot] = e
			switch holds(f) {
			case yes:
				kept = append(kept, e)
			case fails:
				return value{}, false
			}
		}
		return ofList(kept), true
	}
}

// transform is map(), with a condition or without.
func (c *compiler) transform(n *ir.Node) expr {
	list, slot, holds := c.loop(n)
	made := c.expr(n.Args[len(n.Args)-1])
	return func(f *frame) (value, bool) {
		l, ok := list(f)
		if !ok {
			return value{}, false
		}
		all := f.room(len(l.list()))
		for _, e := range l.list() {
			f.slots[slot] = e
			if holds != nil {
				t := holds(f)
				if t == fails {
					return value{}, false
				}
				if t == no {
					continue
				}
			}
			v, ok := made(f)
			if !ok {
				return value{}, false
			}
			all = append(all, v)
		}
		return ofList(all), true
	}
}

func (c *compiler) listOf(n *ir.Node) expr {
	elems := make([]expr, len(n.Args))
	for i, a := range n.Args {
		if a.Type.Kind != n.Type.Elem.Kind {
			return c.fail(n, "a list of several kinds is made here")
		}
		elems[i] = c.expr(a)
	}
	return func(f *frame) (value, bool) {
		all := f.room(len(elems))
		for _, x := range elems {
			v, ok := x(f)
			if !ok {
				return value{}, false
			}
			all = append(all, v)
		}
		return ofList(all), true
	}
}

func joined(f *frame, a, b value) value {
	return ofList(append(append(f.room(int(a.n+b.n)), a.list()...), b.list()...))
}

func (c *compiler) index(n *ir.Node) expr {
	if n.Args[0].Type.Kind != ir.ListKind || n.Args[1].Type.Kind != ir.Int {
		return c.fail(n, "a map is read")
	}
	list, at := c.expr(n.Args[0]), c.expr(n.Args[1])
	return func(f *frame) (value, bool) {
		l, ok := list(f)
		if !ok {
			return value{}, false
		}
		i, ok := at(f)
		if !ok || i.n < 0 || i.n >= l.n {
			return value{}, false
		}
		return l.list()[i.n], true
	}
}

func (c *compiler) in(n *ir.Node) cond {
	kind := n.Args[0].Type.Kind
	equal := same(kind)
	if equal == nil || n.Args[1].Type.Kind != ir.ListKind || n.Args[1].Type.Elem.Kind != kind {
		c.fail(n, "it is asked whether a map has a key, or a list an element that is no scalar")
		return nil
	}
	if l, ok := c.constant(n.Args[1]); ok && kind == ir.String {
		if slot, r, ok := c.direct(n.Args[0]); ok {
			return oneOfText(slot, r, texts(l))
		}
		return oneOf(c.expr(n.Args[0]), texts(l))
	}
	x, list := c.expr(n.Args[0]), c.expr(n.Args[1])
	return both(x, list, func(v, l value) tri {
		return truth(slices.ContainsFunc(l.list(), func(e value) bool { return equal(v, e) }))
	})
}

func oneOf(x expr, words []string) cond {
	return func(f *frame) tri {
		v, ok := x(f)
		if !ok {
			return fails
		}
		return truth(slices.Contains(words, v.text()))
	}
}

// oneOfText is oneOf for what is a fact as it stands.
func oneOfText(slot int, r *route, words []string) cond {
	return func(f *frame) tri {
		p := r.find(f.slots[slot].p)
		if p == nil {
			return fails
		}
		return truth(slices.Contains(words, textAt(p)))
	}
}

func texts(l value) (words []string) {
	for _, v := range l.list() {
		words = append(words, v.text())
	}
	return words
}
