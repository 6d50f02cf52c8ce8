package clause

import (
	"bytes"
	"slices"
)

// words reads the alternatives of a message: literal text with holes in braces.
func (r *reader) words(e entry) []Words {
	t := template{reader: r, c: e.value, from: e.value}
	t.startLine()
	for !t.c.done() {
		switch {
		case t.c.peek() == '\n':
			t.startLine()
		case t.c.has("{{") || t.c.has("}}"):
			t.c.next()
			t.literal()
		case t.c.peek() != '{':
			t.literal()
		case !t.hole():
			return t.all
		}
	}
	t.end()
	return t.all
}

// template is a message in the making.
type template struct {
	*reader
	c    cursor
	all  []Words
	now  Words  // the alternative that is read
	text []byte // the literal behind it
	from cursor // where the alternative began
}

func (t *template) literal() {
	from := t.c.at
	t.c.next()
	t.text = append(t.text, t.c.text[from:t.c.at]...)
}

// startLine goes to the next text: to another alternative where the line begins with
// a bar, or else one space on.
func (t *template) startLine() {
	t.c.while(isSpace)
	t.text = bytes.TrimRight(t.text, " \t")
	if t.c.peek() != '|' {
		if len(t.now)+len(t.text) > 0 {
			t.text = append(t.text, ' ')
		}
		return
	}
	t.end()
	t.from = t.c
	t.c.next()
	t.c.while(func(c rune) bool { return c == ' ' || c == '\t' })
}

func (t *template) end() {
	t.flush(bytes.TrimRight(t.text, " \t"))
	if len(t.now) == 0 {
		t.fail(Word{"|", t.from.line, t.from.col}, "an alternative without words",
			"a line that begins with `|` starts the next alternative")
		return
	}
	t.all, t.now = append(t.all, t.now), nil
}

func (t *template) flush(text []byte) {
	if len(text) > 0 {
		t.now = append(t.now, Part{Text: string(text)})
	}
	t.text = nil
}

// hole reads an expression in braces. It gives up on the value where the brace is
// not closed: what is text after it and what is not, nobody can tell.
func (t *template) hole() bool {
	open := Word{"{", t.c.line, t.c.col}
	t.c.next()
	inside := t.c
	tokens, closed := t.tokens(&t.c, true)
	broken := slices.IndexFunc(tokens, Token.isOpenString)
	switch {
	case !closed && broken >= 0:
		message, hint := tokens[broken].openString()
		t.fail(tokens[broken].word(), message, hint)
	case !closed:
		t.fail(open, "this hole is not closed", "close it with `}`; a brace in the text is written `{{`")
	case len(tokens) == 0:
		t.fail(open, "a hole without an expression", "braces in the text are written `{{}}`")
		t.text = append(t.text, "{}"...)
	default:
		t.flush(t.text)
		t.now = append(t.now, Part{Hole: t.expr(inside.padded(t.c.at-len("}")), tokens)})
	}
	return closed
}
