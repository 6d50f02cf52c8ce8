package playground

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
)

// place is what :at shows, and how often it was asked for again.
type place struct {
	file      string
	line, col int
	wider     int
}

// writtenPlace is FILE:LINE:COL.
var writtenPlace = regexp.MustCompile(`^(.+?):([0-9]{1,6}):([0-9]{1,6})$`)

// at shows what the smallest expression at a place of a clause file came to; asked
// again without a place, what the one around it did.
func (s *Session) at(where string, _ int) (string, error) {
	p := s.place
	if parts := writtenPlace.FindStringSubmatch(where); parts != nil {
		line, _ := strconv.Atoi(parts[2]) // of digits
		col, _ := strconv.Atoi(parts[3])
		p = place{file: parts[1], line: line, col: col}
	} else if p.wider++; where != "" || p.file == "" {
		return "", problem("such as `:at define/window_open.cel:9:1`", "a place is a file, a line and a column")
	}
	terms := s.around(p)
	if len(terms) == 0 {
		return "", problem("only what speaks about the action of these facts has values", "no expression stands at %s:%d:%d", p.file, p.line, p.col)
	}
	p.wider = min(p.wider, len(terms)-1)
	s.place = p
	return render.Term(terms[p.wider], s.Style), nil
}

// around gives the terms at a place, the smallest first. Of a loop, the element that
// tells most stands for all.
func (s *Session) around(p place) []*engine.Term {
	var found []*engine.Term
	seen := map[*engine.Term]bool{}
	var visit func(t *engine.Term)
	visit = func(t *engine.Term) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		for _, below := range t.Below() {
			visit(below)
		}
		if p.in(t) && !slices.ContainsFunc(found, func(f *engine.Term) bool { return f.Span == t.Span }) {
			found = append(found, t)
		}
	}
	for _, c := range s.policy.Explain(s.facts).Clauses {
		visit(c.Scope)
		visit(c.Body)
		visit(c.By)
	}
	return found
}

// in says that the place is one of the term. The file may be named with its folder.
func (p place) in(t *engine.Term) bool {
	at := t.Span
	begins := at.Line < p.line || at.Line == p.line && at.Col <= p.col
	ends := at.EndLine > p.line || at.EndLine == p.line && at.EndCol > p.col
	return begins && ends && (t.File == p.file || strings.HasSuffix(p.file, "/"+t.File))
}
