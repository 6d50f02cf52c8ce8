package clause

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// reportSpelling reports what is no CEL at a glance, in better words than a parser
// has. What CEL can parse gives no fault, save for names such as `True` and names in
// backticks, which nothing that a clause can read has.
func (r *reader) reportSpelling(tokens []Token) {
	s := sentence(tokens).withoutRemarks()
	open, ifs := false, 0
	for i := 0; i < len(s); {
		f := s.slip(i)
		if open = open || s[i].isOpenString(); f.isIf {
			ifs++
		}
		if f.message != "" && (!f.isIf || ifs == 1) {
			last := s[i+f.more].word()
			r.fail(s[i].Line, s[i].Col, last.end(), f.message, f.hint)
		}
		i += f.more + 1
	}
	if !open {
		r.reportBrackets(s)
	}
	r.reportLayout(s)
}

// sentence is the tokens of one expression.
type sentence []Token

// slip is a fault of spelling. One without a message is none, or is reported already.
type slip struct {
	message, hint string
	more          int  // tokens that it covers besides the first
	isIf          bool // reported once an expression
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
	if f := s.wrongOperator(i); f.message != "" {
		return f
	}
	switch t := s[i]; t.Kind {
	case Ident:
		return s.word(i)
	case Bad:
		return t.slip()
	}
	return slip{}
}

// wrongOperator knows the operators of other languages that are made of several
// tokens without white space between them.
func (s sentence) wrongOperator(i int) slip {
	for _, wrong := range []string{"=== ==", "!== !=", "=> >=", "=< <=", "=! !=", "<> !="} {
		wrong, right, _ := strings.Cut(wrong, " ")
		if s[i].Text+s.at(i+1).Text == wrong && s[i].End == s[i+1].Start {
			return slip{message: "`" + wrong + "` is no operator", hint: "write `" + right + "`", more: 1}
		}
	}
	return slip{}
}

// word knows words of other languages, where they stand as they would there: `x.or`
// is a fact and `not(x)` a call.
func (s sentence) word(i int) slip {
	t, before, after := s[i], s.at(i-1), s.at(i+1)
	isField := before.Text == "." || before.Text == "?" && s.at(i-2).Text == "."
	isKey := after.Text == ":" && (before.Text == "{" || before.Text == ",")
	if isField || isKey {
		return slip{}
	}
	loose := before.endsOperand() || after.startsOperand()
	switch lower := strings.ToLower(t.Text); lower {
	case "and", "or", "not":
		if lower == "not" && before.endsOperand() && after.Text == "in" {
			return slip{message: "`not in` is no operator", hint: "write `!(a in b)`", more: 1}
		}
		if loose {
			right := map[string]string{"and": "&&", "or": "||", "not": "!"}[lower]
			return slip{message: "`" + t.Text + "` is no operator", hint: "write `" + right + "`"}
		}
	case "if", "then", "else":
		if loose || t.Text == "if" {
			return slip{message: "`" + t.Text + "` is no word of the language", hint: "write `a ? b : c` for `if a then b else c`", isIf: true}
		}
	case "true", "false", "null":
		if t.Text != lower && after.Text != "(" && after.Text != "{" && after.Text != "." {
			return slip{message: "`" + t.Text + "` is written in small letters", hint: "write `" + lower + "`"}
		}
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
		return utf8.RuneCountInString(t.Text) > 1
	}
	return t.Kind != 0
}

// startsOperand tells that an operator has to stand before. A bracket or a minus
// says nothing: a call or a difference may have begun before it.
func (t Token) startsOperand() bool {
	return t.Kind == Number || t.Kind == String || t.Kind == Ident && t.Text != "in" || t.Text == "!"
}

// slip tells what a bad token was meant to be.
func (t Token) slip() slip {
	c, _ := utf8.DecodeRuneInString(t.Text)
	shown := "`" + short(t.Text) + "`"
	refusal, _ := refused(c)
	switch {
	case refusal != "":
		return slip{} // reported for the whole file
	case t.isOpenString():
		return t.openString()
	case isCurly(c):
		return t.curly()
	case c == '`':
		return slip{message: "a name in backticks", hint: "write the name without them"}
	case strings.HasPrefix(t.Text, "/*"):
		return slip{message: "`/*` starts no comment", hint: "every line of a comment starts with `//`"}
	case isDigit(c) || c == '.':
		return t.number()
	case isBlank(c):
		return t.blank()
	case t.Text == "#":
		return slip{message: "`#` starts no comment", hint: "a comment starts with `//`"}
	case t.Text == ";":
		return slip{message: "`;` is no part of the language", hint: "leave it out, nothing marks the end of an expression"}
	case isLetter(c):
		return slip{message: fmt.Sprintf("%s has the letter %U", shown, t.foreign()), hint: "names are made of a to z, A to Z, 0 to 9 and _"}
	}
	if right := meant(t.Text); right != "" {
		return slip{message: shown + " is no operator", hint: "write `" + right + "`"}
	}
	return slip{message: shown + " is no part of the language"}
}

