package clause

import (
	"slices"
	"strings"
)

// words reads the alternatives of a message: literal text with holes in braces.
func (r *reader) words(e *entry) []Words {
	t := template{reader: r, c: r.cursor(e)}
	t.begin()
	for !t.c.done() {
		switch {
		case t.c.peek() == '\n':
			t.joinLine()
		case t.c.has("{{") || t.c.has("}}"):
			t.c.next()
			t.literal()
		case t.c.peek() == '{':
			if !t.hole() {
				return t.all
			}
		default:
			t.literal()
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
	now  Words           // the alternative that is read
	text strings.Builder // the literal that is read
	from cursor          // where the alternative began
}

func (t *template) literal() {
	t.text.WriteRune(t.c.peek())
	t.c.next()
}

// begin starts an alternative, the first with or without a bar before it.
func (t *template) begin() {
	t.from = t.c
	if t.c.peek() == '|' {
		t.bar()
	}
}

// joinLine goes to the next line with text, which begins with a bar or goes on.
func (t *template) joinLine() {
	t.c.while(isSpace)
	if t.c.peek() == '|' {
		t.bar()
		return
	}
	if t.text.Len()+len(t.now) > 0 {
		t.flush(strings.TrimRight(t.text.String(), " \t") + " ")
	}
}

func (t *template) bar() {
	t.end()
	t.from = t.c
	t.c.next()
	t.c.while(func(c rune) bool { return c == ' ' || c == '\t' })
}

func (t *template) end() {
	t.flush(strings.TrimRight(t.text.String(), " \t"))
	if len(t.now) == 0 {
		t.fail(t.from.line, t.from.col, t.from.col+1, "an alternative without words",
			"a line that begins with `|` starts the next alternative")
		return
	}
	t.all, t.now = append(t.all, t.now), nil
}

// flush ends a literal, or puts what joins two lines behind it.
func (t *template) flush(text string) {
	t.text.Reset()
	if text == "" {
		return
	}
	if n := len(t.now); n > 0 && t.now[n-1].Hole == nil {
		t.now[n-1].Text += text
		return
	}
	t.now = append(t.now, Part{Text: text})
}

// hole reads an expression in braces. It gives up on the value where the brace is
// not closed: what is text after it and what is not, nobody can tell.
func (t *template) hole() bool {
	open := t.c
	t.c.next()
	inside := t.c
	tokens, closed := t.tokens(&t.c, true)
	n, broken := len(tokens), slices.IndexFunc(tokens, Token.isOpenString)
	switch {
	case !closed && broken >= 0:
		w, f := tokens[broken].word(), tokens[broken].openString()
		t.failAt(w, f.message, f.hint)
	case !closed:
		t.fail(open.line, open.col, open.col+1, "this hole is not closed", "close it with `}`; a brace in the text is written `{{`")
	case n == 0:
		t.fail(open.line, open.col, open.col+1, "a hole without an expression", "braces in the text are written `{{}}`")
	default:
		t.flush(t.text.String())
		text := t.c.text[inside.at : t.c.at-len("}")]
		t.now = append(t.now, Part{Hole: t.expr(inside.blankBefore()+text, tokens)})
	}
	return closed
}
