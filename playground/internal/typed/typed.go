// Package typed reads expressions that are still being typed: whether they go on, where
// they part, and what the cursor stands behind.
package typed

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine"
)

// mostText is the most bytes of an expression that goes on; it is refused when it is
// tried, as what is no text is.
const mostText = 8 << 10

// GoesOn says that more must follow: a bracket or a long text is open, or an operator
// stands last.
func GoesOn(text string) bool {
	if len(text) > mostText || !utf8.ValidString(text) {
		return false
	}
	tokens := slices.DeleteFunc(engine.Tokens(text), func(t engine.Token) bool { return t.Kind == engine.TokenComment })
	if len(tokens) == 0 {
		return false
	}
	last := tokens[len(tokens)-1]
	isOpen := last.Kind == engine.TokenBad && (strings.HasPrefix(last.Text, `"""`) || strings.HasPrefix(last.Text, "'''"))
	waits := strings.Fields("&& || ! == != < <= > >= + - * / % ? : , . in =")
	return isOpen || depth(tokens) > 0 || slices.Contains(waits, last.Text)
}

// depth is how many brackets are open at the end.
func depth(tokens []engine.Token) (n int) {
	for _, t := range tokens {
		switch t.Text {
		case "(", "[", "{":
			n++
		case ")", "]", "}":
			n--
		}
	}
	return n
}

// Assignment is `path = expression`; At is where the expression begins, in code points.
type Assignment struct {
	Path, Expression string
	At               int
}

// Assignments parts a text at the commas that stand in no brackets. Of what is no
// assignment the expression is empty.
func Assignments(text string) (all []Assignment) {
	runes, tokens, from := []rune(text), engine.Tokens(text), 0
	for i := range tokens {
		if tokens[i].Text == "," && depth(tokens[from:i]) == 0 {
			all = append(all, assignment(runes, tokens[from:i]))
			from = i + 1
		}
	}
	return append(all, assignment(runes, tokens[from:]))
}

func assignment(text []rune, tokens []engine.Token) (a Assignment) {
	equals := slices.IndexFunc(tokens, func(t engine.Token) bool { return t.Text == "=" })
	if equals < 1 || equals == len(tokens)-1 {
		return a
	}
	from, to := tokens[equals+1].Start, tokens[len(tokens)-1].End
	path := string(text[tokens[0].Start:tokens[equals-1].End])
	return Assignment{path, string(text[from:to]), from}
}
