// Package token is the one scanner of CEL text: what reads, marks, completes or
// formats an expression splits it here. It knows no grammar.
package token

import (
	"iter"
	"slices"
	"strings"
)

// Kind is the kind of a Token.
type Kind int

// The kinds. Ident is a name or a word of CEL such as true and in; String is a
// string or bytes literal with its quotes; Bad is what CEL does not have: a string
// that is not closed, `7d`, `=`, curly quotes, a foreign character.
const (
	Ident Kind = iota + 1
	Number
	String
	Op
	Comment
	Bad
)

// Token is one piece of CEL text. Line and Col count code points from 1, Start and
// End are offsets in code points from 0.
type Token struct {
	Kind       Kind
	Text       string
	Line, Col  int
	Start, End int
}

// LastLine is the line on which the token ends.
func (t Token) LastLine() int { return t.Line + strings.Count(t.Text, "\n") }

// Scan splits any text into tokens, comments too. Only white space stands between
// them: spaces, tabs, form feeds and line ends.
func Scan(text string) []Token { return slices.Collect(From(text, 1, 1, 0)) }

// From gives the tokens of a text that stands in a file at that line, column and
// offset.
func From(text string, line, col, offset int) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		c := cursor{text: text, line: line, col: col, offset: offset}
		for t, ok := c.token(); ok && yield(t); {
			t, ok = c.token()
		}
	}
}
