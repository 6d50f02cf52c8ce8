package clause

import (
	"fmt"
	"slices"
	"strings"
)

// keyOrder is every key of a header, in the order in which they are written.
const keyOrder = "effect on scope source covers since until by message otherwise allow"

// maxHeader is the most code points of a header. Each of its expressions is compiled
// from a text of as many lines, so a long header costs its square.
const maxHeader = 32 << 10

// comment is one comment, or one line of the header.
type comment struct {
	line, col int    // of text
	indent    string // between // and text
	text      string // empty for a bare //
}

// newComment reads a comment whose // stands at line and col.
func newComment(line, col int, raw string) comment {
	body := raw[len("//"):]
	text := strings.TrimLeftFunc(body, isBlank)
	indent := body[:len(body)-len(text)]
	return comment{line, col + len("//") + count(indent), indent, strings.TrimRightFunc(text, isBlank)}
}

// depth is the number of spaces before the text, or -1 where they are not all spaces.
func (c comment) depth() int {
	if strings.Trim(c.indent, " ") != "" {
		return -1
	}
	return len(c.indent)
}

// key splits `word: value`. The word of a key is letters, digits, - and _.
func (c comment) key() (w Word, value piece, ok bool) {
	name, rest, found := strings.Cut(c.text, ":")
	name = strings.TrimRightFunc(name, isBlank)
	text := strings.TrimLeft(rest, " \t")
	col := c.col + count(c.text) - count(text)
	return Word{name, c.line, c.col}, piece{c.line, col, text}, found && isName(name)
}

// near is the known key that the comment begins with, give or take one slip, and
// whether there is no slip.
func (c comment) near() (key string, exact bool) {
	name, _, found := strings.Cut(c.text, ":")
	name = strings.TrimRightFunc(name, isBlank)
	if !found {
		return "", false
	}
	key = nearest(name, 1, strings.Fields(keyOrder))
	return key, key == name
}

// split finds the header, the leading run of lines that begin with //, and the
// place below it. Blank lines may stand above.
func (r *reader) split() (header []comment, rest cursor) {
	rest = start(r.Source)
	defer func() { r.below = rest.line }()
	for i, line := range r.lines {
		switch {
		case strings.HasPrefix(line, "//"):
			header = append(header, newComment(i+1, 1, line))
		case len(header) > 0 || strings.TrimSpace(line) != "":
			return header, rest
		}
		rest.at = min(rest.at+len(line)+1, len(r.Source))
		rest.line, rest.off = i+2, r.starts[i]+count(line)+1
	}
	return header, rest
}

// entry is one key and the lines of its value.
type entry struct {
	at    Word   // the key as written
	key   string // the key it is, or is nearest to; empty where none is near
	value []piece
}

// piece is what one line gives to a value: all that stands from col on.
type piece struct {
	line, col int
	text      string
}

// readHeader reads title and prose, then the keys. The first line that stands three
// spaces in and looks like a key begins them and fixes their column.
func (r *reader) readHeader(header []comment) {
	if n := len(header); n > 0 && r.starts[header[n-1].line-1]-r.starts[header[0].line-1] > maxHeader {
		r.fail(header[0].line, 1, 0, fmt.Sprintf("the header is longer than %d characters", maxHeader), "")
		r.lost["effect"] = true // nothing is known to be missing
		return
	}
	first := slices.IndexFunc(header, func(c comment) bool {
		key, _ := c.near()
		return key != "" && c.depth() >= 3
	})
	if first < 0 {
		r.readProse(header, 0)
		return
	}
	column := header[first].depth()
	r.readProse(header[:first], column)
	r.readKeys(header[first:], column)
	r.readValues()
}

// readProse reads the lines above the keys.
func (r *reader) readProse(lines []comment, column int) {
	var prose []string
	for _, c := range lines {
		at, _, isKey := c.key()
		switch {
		case r.reportLost(c):
		case isKey && column > 0 && c.depth() == column:
			r.unknownKey(at)
		case r.Title == "":
			r.Title = c.text
		default:
			prose = append(prose, strings.TrimPrefix(c.indent, " ")+c.text)
		}
	}
	r.Prose = strings.TrimSpace(strings.Join(prose, "\n"))
}

func (r *reader) readKeys(lines []comment, column int) {
	for _, c := range lines {
		switch depth := c.depth(); {
		case c.text == "":
			r.continueValue(c)
		case depth == column:
			r.readKey(c)
		case depth > column:
			r.continueValue(c)
			r.reportNested(c)
		case r.reportLost(c):
		case depth >= 3:
			r.fail(c.line, c.col, 0, "this line stands left of the keys",
				"keys stand at the column of the first one, what continues a value stands deeper")
		case depth < 0:
			r.fail(c.line, c.col, 0, "this line of the header is not indented by plain spaces", "indent it with spaces")
		default:
			r.fail(c.line, c.col, 0, "prose below the keys",
				"put it above the keys, or deeper than they are if it continues a value")
		}
	}
}

func (r *reader) continueValue(c comment) {
	last := &r.entries[len(r.entries)-1]
	last.value = append(last.value, piece{c.line, c.col, c.text})
}

func (r *reader) readKey(c comment) {
	at, value, ok := c.key()
	if !ok {
		r.entries = append(r.entries, entry{at: Word{"", c.line, c.col}})
		r.fail(c.line, c.col, 0, "a key was expected here, such as `scope:`",
			"what continues a value stands deeper than the keys")
		return
	}
	e := entry{at: at, key: nearest(at.Text, 2, strings.Fields(keyOrder)), value: []piece{value}}
	if e.key != at.Text {
		r.unknownKey(at)
	}
	r.entries = append(r.entries, e)
}

func (r *reader) unknownKey(at Word) {
	hint := "the keys are " + strings.ReplaceAll(keyOrder, " ", ", ") + "; prose stands one space after `//`"
	if key := nearest(at.Text, 2, strings.Fields(keyOrder)); key != "" {
		hint = "did you mean `" + key + "`?"
	}
	r.failAt(at, "the header has no key `"+short(at.Text)+"`", hint)
}

// reportLost reports a comment that looks like a key but stands where none is read:
// a lost scope would make a policy looser. It tells whether that is an error.
func (r *reader) reportLost(c comment) bool {
	key, exact := c.near()
	name, _, _ := strings.Cut(c.text, ":")
	at := Word{strings.TrimRightFunc(name, isBlank), c.line, c.col}
	switch {
	case key == "":
	case c.indent != " ":
		r.lost[key] = true
		hint := "a key stands in the comment block that begins the file, three or more spaces in"
		if !exact {
			hint += "; did you mean `" + key + "`?"
		}
		r.failAt(at, "`"+short(at.Text)+":` looks like a key but is not read as part of the header", hint)
		return true
	case exact:
		r.warn("lost-key", at.Line, at.Col, at.end(), "`"+key+":` is read as prose here",
			"a key stands three or more spaces in; in prose, use another word")
	}
	return false
}

// reportNested reports a line that stands deeper than the keys but looks like one.
func (r *reader) reportNested(c comment) {
	if key, _ := c.near(); key != "" {
		name, _, _ := strings.Cut(c.text, ":")
		r.lost[key] = true
		r.failAt(Word{strings.TrimRightFunc(name, isBlank), c.line, c.col},
			"`"+short(name)+":` looks like a key but continues the value above it",
			"put a key at the column of the other keys, and a word of the value on the line before")
	}
}
