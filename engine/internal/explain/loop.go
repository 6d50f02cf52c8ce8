package explain

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/clausewise/clausewise/engine/internal/ir"
)

// maxElements is how many elements of a list are listed.
const maxElements = 8

// loop evaluates a loop element by element, up to the one that settles it.
func (p place) loop(t *Term, n *ir.Node) {
	list := p.term(n.Args[0])
	t.Terms = []*Term{list}
	settles := map[ir.Op]State{ir.Exists: True, ir.All: False}[n.Op]
	of := elements(list.Value)
	for i, v := range of {
		e := p.element(n, i, v)
		e.Settles = e.Terms[0].State == settles // which is empty where nothing can
		t.Elements = append(t.Elements, e)
		if e.Terms[0].State == True {
			t.Passed++
		}
		if e.Settles {
			t.Unread = len(of) - i - 1
			for _, before := range t.Elements {
				absorb(before.Terms)
			}
			break
		}
	}
	t.rank()
}

// elements gives what a loop walks over: the elements of a list, or the keys of a map.
func elements(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case map[any]any:
		var keys []any
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return keys
	}
	return nil
}

func (p place) element(n *ir.Node, i int, v any) Element {
	p.loops = p.loops.With(n.Var, v)
	e := Element{Index: i}
	for _, a := range n.Args[1:] {
		if len(e.Terms) == 1 && e.Terms[0].State != True { // of a map() with a condition
			e.Terms = append(e.Terms, p.skip(a)...)
		} else {
			e.Terms = append(e.Terms, p.term(a))
		}
	}
	if list := n.Args[0].Type; list.Kind == ir.ListKind && list.Elem.Kind == ir.Group {
		e.read(n.Var, e.Terms)
	} else {
		e.Value = v
	}
	return e
}

// read collects the facts of the element that were read.
func (e *Element) read(loop *ir.Loop, terms []*Term) {
	for _, t := range terms {
		known := slices.ContainsFunc(e.Facts, func(f *Term) bool { return f.Text == t.Text })
		if t.of == loop && t.Op == "fact" && t.State != Skipped && !known {
			e.Facts = append(e.Facts, t)
		}
		if t.Define == nil {
			e.read(loop, t.Below())
		}
	}
}

// rank puts first the elements that tell most, and drops the last of too many: the one
// that settled the loop, those that failed, the one that came closest, those that passed.
func (t *Term) rank() {
	nearest := t.nearest()
	slices.SortStableFunc(t.Elements, func(a, b Element) int {
		return cmp.Compare(a.rank(nearest), b.rank(nearest))
	})
	t.Omitted = max(0, len(t.Elements)-maxElements)
	t.Elements = t.Elements[:len(t.Elements)-t.Omitted]
}

func (e Element) rank(nearest int) int {
	switch state := e.Terms[0].State; {
	case e.Settles:
		return 0
	case state == Unknown:
		return 1
	case state == Error:
		return 2
	case e.Index == nearest:
		return 3
	case state == True:
		return 4
	}
	return 5
}

// nearest is the index of the element that missed by the least, or -1.
func (t *Term) nearest() int {
	found := -1
	for i, e := range t.Elements {
		if miss := e.Terms[0].Miss; miss != nil && (found < 0 || *miss < *t.Elements[found].Terms[0].Miss) {
			found = i
		}
	}
	return found
}
