package clause

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

// Scan splits any text into tokens, comments too. Only white space stands between
// them: spaces, tabs, form feeds and line ends.
func Scan(text string) []Token {
	var tokens []Token
	c := start(text)
	for t, ok := c.token(); ok; t, ok = c.token() {
		tokens = append(tokens, t)
	}
	return tokens
}

func (t Token) word() Word { return Word{t.Text, t.Line, t.Col} }

// cursor is a place in a text that knows its place in the file.
type cursor struct {
	text           string
	at             int // bytes of text that are read
	line, col, off int // in the file
}

func start(text string) cursor { return cursor{text: text, line: 1, col: 1} }

func (c *cursor) done() bool { return c.at >= len(c.text) }

func (c *cursor) rest() string { return c.text[c.at:] }

func (c *cursor) has(prefix string) bool { return strings.HasPrefix(c.rest(), prefix) }

// peek is the next character, or 0 at the end.
func (c *cursor) peek() rune {
	if c.done() {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(c.rest())
	return r
}

func (c *cursor) next() {
	r, size := utf8.DecodeRuneInString(c.rest())
	c.at, c.off, c.col = c.at+size, c.off+1, c.col+1
	if r == '\n' {
		c.line, c.col = c.line+1, 1
	}
}

func (c *cursor) skip(n int) {
	for range n {
		c.next()
	}
}

// while skips the characters that are of a class and tells whether there were any.
func (c *cursor) while(class func(rune) bool) bool {
	from := c.at
	for !c.done() && class(c.peek()) {
		c.next()
	}
	return c.at > from
}

// token reads the next token; false means that there is none.
func (c *cursor) token() (Token, bool) {
	c.while(isSpace)
	if c.done() {
		return Token{}, false
	}
	from := *c
	kind := c.lex()
	return Token{kind, c.text[from.at:c.at], from.line, from.col, from.off, c.off}, true
}

func (c *cursor) lex() Kind {
	switch r := c.peek(); {
	case c.has("//"):
		c.while(inLine)
		return Comment
	case c.has("/*"):
		return c.block()
	case r == '"' || r == '\'':
		return c.quoted(false)
	case isDigit(r) || r == '.' && isDigit(at(c.rest(), 1)):
		return c.number()
	case isLetter(r):
		return c.name()
	case r == '`' || isCurly(r):
		return c.foreignQuotes(r)
	case isBlank(r):
		c.while(func(r rune) bool { return isBlank(r) && !isSpace(r) })
		return Bad
	}
	return c.operator()
}

func (c *cursor) operator() Kind {
	for _, op := range []string{"==", "!=", "<=", ">=", "&&", "||"} {
		if c.has(op) {
			c.skip(2)
			return Op
		}
	}
	r := c.peek()
	c.next()
	if strings.ContainsRune("<>!()[]{}.,:?+-*/%", r) {
		return Op
	}
	return Bad
}

// block reads a comment of C, which CEL does not have, as one token, so that its
// words are not taken for an expression.
func (c *cursor) block() Kind {
	body, _, closed := strings.Cut(c.rest()[2:], "*/")
	c.skip(2 + count(body))
	if closed {
		c.skip(2)
	}
	return Bad
}

// foreignQuotes reads a text in curly quotes or backticks up to the quote that
// closes it on the same line, or else the one character.
func (c *cursor) foreignQuotes(open rune) Kind {
	c.next()
	end := *c
	end.while(func(r rune) bool { return inLine(r) && !(r == open || isCurly(open) && isCurly(r)) })
	if !end.done() && inLine(end.peek()) {
		end.next()
		*c = end
	}
	return Bad
}

func (c *cursor) quoted(raw bool) Kind {
	quote := c.rest()[:1]
	long := c.has(strings.Repeat(quote, 3))
	if long {
		quote = strings.Repeat(quote, 3)
	}
	c.skip(len(quote))
	for !c.has(quote) {
		if c.peek() == '\\' && !raw {
			c.next()
		}
		if c.done() || !long && !inLine(c.peek()) {
			return Bad
		}
		c.next()
	}
	c.skip(len(quote))
	return String
}

func (c *cursor) number() Kind {
	whole := true
	if c.has("0x") && isHex(at(c.rest(), 2)) {
		c.skip(2)
		c.while(isHex)
	} else {
		c.while(isDigit)
		whole = !c.fraction()
	}
	if whole && (c.has("u") || c.has("U")) {
		c.next()
	}
	after := *c
	if !after.while(isNamePart) || c.text[c.at:after.at] == "in" { // 1in [1] is CEL
		return Number
	}
	*c = after
	return Bad
}

// fraction reads what makes a number a double.
func (c *cursor) fraction() bool {
	from := c.at
	if c.has(".") && isDigit(at(c.rest(), 1)) {
		c.next()
		c.while(isDigit)
	}
	if end := *c; end.has("e") || end.has("E") {
		end.next()
		if end.has("+") || end.has("-") {
			end.next()
		}
		if end.while(isDigit) {
			*c = end
		}
	}
	return c.at > from
}

func (c *cursor) name() Kind {
	from := c.at
	c.while(isNamePart)
	name := c.text[from:c.at]
	if (c.has(`"`) || c.has("'")) && slices.Contains([]string{"r", "b", "br", "rb"}, strings.ToLower(name)) {
		return c.quoted(strings.ContainsAny(name, "rR"))
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return Bad
	}
	return Ident
}

// at is the byte of s at i, or 0 behind its end.
func at(s string, i int) rune {
	if i < len(s) {
		return rune(s[i])
	}
	return 0
}

func isSpace(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) }

func inLine(r rune) bool { return r != '\n' && r != '\r' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isHex(r rune) bool { return isDigit(r) || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' }

// isLetter takes letters of all scripts: a name that has one is one bad word.
func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func isNamePart(r rune) bool {
	return isLetter(r) || isDigit(r) || r >= utf8.RuneSelf && (unicode.IsMark(r) || unicode.IsNumber(r))
}

func isCurly(r rune) bool { return strings.ContainsRune("“”„‟‘’‚‛«»‹›", r) }
