package clause

import "github.com/clausewise/clausewise/engine/internal/clause/token"

// Token is one piece of an expression.
type Token = token.Token

// Kind is the kind of a Token.
type Kind = token.Kind

// The kinds of tokens.
const (
	Ident   = token.Ident
	Number  = token.Number
	String  = token.String
	Op      = token.Op
	Comment = token.Comment
	Bad     = token.Bad
)

// Scan splits any CEL text into tokens.
func Scan(text string) []Token { return token.Scan(text) }
