package tree

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/ir"
)

// CEL knows of a node one point: the operator, the dot, the bracket. spans finds the
// whole: the hull of that point and of the operands, widened until it cuts no pair
// of brackets in half, since a pair that it cuts is the node's own.
type spans struct {
	file   *clause.File
	tree   *ast.AST
	tokens []clause.Token
	at     map[[2]int]int // token by line and column
	pairs  [][2]int       // opening and closing bracket
	close  map[int]int    // closing bracket by opening one
}

// reach is a run of tokens, both ends in it.
type reach struct{ from, to int }

func newSpans(f *clause.File, x *clause.Expr, tree *ast.AST) *spans {
	s := &spans{file: f, tree: tree, tokens: x.Tokens, at: map[[2]int]int{}, close: map[int]int{}}
	var open []int
	for i, t := range s.tokens {
		s.at[[2]int{t.Line, t.Col}] = i
		switch t.Text {
		case "(", "[", "{":
			open = append(open, i)
		case ")", "]", "}":
			if last := len(open) - 1; last >= 0 {
				s.pairs = append(s.pairs, [2]int{open[last], i})
				s.close[open[last]] = i
				open = open[:last]
			}
		}
	}
	return s
}

// Text is the source of a node, on one line; ok is false for what stands nowhere.
func Text(f *clause.File, x *clause.Expr, tree *ast.AST, e ast.Expr) (text string, ok bool) {
	s := newSpans(f, x, tree)
	r, ok := s.of(e)
	if !ok {
		return "", false
	}
	return s.text(r), true
}

// of gives the reach of a node; ok is false for what stands nowhere, such as the
// `now` that within adds.
func (s *spans) of(e ast.Expr) (r reach, ok bool) {
	own, found := s.own(e)
	if found {
		r, ok = s.around(e, own), true
	}
	for _, operand := range operands(s.written(e)) {
		if o, found := s.of(operand); found {
			r, ok = hull(r, o, ok), true
		}
	}
	if ok {
		r = s.whole(r)
	}
	return r, ok
}

func hull(a, b reach, both bool) reach {
	if !both {
		return b
	}
	return reach{min(a.from, b.from), max(a.to, b.to)}
}

// own is the token where CEL says that the node is.
func (s *spans) own(e ast.Expr) (int, bool) {
	if e.ID() == 0 {
		return 0, false
	}
	start := s.tree.SourceInfo().GetStartLocation(e.ID())
	i, found := s.at[[2]int{start.Line(), start.Column() + 1}]
	return i, found
}

// written is the node as its owner wrote it: a macro, not its expansion.
func (s *spans) written(e ast.Expr) ast.Expr {
	if call, ok := s.tree.SourceInfo().GetMacroCall(e.ID()); ok {
		return call
	}
	return e
}

// operands are the parts of a node that reach beyond its own brackets.
func operands(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.CallKind:
		if c := e.AsCall(); c.IsMemberFunction() {
			return []ast.Expr{c.Target()}
		} else if strings.ContainsAny(c.FunctionName(), "_@") && !strings.HasPrefix(c.FunctionName(), "@w") {
			return c.Args()
		}
	}
	return nil
}

// around is the token of a node with what belongs to it: a name before a bracket,
// everything up to the closing one, the field behind a dot, the number behind a sign.
func (s *spans) around(e ast.Expr, i int) reach {
	r := reach{i, i}
	switch text := s.tokens[i].Text; {
	case text == "(" || text == "[" || text == "{":
		if end, ok := s.close[i]; ok {
			r.to = end
		}
		if text == "(" && i > 0 && s.tokens[i-1].Kind == clause.Ident {
			r.from = i - 1
		}
	case text == "." && i+1 < len(s.tokens):
		r.to = i + 1
	case text == "-" && e.Kind() == ast.LiteralKind && i+1 < len(s.tokens):
		r.to = i + 1
	}
	return r
}

// whole widens a reach over every pair of brackets that it cuts in half.
func (s *spans) whole(r reach) reach {
	for {
		i := slices.IndexFunc(s.pairs, func(p [2]int) bool {
			return p[0] < r.from && p[1] >= r.from && p[1] <= r.to || p[0] >= r.from && p[0] <= r.to && p[1] > r.to
		})
		if i < 0 {
			return r
		}
		r = hull(r, reach{s.pairs[i][0], s.pairs[i][1]}, true)
	}
}

// span gives the place of a reach in the file.
func (s *spans) span(r reach) ir.Span {
	first, last := s.tokens[r.from], s.tokens[r.to]
	at := ir.Span{Start: first.Start, End: last.End, Line: first.Line, Col: first.Col, EndLine: last.Line, EndCol: last.Col}
	for _, c := range last.Text {
		if at.EndCol++; c == '\n' {
			at.EndLine, at.EndCol = at.EndLine+1, 1
		}
	}
	return at
}

// text is the source of a reach on one line, as it would be read aloud.
func (s *spans) text(r reach) string {
	var b strings.Builder
	for i := r.from; i <= r.to; i++ {
		t := s.tokens[i]
		if i > r.from {
			if before := s.tokens[i-1]; before.Line != t.Line {
				b.WriteString(gap(before.Text, t.Text))
			} else {
				b.WriteString(strings.Repeat(" ", min(1, t.Start-before.End)))
			}
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// gap is what stands for a line break: nothing inside of brackets and around a dot.
func gap(before, after string) string {
	if strings.ContainsAny(before, "([{.") && len(before) == 1 || strings.ContainsAny(after, ")]}.,") && len(after) == 1 {
		return ""
	}
	return " "
}
