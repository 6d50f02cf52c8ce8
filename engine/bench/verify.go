package main

import (
	"fmt"
	"iter"
	"strings"

	"github.com/clausewise/clausewise/engine"
)

// read gives what a decision of Clausewise says. It panics where the outcome is not
// the one that follows, which would be a defect of Clausewise.
func read(d engine.Decision, p pack) (s said) {
	bits := p.bits()
	for _, part := range []iter.Seq[engine.Finding]{d.Permits(), d.Forbids(), d.Duties(), d.Advice()} {
		for f := range part {
			s.speaks |= bits[f.Clause()]
		}
	}
	for f := range d.Unmet() {
		s.unmet |= bits[f.Clause()]
	}
	if d.Outcome() == engine.Permitted != s.permitted(p) {
		panic("the outcome does not follow from what the clauses say")
	}
	return s
}

// differences tells of every peer that does not decide as the first one does, with
// the clauses in question; nil where all agree on all fact sets.
func differences(list []peer, p pack, sets int) error {
	var texts []string
	for _, other := range list[1:] {
		var differ said
		times := 0
		for set := range sets {
			a, b := list[0].says(set), other.says(set)
			if a != b {
				times++
			}
			differ.speaks |= a.speaks ^ b.speaks
			differ.unmet |= a.unmet ^ b.unmet
		}
		if times > 0 {
			texts = append(texts, fmt.Sprintf("%s decides otherwise than %s on %d of %d fact sets: %v, unmet %v",
				other.name, list[0].name, times, sets, p.ids(differ.speaks), p.ids(differ.unmet)))
		}
	}
	if texts == nil {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(texts, "\n"))
}

func (p pack) ids(set uint64) (ids []string) {
	for i, c := range p {
		if set&(1<<i) != 0 {
			ids = append(ids, c.id)
		}
	}
	return ids
}