// isOpenString tells a string literal that is not closed.
func (t Token) isOpenString() bool {
	return t.Kind == Bad && strings.ContainsAny(strings.TrimLeft(t.Text, "rRbB")[:1], `"'`)
}

func (t Token) openString() slip {
	body := strings.TrimLeft(t.Text, "rRbB")
	quote := body[:1]
	hint := "close it with `" + quote + "` on the same line"
	if strings.HasPrefix(body, strings.Repeat(quote, 3)) {
		hint = "close it with `" + strings.Repeat(quote, 3) + "`"
	} else if strings.ContainsFunc(body, isCurly) {
		hint += "; a curly quote does not close it"
	}
	return slip{message: "this string is not closed", hint: hint}
}

func (t Token) curly() slip {
	inner := strings.TrimFunc(t.Text, isCurly)
	hint := "use straight quotes"
	if inner != "" && !strings.ContainsAny(inner, `"\`) {
		hint += ": `\"" + short(inner) + "\"`"
	}
	return slip{message: "curly quotes", hint: hint}
}

func (t Token) number() slip {
	digits := strings.TrimRightFunc(t.Text, func(c rune) bool { return !isDigit(c) })
	hint := "a duration is written like `days(7)`, `hours(24)`, `minutes(5)`, `seconds(30)`"
	unit := map[string]string{"d": "days", "h": "hours", "m": "minutes", "min": "minutes", "s": "seconds"}[t.Text[len(digits):]]
	if unit != "" && strings.Trim(digits, "0123456789") == "" {
		hint = "write `" + unit + "(" + short(digits) + ")`"
	}
	return slip{message: "`" + short(t.Text) + "` is not a number", hint: hint}
}

func (t Token) blank() slip {
	c, _ := utf8.DecodeRuneInString(t.Text)
	if strings.TrimSpace(string(c)) == "" {
		return slip{message: fmt.Sprintf("white space that is not a plain space (%U)", c), hint: "replace it by a space"}
	}
	return slip{message: fmt.Sprintf("a character that does not show (%U)", c), hint: "delete it"}
}

// foreign is the first letter of a word that names cannot have.
func (t Token) foreign() rune {
	for _, c := range t.Text {
		if c >= utf8.RuneSelf {
			return c
		}
	}
	return 0
}

// meant is the operator that stands for one of other languages or of a word
// processor, or "".
func meant(op string) string {
	return map[string]string{"=": "==", "&": "&&", "|": "||", "≠": "!=", "≤": "<=", "≥": ">=",
		"−": "-", "–": "-", "×": "*", "÷": "/", "∧": "&&", "∨": "||", "¬": "!"}[op]
}

// reportBrackets reports the first bracket that closes wrongly, or else all that
// are not closed.
func (r *reader) reportBrackets(s sentence) {
	var open []Token
	for _, t := range s {
		switch n := len(open); {
		case t.Kind != Op:
		case strings.Contains("([{", t.Text):
			open = append(open, t)
		case !strings.Contains(")]}", t.Text):
		case n == 0:
			r.failAt(t.word(), "`"+t.Text+"` closes a bracket that was not opened", "")
			return
		case closing(open[n-1]) != t.Text:
			o := open[n-1]
			r.failAt(t.word(), fmt.Sprintf("`%s` cannot close the `%s` of line %d, column %d", t.Text, o.Text, o.Line, o.Col),
				"close that one with `"+closing(o)+"` first")
			return
		default:
			open = open[:n-1]
		}
	}
	for _, t := range open {
		r.failAt(t.word(), "`"+t.Text+"` is not closed", "close it with `"+closing(t)+"`")
	}
}

func closing(open Token) string {
	return map[string]string{"(": ")", "[": "]", "{": "}"}[open.Text]
}

// reportLayout reports lines that begin with an operator, and strings that the //
// of the header would cut.
func (r *reader) reportLayout(s sentence) {
	for i, t := range s {
		if (t.Text == "&&" || t.Text == "||") && i > 0 && t.Line > s[i-1].lastLine() {
			r.warn("leading-operator", t.Line, t.Col, t.word().end(), "this line begins with `"+t.Text+"`",
				"put it at the end of the line before, so that a file that is cut short does not compile")
		}
		if t.Kind == String && t.lastLine() > t.Line && t.Line < r.below {
			r.failAt(t.word(), "a string over several lines in the header", "write it on one line, with `\\n`")
		}
	}
}

func (t Token) lastLine() int { return t.Line + strings.Count(t.Text, "\n") }
