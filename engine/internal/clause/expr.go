package clause

import (
	"fmt"
	"slices"
	"strings"
)

// maxExpr is the most code points from the first to the last token of an expression.
const maxExpr = 8 << 10

// readBody reads what is below the header.
func (r *reader) readBody(c cursor) {
	if tokens, _ := r.tokens(&c, false); len(tokens) > 0 {
		r.Body = r.expr(r.Source, tokens)
	}
}

// tokens reads an expression to its end, or to the brace that closes the hole it
// stands in. Of one that is too long it keeps only as much as shows it.
func (r *reader) tokens(c *cursor, inHole bool) (tokens []Token, closed bool) {
	depth := 0
	for t, ok := c.token(); ok; t, ok = c.token() {
		switch {
		case t.Kind == Comment:
			r.reportLost(newComment(t.Line, t.Col, t.Text))
			continue
		case t.Text == "{":
			depth++
		case t.Text == "}" && depth == 0 && inHole:
			return tokens, true
		case t.Text == "}":
			depth--
		}
		if !tooLong(tokens) {
			tokens = append(tokens, t)
		}
	}
	return tokens, false
}

func tooLong(tokens []Token) bool {
	return len(tokens) > 0 && tokens[len(tokens)-1].End-tokens[0].Start > maxExpr
}

// expr makes an expression of its tokens and reports how it is spelled.
func (r *reader) expr(text string, tokens []Token) *Expr {
	first, before := tokens[0], r.errors
	if tooLong(tokens) {
		r.fail(first.Line, first.Col, 0, fmt.Sprintf("the expression is longer than %d characters", maxExpr),
			"split it, or name a part of it in a define")
	} else {
		r.reportSpelling(tokens)
	}
	bad := r.errors > before || slices.ContainsFunc(tokens, func(t Token) bool { return t.Kind == Bad })
	return &Expr{Text: text, Line: first.Line, Col: first.Col, Tokens: tokens, Bad: bad}
}

// blankBefore pads a text that stands at the cursor to its place in the file.
func (c cursor) blankBefore() string {
	return strings.Repeat("\n", c.line-1) + strings.Repeat(" ", c.col-1)
}
