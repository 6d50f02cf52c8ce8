// Package spelling tells what in the tokens of an expression is no CEL at a glance,
// in better words than a parser has. What CEL can parse gives no slip, save for names
// such as `True` and names in backticks, which nothing that a clause can read has.
package spelling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/clause/token"
)

// Slip is a fault of spelling: the words that are wrong, where they stand, what is
// said of them and what would help.
type Slip struct {
	Words         string
	Line, Col     int // of the first word
	Message, Hint string
}

// Slips gives the slips of one expression, and the brackets without their other half.
func Slips(tokens []token.Token) []Slip {
	s := sentence(tokens).withoutRemarks()
	var slips []Slip
	for i := 0; i < len(s); i++ {
		slip := s.slip(i)
		isIf := slip.Hint == ternary && slices.ContainsFunc(slips, func(other Slip) bool { return other.Hint == ternary })
		if slip.Message == "" || isIf {
			continue
		}
		if slips = append(slips, slip); len(slip.Words) > len(s[i].Text) {
			i++
		}
	}
	if _, open := OpenString(tokens); !open {
		slips = append(slips, s.brackets()...)
	}
	return slips
}

// sentence is the tokens of one expression.
type sentence []token.Token

// withoutRemarks drops what stands behind a #, where English is to be expected.
func (s sentence) withoutRemarks() sentence {
	var kept sentence
	remark := 0
	for _, t := range s {
		if t.Line == remark {
			continue
		}
		if kept = append(kept, t); t.Text == "#" {
			remark = t.Line
		}
	}
	return kept
}

// at is a token, or none where the expression has no such place.
func (s sentence) at(i int) token.Token {
	if i < 0 || i >= len(s) {
		return token.Token{}
	}
	return s[i]
}

func (s sentence) slip(i int) Slip {
	t, after := s[i], s.at(i+1)
	if pair := t.Text + after.Text; t.End == after.Start && meant(pair) != "" {
		return Slip{pair, t.Line, t.Col, Quote(pair) + " is no operator", "write `" + meant(pair) + "`"}
	}
	switch t.Kind {
	case token.Ident:
		return s.word(i)
	case token.Bad:
		return bad(t)
	}
	return Slip{}
}

func slip(t token.Token, message, hint string) Slip {
	return Slip{t.Text, t.Line, t.Col, message, hint}
}

// meant is the operator that stands for one of other languages or of a word
// processor, or "".
func meant(op string) string {
	return map[string]string{"=": "==", "===": "==", "!==": "!=", "=!": "!=", "<>": "!=", "=>": ">=", "=<": "<=",
		"&": "&&", "|": "||", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "–": "-", "×": "*", "÷": "/"}[op]
}

const ternary = "write `a ? b : c` for `if a then b else c`"

// word knows words of other languages, where they stand as they would there: `x.or`
// is a fact and `not(x)` a call.
func (s sentence) word(i int) Slip {
	t, before, after := s[i], s.at(i-1), s.at(i+1)
	isField := before.Text == "." || before.Text == "?" && s.at(i-2).Text == "."
	isKey := after.Text == ":" && (before.Text == "{" || before.Text == ",")
	isPrefix := slices.Contains([]string{"(", "{", "."}, after.Text)
	loose := endsOperand(before) || startsOperand(after)
	switch word := strings.ToLower(t.Text); {
	case isField || isKey:
	case word == "not" && endsOperand(before) && after.Text == "in":
		return slip(t, "`not in` is no operator", "write `!(a in b)`")
	case word == "and" && loose:
		return slip(t, Quote(t.Text)+" is no operator", "write `&&`")
	case word == "or" && loose:
		return slip(t, Quote(t.Text)+" is no operator", "write `||`")
	case word == "not" && loose:
		return slip(t, Quote(t.Text)+" is no operator", "write `!`")
	case loose && (word == "if" || word == "then" || word == "else"), t.Text == "if" && after.Text != "{" && after.Text != ".":
		return slip(t, Quote(t.Text)+" is no word of the language", ternary)
	case isPrefix || t.Text == word:
	case word == "true" || word == "false" || word == "null":
		return slip(t, Quote(t.Text)+" is written in small letters", "write `"+word+"`")
	}
	return Slip{}
}

// endsOperand tells that an operator has to follow.
func endsOperand(t token.Token) bool {
	switch t.Kind {
	case token.Ident:
		return t.Text != "in"
	case token.Op:
		return strings.Contains(")]}", t.Text)
	case token.Bad:
		return len([]rune(t.Text)) > 1
	}
	return t.Kind != 0
}

// startsOperand tells that an operator has to stand before. A bracket or a minus
// says nothing: a call or a difference may have begun before it.
func startsOperand(t token.Token) bool {
	return t.Kind == token.Number || t.Kind == token.String || t.Kind == token.Ident && t.Text != "in" || t.Text == "!"
}

// brackets gives the first bracket that closes wrongly, or else all that are not
// closed.
func (s sentence) brackets() (slips []Slip) {
	closing := map[string]string{"(": ")", "[": "]", "{": "}"}
	var open sentence
	for _, t := range s {
		last := open.at(len(open) - 1)
		switch {
		case closing[t.Text] != "":
			open = append(open, t)
		case t.Kind != token.Op || !strings.Contains(")]}", t.Text):
		case last.Text == "":
			return []Slip{slip(t, "`"+t.Text+"` closes a bracket that was not opened", "")}
		case closing[last.Text] != t.Text:
			return []Slip{slip(t, fmt.Sprintf("`%s` cannot close the `%s` of line %d, column %d", t.Text, last.Text, last.Line, last.Col),
				"close that one with `"+closing[last.Text]+"` first")}
		default:
			open = open[:len(open)-1]
		}
	}
	for _, t := range open {
		slips = append(slips, slip(t, "`"+t.Text+"` is not closed", "close it with `"+closing[t.Text]+"`"))
	}
	return slips
}
