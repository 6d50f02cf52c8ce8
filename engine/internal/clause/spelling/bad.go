package spelling

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/clause/token"
)

// bad tells what a bad token was meant to be.
func bad(t token.Token) Slip {
	c, _ := utf8.DecodeRuneInString(t.Text)
	switch right := meant(t.Text); {
	case isOpenString(t):
		return openString(t)
	case right != "":
		return slip(t, Quote(t.Text)+" is no operator", "write `"+right+"`")
	case token.IsCurly(c):
		return slip(t, "curly quotes", "use straight quotes")
	case c == '`':
		return slip(t, "a name in backticks", "write the name without them")
	case c == '#' || strings.HasPrefix(t.Text, "/*"):
		return slip(t, Quote(t.Text[:min(2, len(t.Text))])+" starts no comment", "every line of a comment starts with `//`")
	case c == ';':
		return slip(t, "`;` is no part of the language", "leave it out, nothing marks the end of an expression")
	case strings.ContainsRune("0123456789.", c):
		return number(t)
	case unicode.IsSpace(c):
		return slip(t, fmt.Sprintf("white space that is not a plain space (%U)", c), "replace it by a space")
	case IsBlank(c):
		return slip(t, fmt.Sprintf("a character that does not show (%U)", c), "delete it")
	case c == '_' || unicode.In(c, unicode.L, unicode.M, unicode.N):
		foreign := strings.TrimLeftFunc(t.Text, func(c rune) bool { return c < utf8.RuneSelf })
		c, _ = utf8.DecodeRuneInString(foreign)
		return slip(t, fmt.Sprintf("%s has the letter %U", Quote(t.Text), c), "names are made of a to z, A to Z, 0 to 9 and _")
	}
	return slip(t, Quote(t.Text)+" is no part of the language", "")
}

// OpenString is the slip of the first string literal that is not closed.
func OpenString(tokens []token.Token) (Slip, bool) {
	for _, t := range tokens {
		if isOpenString(t) {
			return openString(t), true
		}
	}
	return Slip{}, false
}

func isOpenString(t token.Token) bool {
	body := strings.TrimLeft(t.Text, "rRbB")
	return t.Kind == token.Bad && body != "" && strings.Contains(`"'`, body[:1])
}

func openString(t token.Token) Slip {
	body := strings.TrimLeft(t.Text, "rRbB")
	quote := body[:1]
	hint := "close it with `" + quote + "` on the same line"
	if long := strings.Repeat(quote, 3); strings.HasPrefix(body, long) {
		hint = "close it with `" + long + "`"
	} else if strings.ContainsFunc(body, token.IsCurly) {
		hint = "close it with `" + quote + "`, a curly quote does not close it"
	}
	return slip(t, "this string is not closed", hint)
}

func number(t token.Token) Slip {
	digits, hint := strings.TrimRight(t.Text, "dhmins"), ""
	units := map[string]string{"d": "days", "h": "hours", "m": "minutes", "min": "minutes", "s": "seconds"}
	if unit := units[t.Text[len(digits):]]; unit != "" && len(digits) < 10 && strings.Trim(digits, "0123456789") == "" {
		hint = "write `" + unit + "(" + digits + ")`"
	} else if strings.Trim(t.Text, "0123456789.dhmsw") == "" {
		hint = "a duration is written like `days(7)`, `hours(24)`, `minutes(5)`, `seconds(30)`"
	}
	return slip(t, Quote(t.Text)+" is not a number", hint)
}

// IsBlank is white space of any kind, and what shows as nothing at all.
func IsBlank(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) }

// Quote is a word as a message shows it: in backticks, on one line, and not longer
// than fits.
func Quote(word string) string {
	const fits = 40
	first, _, cut := strings.Cut(word, "\n")
	if c := []rune(first); len(c) > fits {
		first, cut = string(c[:fits]), true
	}
	if cut {
		first += "…"
	}
	return "`" + first + "`"
}
