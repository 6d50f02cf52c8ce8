package render

import "github.com/clausewise/clausewise/engine"

// Term gives one expression of an explanation and what it came to.
func Term(n *engine.Term, s Style) string {
	t := &page{style: s, trees: &trees{opened: map[string]bool{}}}
	t.term(0, n)
	return t.String()
}
