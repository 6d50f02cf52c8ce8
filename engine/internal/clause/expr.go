package clause

import (
	"fmt"
	"slices"
	"strings"
)

// maxExpr is the most code points from the first to the last token of an expression.
const maxExpr = 8 << 10

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
		r.fail(Word{"", first.Line, first.Col}, fmt.Sprintf("the expression is longer than %d characters", maxExpr),
			"split it, or name a part of it in a define")
	} else {
		r.reportSpelling(tokens)
		r.reportLayout(tokens)
	}
	bad := r.errors > before || slices.ContainsFunc(tokens, func(t Token) bool { return t.Kind == Bad })
	return &Expr{Text: text, Line: first.Line, Col: first.Col, Tokens: tokens, Bad: bad}
}

// reportLayout reports lines that begin with an operator, and strings that the // of
// the header would cut.
func (r *reader) reportLayout(tokens []Token) {
	for i, t := range tokens {
		if (t.Text == "&&" || t.Text == "||") && i > 0 && t.Line > tokens[i-1].lastLine() {
			r.warn("leading-operator", t.word(), "this line begins with `"+t.Text+"`",
				"put it at the end of the line before, so that a file that is cut short does not compile")
		}
		if t.Kind == String && t.lastLine() > t.Line && t.Line < r.below {
			r.fail(t.word(), "a string over several lines in the header", "write it on one line, with `\\n`")
		}
	}
}

// reportBrackets reports the first bracket that closes wrongly, or else all that
// are not closed.
func (r *reader) reportBrackets(tokens []Token) {
	closing := map[string]string{"(": ")", "[": "]", "{": "}"}
	open := []Token{}
	for _, t := range tokens {
		n := len(open)
		switch {
		case closing[t.Text] != "":
			open = append(open, t)
		case t.Kind != Op || !strings.Contains(")]}", t.Text):
		case n == 0:
			r.fail(t.word(), "`"+t.Text+"` closes a bracket that was not opened", "")
			return
		case closing[open[n-1].Text] != t.Text:
			o := open[n-1]
			r.fail(t.word(), fmt.Sprintf("`%s` cannot close the `%s` of line %d, column %d", t.Text, o.Text, o.Line, o.Col),
				"close that one with `"+closing[o.Text]+"` first")
			return
		default:
			open = open[:n-1]
		}
	}
	for _, t := range open {
		r.fail(t.word(), "`"+t.Text+"` is not closed", "close it with `"+closing[t.Text]+"`")
	}
}
