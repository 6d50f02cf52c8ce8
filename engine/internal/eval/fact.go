package eval

import (
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
)

// rootSlot is the slot of the caller's struct. It is the same to a fact whether it
// hangs on that, on the variable of a loop, or on an element taken by its number.
const rootSlot = 0

// origin is the slot of the group that a fact hangs on and the route from there. ready
// fills the slot, where that takes an evaluation; else it is nil.
func (c *compiler) origin(n *ir.Node) (slot int, r *route, ready cond) {
	if len(n.Args) == 0 && n.Fact.From == nil {
		return rootSlot, routeTo(c.action.GoType(), n.Fact.Fields), nil
	}
	r = routeTo(c.owner[n.Fact.Fields[0]], n.Fact.Fields)
	if n.Fact.From != nil {
		return c.loops[n.Fact.From], r, nil
	}
	slot, group := c.slot(), c.expr(n.Args[0])
	return slot, r, func(f *frame) tri {
		v, ok := group(f)
		f.slots[slot] = v
		return max(truth(ok), fails)
	}
}

// direct is the slot and the route of a fact that is read as it stands, the commonest
// operand by far: reading it takes no call of a closure.
func (c *compiler) direct(n *ir.Node) (slot int, r *route, ok bool) {
	if n.Op != ir.Fact || n.Type.Kind == ir.ListKind {
		return 0, nil, false
	}
	slot, r, ready := c.origin(n)
	return slot, r, ready == nil
}

// has asks whether a fact is known.
func (c *compiler) has(n *ir.Node) cond {
	slot, r, ready := c.origin(n)
	ask := func(f *frame) tri { return truth(r.find(f.slots[slot].p) != nil) }
	if ready == nil {
		return ask
	}
	return func(f *frame) tri {
		if ready(f) == fails {
			return fails
		}
		return ask(f)
	}
}

// truth reads a fact that is a truth.
func (c *compiler) truth(n *ir.Node) cond {
	slot, r, ready := c.origin(n)
	if ready != nil {
		return truthOf(c.fact(n))
	}
	return func(f *frame) tri {
		p := r.find(f.slots[slot].p)
		if p == nil {
			return fails
		}
		return truthAt(p)
	}
}

// fact reads a fact.
func (c *compiler) fact(n *ir.Node) expr {
	slot, r, ready := c.origin(n)
	read := reader(slot, r, n.Fact.Leaf())
	if ready != nil {
		return func(f *frame) (value, bool) {
			if ready(f) == fails {
				return value{}, false
			}
			return read(f)
		}
	}
	if r.kind == schema.List && slot == rootSlot {
		return c.once(n.Fact.Leaf(), read)
	}
	return read
}

func reader(slot int, r *route, f *schema.Field) expr {
	switch r.kind {
	case schema.String:
		return func(f *frame) (value, bool) {
			p := r.find(f.slots[slot].p)
			if p == nil {
				return value{}, false
			}
			return ofText(textAt(p)), true
		}
	case schema.Time:
		return func(f *frame) (value, bool) {
			p := r.find(f.slots[slot].p)
			if p == nil {
				return value{}, false
			}
			return timeAt(p), true
		}
	case schema.List:
		return elements(slot, r, f.Type.Elem.Kind)
	}
	return func(f *frame) (value, bool) {
		p := r.find(f.slots[slot].p)
		if p == nil {
			return value{}, false
		}
		return load(r.kind, r.is, p), true
	}
}

// elements lists the elements of a fact.
func elements(slot int, r *route, kind schema.Kind) expr {
	elem := r.is.Elem()
	return func(f *frame) (value, bool) {
		p := r.find(f.slots[slot].p)
		if p == nil {
			return value{}, false
		}
		n := lengthAt(p)
		all := f.room(n)
		for i := range n {
			all = append(all, load(kind, elem, elementAt(p, i, elem.Size())))
		}
		return ofList(all), true
	}
}

// once lists the elements of a fact once a decision.
func (c *compiler) once(fact *schema.Field, read expr) expr {
	if c.lists[fact] == nil {
		c.lists[fact] = c.keep(read)
	}
	return c.lists[fact]
}

// define evaluates a define once a decision.
func (c *compiler) define(n *ir.Node) expr {
	if c.trying > 0 {
		return c.expr(n.Define.Body)
	}
	if made := c.defines[n.Define]; made != nil {
		return made
	}
	made := c.expr(n.Define.Body)
	if c.stuck != nil {
		return nil
	}
	if !isConstant(n.Define.Body) {
		made = c.keep(made)
	}
	c.defines[n.Define] = made
	return made
}

// trueDefine evaluates a define that is a condition once a decision.
func (c *compiler) trueDefine(n *ir.Node) cond {
	if made := c.truths[n.Define]; made != nil && c.trying == 0 {
		return made
	}
	x := c.cond(n.Define.Body)
	if c.stuck != nil || c.trying > 0 || isConstant(n.Define.Body) {
		return x
	}
	slot := c.slot()
	c.truths[n.Define] = func(f *frame) tri {
		if f.slots[slot].n == 0 {
			f.slots[slot].n = 1 + int64(x(f))
		}
		return tri(f.slots[slot].n - 1)
	}
	return c.truths[n.Define]
}

// keep makes an expression that is evaluated at most once a decision.
func (c *compiler) keep(x expr) expr {
	slot, index := c.slot(), c.kept
	c.kept++
	c.empty.kept = append(c.empty.kept, no)
	return func(f *frame) (value, bool) {
		if f.kept[index] == no {
			v, ok := x(f)
			f.slots[slot], f.kept[index] = v, max(truth(ok), fails)
		}
		return f.slots[slot], f.kept[index] == yes
	}
}

func (c *compiler) slot() int {
	c.empty.slots = append(c.empty.slots, value{})
	return len(c.empty.slots) - 1
}
