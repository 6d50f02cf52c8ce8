package token

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cursor is a place in a text that knows its place in the file.
type cursor struct {
	text string
	at   int // bytes of text that are read

	line, col, offset int // in the file, in code points
}

func (c *cursor) done() bool { return c.at >= len(c.text) }

func (c *cursor) rest() string { return c.text[c.at:] }

func (c *cursor) has(prefix string) bool { return strings.HasPrefix(c.rest(), prefix) }

// peek is the next character, or 0 at the end.
func (c *cursor) peek() rune { return c.ahead(0) }

// ahead is the character n bytes on, or 0 behind the end.
func (c *cursor) ahead(n int) rune {
	if c.at+n >= len(c.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.at+n:])
	return r
}

func (c *cursor) next() {
	r, size := utf8.DecodeRuneInString(c.rest())
	c.at, c.offset, c.col = c.at+size, c.offset+1, c.col+1
	if r == '\n' {
		c.line, c.col = c.line+1, 1
	}
}

func (c *cursor) skip(n int) {
	for range n {
		c.next()
	}
}

// while skips the characters of a class and tells whether there were any.
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
	return Token{kind, c.text[from.at:c.at], from.line, from.col, from.offset, c.offset}, true
}

func (c *cursor) lex() Kind {
	switch r := c.peek(); {
	case c.has("//"):
		c.while(func(r rune) bool { return r != '\n' })
		return Comment
	case c.has("/*"):
		return c.block()
	case r == '"' || r == '\'':
		return c.quoted(false)
	case isDigit(r) || r == '.' && isDigit(c.ahead(1)):
		return c.number()
	case isNamePart(r):
		return c.name()
	case r == '`' || IsCurly(r):
		return c.foreignQuotes(r)
	}
	for _, op := range []string{"==", "!=", "<=", ">=", "&&", "||"} {
		if c.has(op) {
			c.skip(len(op))
			return Op
		}
	}
	isOp := strings.ContainsRune("<>!()[]{}.,:?+-*/%", c.peek())
	if c.next(); isOp {
		return Op
	}
	return Bad
}

// block reads a comment of C, which CEL does not have, as one token, so that its
// words are not taken for an expression.
func (c *cursor) block() Kind {
	body, _, closed := strings.Cut(c.rest()[len("/*"):], "*/")
	if c.skip(len("/*") + utf8.RuneCountInString(body)); closed {
		c.skip(len("*/"))
	}
	return Bad
}

// foreignQuotes reads a text in curly quotes or backticks up to the quote that
// closes it on the same line, or else the one character.
func (c *cursor) foreignQuotes(open rune) Kind {
	c.next()
	end := *c
	end.while(func(r rune) bool { return inLine(r) && r != open && !(IsCurly(open) && IsCurly(r)) })
	if inLine(end.peek()) && !end.done() {
		end.next()
		*c = end
	}
	return Bad
}

func (c *cursor) quoted(raw bool) Kind {
	quote := c.rest()[:1]
	if long := strings.Repeat(quote, 3); c.has(long) {
		quote = long
	}
	c.skip(len(quote))
	for !c.has(quote) {
		if c.peek() == '\\' && !raw {
			c.next()
		}
		if c.done() || len(quote) == 1 && !inLine(c.peek()) {
			return Bad
		}
		c.next()
	}
	c.skip(len(quote))
	return String
}

// number reads a number, and the name that follows on it without white space.
func (c *cursor) number() Kind {
	whole := true
	if c.has("0x") && isHex(c.ahead(2)) {
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
	if c.has(".") && isDigit(c.ahead(1)) {
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
	switch {
	case (c.has(`"`) || c.has("'")) && slices.Contains([]string{"r", "b", "br", "rb"}, strings.ToLower(name)):
		return c.quoted(strings.ContainsAny(name, "rR"))
	case strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }):
		return Bad
	}
	return Ident
}

func isSpace(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) }

func inLine(r rune) bool { return r != '\n' && r != '\r' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isHex(r rune) bool { return isDigit(r) || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' }

// isNamePart takes letters of all scripts: a name that has one is one bad word.
func isNamePart(r rune) bool {
	return r == '_' || isDigit(r) || unicode.IsLetter(r) || r >= utf8.RuneSelf && (unicode.IsMark(r) || unicode.IsNumber(r))
}

// IsCurly tells the quotes of word processors, which are none of CEL.
func IsCurly(r rune) bool { return strings.ContainsRune("“”„‟‘’‚‛«»‹›", r) }
