package clause

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/clause/spelling"
	"github.com/clausewise/clausewise/engine/internal/clause/token"
)

// maxExpr is the most code points from the first to the last token of an expression.
const maxExpr = 8 << 10

// readBody reads what is below the header.
func (r *reader) readBody() {
	if r.below > len(r.lines) {
		return
	}
	text := strings.Join(r.lines[r.below-1:], "\n")
	if tokens, _ := r.tokens(text, r.starts[r.below-1], false); len(tokens) > 0 {
		r.Body = r.expr(r.Text, tokens)
	}
}

// tokens reads an expression to its end, or to the brace that closes the hole it
// stands in: end is where that brace stands, or -1. Of an expression that is too long
// it keeps only as much as shows it.
func (r *reader) tokens(text string, offset int, inHole bool) (tokens []Token, end int) {
	from, depth := r.at(offset, ""), 0
	for t := range token.From(text, from.Line, from.Col, offset) {
		switch {
		case t.Kind == Comment:
			r.reportLost(newComment(t.Line, t.Col, t.Text))
			continue
		case t.Text == "{":
			depth++
		case t.Text == "}" && depth == 0 && inHole:
			return tokens, t.Start
		case t.Text == "}":
			depth--
		}
		if !tooLong(tokens) {
			tokens = append(tokens, t)
		}
	}
	return tokens, -1
}

func tooLong(tokens []Token) bool {
	return len(tokens) > 0 && tokens[len(tokens)-1].End-tokens[0].Start > maxExpr
}

// blanked is the tokens of a text of the header at their place in the file, with
// blanks for all before them.
func blanked(text string, offset int, tokens []Token) string {
	first, last := tokens[0], tokens[len(tokens)-1]
	kept := []rune(text)[first.Start-offset : last.End-offset]
	return strings.Repeat("\n", first.Line-1) + strings.Repeat(" ", first.Col-1) + string(kept)
}

// expr makes an expression of its tokens and reports how it is written.
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

func (r *reader) reportSpelling(tokens []Token) {
	for _, s := range spelling.Slips(tokens) {
		c, _ := utf8.DecodeRuneInString(s.Words)
		if what, _ := refused(c); what == "" { // else the whole file is refused for it
			r.failSlip(s)
		}
	}
}

func (r *reader) failSlip(s spelling.Slip) { r.fail(Word{s.Words, s.Line, s.Col}, s.Message, s.Hint) }

// reportLayout reports lines that begin with an operator, and strings that the // of
// the header would cut.
func (r *reader) reportLayout(tokens []Token) {
	for i, t := range tokens {
		at := Word{t.Text, t.Line, t.Col}
		if (t.Text == "&&" || t.Text == "||") && i > 0 && t.Line > tokens[i-1].LastLine() {
			r.warn("leading-operator", at, "this line begins with `"+t.Text+"`",
				"put it at the end of the line before, so that a file that is cut short does not compile")
		}
		if t.Kind == String && t.LastLine() > t.Line && t.Line < r.below {
			r.fail(at, "a string over several lines in the header", "write it on one line, with `\\n`")
		}
	}
}
