package typed

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
)

// Text is an expression up to the cursor.
type Text struct {
	Word   string // that ends at the cursor: a name, or a text whose quotes are open
	text   []rune
	tokens []engine.Token // before the word
}

// Before reads what stands before the cursor.
func Before(text string) *Text {
	x := &Text{text: []rune(text), tokens: engine.Tokens(text)}
	last := len(x.tokens) - 1
	if last < 0 || x.tokens[last].End < len(x.text) {
		return x
	}
	t := x.tokens[last]
	if isOpen := t.Kind == engine.TokenBad && strings.HasPrefix(t.Text, `"`); isOpen || t.Kind == engine.TokenName {
		x.Word, x.tokens = t.Text, x.tokens[:last]
	}
	return x
}

// Receiver is what the word is selected from, where it stands behind a dot. The variable
// of a loop is written as the first element of its list.
func (x *Text) Receiver() (receiver string, ok bool) {
	last := len(x.tokens) - 1
	if last < 1 || x.tokens[last].Text != "." {
		return "", false
	}
	return x.write(x.operand(last - 1)), true
}

// Compared is what the word is compared with, by an operator or as one of a list; or
// nothing.
func (x *Text) Compared() string {
	last := len(x.tokens) - 1
	if open := x.list(); open >= 0 {
		last = open - 1
	}
	if last < 1 || !slices.Contains([]string{"==", "!=", "=", "in"}, x.tokens[last].Text) {
		return ""
	}
	return x.write(x.operand(last - 1))
}

// list is the bracket of the list of texts that the cursor stands in, or -1.
func (x *Text) list() int {
	for i := len(x.tokens) - 1; i >= 0; i-- {
		switch t := x.tokens[i]; {
		case t.Text == "[":
			return i
		case t.Text != "," && t.Kind != engine.TokenText:
			return -1
		}
	}
	return -1
}

// operand gives the tokens of the name, call or bracket that ends with a token, with all
// that it is selected from.
func (x *Text) operand(end int) []engine.Token {
	from := end
	for {
		begin := x.primary(from)
		if begin < 0 {
			return nil
		}
		if from = begin; from < 2 || x.tokens[from-1].Text != "." {
			return x.tokens[from : end+1]
		}
		from -= 2
	}
}

// primary is where the name, text, call or element that ends with a token begins, or -1.
func (x *Text) primary(end int) int {
	switch t := x.tokens[end]; {
	case t.Kind == engine.TokenName || t.Kind == engine.TokenText:
		return end
	case t.Text == ")" || t.Text == "]":
		open := x.opens(end)
		if open > 0 && t.Text == "]" && !isOperator(x.tokens[open-1]) {
			return x.primary(open - 1)
		}
		if open > 0 && t.Text == ")" && x.tokens[open-1].Kind == engine.TokenName {
			return open - 1
		}
		return open
	}
	return -1
}

func isOperator(t engine.Token) bool {
	return t.Kind == engine.TokenOp && t.Text != ")" && t.Text != "]"
}

// opens is the bracket that the one at i closes, or -1.
func (x *Text) opens(i int) int {
	for from := i; from >= 0; from-- {
		if depth(x.tokens[from:i+1]) == 0 {
			return from
		}
	}
	return -1
}

func (x *Text) write(tokens []engine.Token) string {
	if len(tokens) == 0 {
		return ""
	}
	first, end := tokens[0], tokens[len(tokens)-1].End
	if list := x.loop(first.Text); list != "" {
		return "(" + list + ")[0]" + string(x.text[first.End:end])
	}
	return string(x.text[first.Start:end])
}

// loop is the list that a variable walks over, as in LIST.exists(variable, …), or
// nothing.
func (x *Text) loop(variable string) string {
	macros := []string{"all", "exists", "exists_one", "filter", "map"}
	for i := len(x.tokens) - 1; i >= 5; i-- {
		t := x.tokens[i-5 : i+1] // the end of LIST, a dot, the macro, a bracket, the variable, a comma
		if t[5].Text == "," && t[4].Text == variable && t[3].Text == "(" && slices.Contains(macros, t[2].Text) && t[1].Text == "." {
			outer := &Text{text: x.text, tokens: x.tokens[:i-4]}
			return outer.write(outer.operand(i - 5))
		}
	}
	return ""
}
