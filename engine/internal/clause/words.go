package clause

import (
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/clause/spelling"
)

// words reads the alternatives of a message: literal text with holes in braces.
func (r *reader) words(e entry) []Words {
	t := template{reader: r, rest: e.value, offset: e.offset, from: e.offset}
	t.startLine()
	for t.rest != "" {
		switch {
		case t.rest[0] == '\n':
			t.startLine()
		case strings.HasPrefix(t.rest, "{{") || strings.HasPrefix(t.rest, "}}"):
			t.skip(1)
			t.text.WriteString(t.skip(1))
		case t.rest[0] != '{':
			t.text.WriteString(t.skip(1))
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
	rest   string // of the value
	offset int    // where it stands

	all  []Words
	now  Words           // the alternative that is read
	text strings.Builder // the literal behind it
	from int             // where the alternative began
}

// skip gives the next n characters of the value.
func (t *template) skip(n int) string {
	size := 0
	for range n {
		_, width := utf8.DecodeRuneInString(t.rest[size:])
		size += width
	}
	skipped := t.rest[:size]
	t.rest, t.offset = t.rest[size:], t.offset+n
	return skipped
}

func (t *template) skipBlanks(blanks string) {
	t.skip(len(t.rest) - len(strings.TrimLeft(t.rest, blanks)))
}

// startLine goes to the next text: to another alternative where the line begins with
// a bar, or else one space on.
func (t *template) startLine() {
	t.skipBlanks(" \t\n")
	if strings.HasPrefix(t.rest, "|") {
		t.end()
		t.from = t.offset
		t.skip(1)
		t.skipBlanks(" \t")
		return
	}
	text := strings.TrimRight(t.text.String(), " \t")
	if t.text.Reset(); len(t.now)+len(text) > 0 {
		t.text.WriteString(text + " ")
	}
}

func (t *template) end() {
	t.flush(strings.TrimRight(t.text.String(), " \t"))
	if len(t.now) == 0 {
		t.fail(t.at(t.from, "|"), "an alternative without words", "a line that begins with `|` starts the next alternative")
		return
	}
	t.all, t.now = append(t.all, t.now), nil
}

func (t *template) flush(text string) {
	if text != "" {
		t.now = append(t.now, Part{Text: text})
	}
	t.text.Reset()
}

// hole reads an expression in braces. It gives up on the value where the brace is
// not closed: what is text after it and what is not, nobody can tell.
func (t *template) hole() bool {
	open, from := t.at(t.offset, "{"), t.offset+1
	t.skip(1)
	tokens, end := t.tokens(t.rest, from, true)
	inside := t.skip(max(0, end-from))
	broken, isBroken := spelling.OpenString(tokens)
	switch {
	case end < 0 && isBroken:
		t.failSlip(broken)
	case end < 0:
		t.fail(open, "this hole is not closed", "close it with `}`; a brace in the text is written `{{`")
	case len(tokens) == 0:
		t.fail(open, "a hole without an expression", "braces in the text are written `{{}}`")
		t.text.WriteString("{}")
	default:
		t.flush(t.text.String())
		t.now = append(t.now, Part{Hole: t.expr(blanked(inside, from, tokens), tokens)})
	}
	t.skip(1)
	return end >= 0
}
