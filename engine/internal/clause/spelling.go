package clause

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is the tokens of one expression.
type sentence []Token

// slip is a fault of spelling: the words that are wrong, and what is said of them.
type slip struct{ words, message, hint string }

const ternary = "write `a ? b : c` for `if a then b else c`"

// reportSpelling reports what is no CEL at a glance, in better words than a parser
// has. What CEL can parse gives no fault, save for names such as `True` and names in
// backticks, which nothing that a clause can read has.
func (r *reader) reportSpelling(tokens []Token) {
	s := sentence(tokens).withoutRemarks()
	saidIf := false
	for i := 0; i < len(s); i++ {
		found := s.slip(i)
		if found.message == "" || found.hint == ternary && saidIf {
			continue
		}
		saidIf = saidIf || found.hint == ternary
		r.fail(Word{found.words, s[i].Line, s[i].Col}, found.message, found.hint)
		if len(found.words) > len(s[i].Text) {
			i++
		}
	}
	if !slices.ContainsFunc(s, Token.isOpenString) {
		r.reportBrackets(s)
	}
}

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
func (s sentence) at(i int) Token {
	if i < 0 || i >= len(s) {
		return Token{}
	}
	return s[i]
}

func (s sentence) slip(i int) slip {
	t, after := s[i], s.at(i+1)
	if pair := t.Text + after.Text; t.End == after.Start && meant(pair) != "" {
		return slip{pair, short(pair) + " is no operator", "write `" + meant(pair) + "`"}
	}
	switch t.Kind {
	case Ident:
		return s.word(i)
	case Bad:
		message, hint := t.fault()
		return slip{t.Text, message, hint}
	}
	return slip{}
}

// meant is the operator that stands for one of other languages or of a word
// processor, or "".
func meant(op string) string {
	return map[string]string{"=": "==", "===": "==", "!==": "!=", "=!": "!=", "<>": "!=", "=>": ">=", "=<": "<=",
		"&": "&&", "|": "||", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "–": "-", "×": "*", "÷": "/"}[op]
}

// word knows words of other languages, where they stand as they would there: `x.or`
// is a fact and `not(x)` a call.
func (s sentence) word(i int) slip {
	t, before, after := s[i], s.at(i-1), s.at(i+1)
	isField := before.Text == "." || before.Text == "?" && s.at(i-2).Text == "."
	isKey := after.Text == ":" && (before.Text == "{" || before.Text == ",")
	loose := before.endsOperand() || after.startsOperand()
	lower := strings.ToLower(t.Text)
	say := func(message, hint string) slip { return slip{t.Text, message, hint} }
	switch {
	case isField || isKey:
	case lower == "not" && before.endsOperand() && after.Text == "in":
		return say("`not in` is no operator", "write `!(a in b)`")
	case lower == "and" && loose:
		return say(short(t.Text)+" is no operator", "write `&&`")
	case lower == "or" && loose:
		return say(short(t.Text)+" is no operator", "write `||`")
	case lower == "not" && loose:
		return say(short(t.Text)+" is no operator", "write `!`")
	case t.Text == "if", loose && (lower == "if" || lower == "then" || lower == "else"):
		return say(short(t.Text)+" is no word of the language", ternary)
	case strings.Contains("({.", after.Text) && after.Text != "" || t.Text == lower:
	case lower == "true" || lower == "false" || lower == "null":
		return say(short(t.Text)+" is written in small letters", "write `"+lower+"`")
	}
	return slip{}
}

// endsOperand tells that an operator has to follow.
func (t Token) endsOperand() bool {
	switch t.Kind {
	case Ident:
		return t.Text != "in"
	case Op:
		return strings.Contains(")]}", t.Text)
	case Bad:
		return count(t.Text) > 1
	}
	return t.Kind != 0
}

// startsOperand tells that an operator has to stand before. A bracket or a minus
// says nothing: a call or a difference may have begun before it.
func (t Token) startsOperand() bool {
	return t.Kind == Number || t.Kind == String || t.Kind == Ident && t.Text != "in" || t.Text == "!"
}

// fault tells what a bad token was meant to be. It has no message where the whole
// file is refused for the character.
func (t Token) fault() (message, hint string) {
	c, _ := utf8.DecodeRuneInString(t.Text)
	refusal, _ := refused(c)
	switch right := meant(t.Text); {
	case refusal != "":
		return "", ""
	case t.isOpenString():
		return t.openString()
	case right != "":
		return short(t.Text) + " is no operator", "write `" + right + "`"
	case isCurly(c):
		return "curly quotes", "use straight quotes"
	case c == '`':
		return "a name in backticks", "write the name without them"
	case t.Text == "#" || strings.HasPrefix(t.Text, "/*"):
		return short(t.Text[:min(2, len(t.Text))]) + " starts no comment", "every line of a comment starts with `//`"
	case t.Text == ";":
		return "`;` is no part of the language", "leave it out, nothing marks the end of an expression"
	case isDigit(c) || c == '.':
		return t.number()
	case unicode.IsSpace(c):
		return fmt.Sprintf("white space that is not a plain space (%U)", c), "replace it by a space"
	case isBlank(c):
		return fmt.Sprintf("a character that does not show (%U)", c), "delete it"
	case isNamePart(c):
		foreign := strings.TrimLeftFunc(t.Text, func(c rune) bool { return c < utf8.RuneSelf })
		c, _ = utf8.DecodeRuneInString(foreign)
		return fmt.Sprintf("%s has the letter %U", short(t.Text), c), "names are made of a to z, A to Z, 0 to 9 and _"
	}
	return short(t.Text) + " is no part of the language", ""
}

// isOpenString tells a string literal that is not closed.
func (t Token) isOpenString() bool {
	body := strings.TrimLeft(t.Text, "rRbB")
	return t.Kind == Bad && body != "" && strings.Contains(`"'`, body[:1])
}

func (t Token) openString() (message, hint string) {
	body := strings.TrimLeft(t.Text, "rRbB")
	quote := body[:1]
	switch long := strings.Repeat(quote, 3); {
	case strings.HasPrefix(body, long):
		return "this string is not closed", "close it with `" + long + "`"
	case strings.ContainsFunc(body, isCurly):
		return "this string is not closed", "close it with `" + quote + "`, a curly quote does not close it"
	}
	return "this string is not closed", "close it with `" + quote + "` on the same line"
}

func (t Token) number() (message, hint string) {
	digits := strings.TrimRight(t.Text, "dhmins")
	units := map[string]string{"d": "days", "h": "hours", "m": "minutes", "min": "minutes", "s": "seconds"}
	if unit := units[t.Text[len(digits):]]; unit != "" && strings.Trim(digits, "0123456789") == "" {
		hint = "write `" + unit + "(" + digits + ")`"
	} else if strings.Trim(t.Text, "0123456789.dhmsw") == "" {
		hint = "a duration is written like `days(7)`, `hours(24)`, `minutes(5)`, `seconds(30)`"
	}
	return short(t.Text) + " is not a number", hint
}
