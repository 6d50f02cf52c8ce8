package words

import (
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/explain"
)

// loop tells in short what came of a loop.
func (s *Speaker) loop(t *explain.Term) string {
	n := count(t)
	switch {
	case n == 0:
		return "no elements"
	case t.Elements[0].Settles:
		return fmt.Sprintf("[%d] of %d", t.Elements[0].Index, n)
	case t.Op == "exists":
		return fmt.Sprintf("none of %d", n)
	case t.Op == "all":
		return fmt.Sprintf("all %d", n)
	case t.Op == "map" && len(t.Elements[0].Terms) == 1:
		return s.show(t)
	case t.Op == "map" || t.Op == "filter" && !strings.HasSuffix(t.Type, "(group)"):
		return fmt.Sprintf("%d of %d: %s", t.Passed, n, s.show(t))
	}
	return fmt.Sprintf("%d of %d", t.Passed, n)
}

// element is the value of an element, or the facts of it that were read.
func (s *Speaker) element(t *explain.Term, e explain.Element) string {
	if !strings.HasSuffix(t.Terms[0].Type, "(group)") {
		return s.Value(e.Value)
	}
	var facts []string
	for _, f := range e.Facts {
		if f.Error == "" {
			facts = append(facts, f.Text+" = "+s.show(f))
		}
	}
	return strings.Join(facts, ", ")
}

func count(t *explain.Term) int { return len(t.Elements) + t.Omitted + t.Unread }

// elements says in prose what the elements of a list decided.
func (s *Speaker) elements(t *explain.Term) string {
	n, list := count(t), "`"+t.Terms[0].Text+"`"
	switch {
	case n == 0:
		return list + " has no elements" + origin(t.Terms[0])
	case t.Op == "all" && t.State == explain.True:
		return fmt.Sprintf("`%s` is true: each of %s passes", t.Text, elementsOf(n))
	case t.Op == "exists_one":
		return fmt.Sprintf("`%s` is %s: %d of %s pass", t.Text, t.State, t.Passed, elementsOf(n))
	}
	first := t.Elements[0]
	reasons := strings.Join(unique(s.why(first.Terms[0])), " and ")
	switch {
	case first.Settles:
		return fmt.Sprintf("[%d] of %s: %s", first.Index, list, reasons)
	case n == 1:
		return fmt.Sprintf("the one element of %s: %s", list, reasons)
	case first.Terms[0].Miss != nil:
		return fmt.Sprintf("none of the %s of %s passes; the nearest, [%d]: %s", elementsOf(n), list, first.Index, reasons)
	}
	return fmt.Sprintf("none of the %s of %s passes; [%d], for one: %s", elementsOf(n), list, first.Index, reasons)
}

func elementsOf(n int) string {
	if n == 1 {
		return "1 element"
	}
	return fmt.Sprintf("%d elements", n)
}

// origin says of a list without elements what it was taken from.
func origin(t *explain.Term) string {
	for t.Define != nil {
		t = t.Define.Tree
	}
	if t.Op != "filter" || count(t) == 0 {
		return ""
	}
	return fmt.Sprintf(": none of the %s of `%s` passes its filter", elementsOf(count(t)), t.Terms[0].Text)
}
