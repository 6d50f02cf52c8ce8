package clause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine/internal/clause/spelling"
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
	raw = raw[len("//"):]
	text := strings.TrimLeftFunc(raw, spelling.IsBlank)
	indent := raw[:len(raw)-len(text)]
	return comment{line, col + len("//") + count(indent), indent, text}
}

// depth is the number of spaces before the text, or -1 where they are not all spaces.
func (c comment) depth() int {
	if strings.Trim(c.indent, " ") != "" {
		return -1
	}
	return len(c.indent)
}

// key splits `word: value`.
func (c comment) key() (at Word, value string, ok bool) {
	name, value, ok := strings.Cut(c.text, ":")
	return Word{strings.TrimRightFunc(name, spelling.IsBlank), c.line, c.col}, value, ok
}

// near is the known key that the comment begins with, give or take one slip, or "".
func (c comment) near() string {
	if at, _, ok := c.key(); ok {
		return spelling.Nearest(at.Text, 1, strings.Fields(keyOrder))
	}
	return ""
}

// split finds the header, the leading run of lines that begin with //, and the first
// line below it. Blank lines may stand above.
func (r *reader) split() (header []comment, below int) {
	for i, line := range r.lines {
		switch {
		case strings.HasPrefix(line, "//"):
			header = append(header, newComment(i+1, 1, line))
		case len(header) > 0 || strings.TrimSpace(line) != "":
			return header, i + 1
		}
	}
	return header, len(r.lines) + 1
}

// readHeader reads title and prose, then the keys. The first line that stands three
// spaces in and looks like a key begins them and fixes their column.
func (r *reader) readHeader(header []comment) {
	if n := len(header); n > 0 && r.starts[header[n-1].line-1]-r.starts[header[0].line-1] > maxHeader {
		r.fail(Word{"", header[0].line, 1}, fmt.Sprintf("the header is longer than %d characters", maxHeader), "")
		r.lost["effect"] = true // nothing is known to be missing
		return
	}
	first := slices.IndexFunc(header, func(c comment) bool { return c.depth() >= 3 && c.near() != "" })
	if first < 0 {
		r.readProse(header, -1)
		return
	}
	column := header[first].depth()
	r.readProse(header[:first], column)
	for _, c := range header[first:] {
		r.readKeyLine(c, column)
	}
	r.readValues()
}

// readProse reads the lines above the keys.
func (r *reader) readProse(lines []comment, column int) {
	var prose []string
	var title Word
	for _, c := range lines {
		at, _, isKey := c.key()
		switch {
		case r.reportLost(c):
		case isKey && c.depth() == column && isName(at.Text):
			r.failKey(at)
		case r.Title == "":
			r.Title = strings.TrimSpace(c.text)
			title = Word{r.Title, c.line, count("//"+c.indent) + 1}
		default:
			prose = append(prose, strings.TrimPrefix(c.indent, " ")+strings.TrimRightFunc(c.text, spelling.IsBlank))
		}
	}
	r.Prose = strings.TrimSpace(strings.Join(prose, "\n"))
	if len(prose) > 0 && prose[0] != "" && r.Title != "" && !strings.ContainsAny(r.Title[len(r.Title)-1:], ".?!") {
		r.warn("title", title, "the title is this line alone, and it is no whole sentence", "a decision says the title by itself: make it fit on one line")
	}
}

// entry is one key and its value as it stands in the file, the // blanked.
type entry struct {
	at     Word   // the key as written
	key    string // the key it is, or is nearest to; empty where none is near
	value  string
	offset int // of value
}

func (r *reader) readKeyLine(c comment, column int) {
	switch {
	case c.depth() == column:
		r.readKey(c)
	case c.depth() > column || c.text == "":
		r.reportNested(c)
		r.continueValue("  " + r.lines[c.line-1][len("//"):])
	default:
		r.reportStray(c)
		r.continueValue(strings.Repeat(" ", count(r.lines[c.line-1])))
	}
}

func (r *reader) continueValue(line string) { r.keys[len(r.keys)-1].value += "\n" + line }

// reportStray reports a line among the keys that is neither key nor value.
func (r *reader) reportStray(c comment) {
	at := Word{"", c.line, c.col}
	switch {
	case r.reportLost(c):
	case c.depth() >= 3:
		r.fail(at, "this line stands left of the keys",
			"keys stand at the column of the first one, what continues a value stands deeper")
	case c.depth() < 0:
		r.fail(at, "this line of the header is not indented by plain spaces", "indent it with spaces")
	default:
		r.fail(at, "prose below the keys", "put it above the keys, or deeper than they are if it continues a value")
	}
}

func (r *reader) readKey(c comment) {
	at, value, ok := c.key()
	e := entry{at: at}
	if ok && isName(at.Text) {
		e.key = spelling.Nearest(at.Text, 2, strings.Fields(keyOrder))
		e.value, e.offset = value, r.starts[c.line-1]+c.col-1+count(c.text)-count(value)
		if e.key != at.Text {
			r.failKey(at)
		}
	} else {
		r.fail(Word{"", c.line, c.col}, "a key was expected here, such as `scope:`",
			"what continues a value stands deeper than the keys")
	}
	r.keys = append(r.keys, e)
}

func (r *reader) failKey(at Word) {
	keys := strings.Fields(keyOrder)
	hint := spelling.DidYouMean(at.Text, keys, "the keys are "+strings.Join(keys, ", ")+"; prose stands one space after `//`")
	r.fail(at, "the header has no key "+spelling.Quote(at.Text), hint)
}

// reportLost reports a comment that looks like a key but stands where none is read:
// a lost scope would make a policy looser. It tells whether that is an error.
func (r *reader) reportLost(c comment) bool {
	at, _, _ := c.key()
	key := c.near()
	switch {
	case key == "":
		return false
	case c.indent != " ":
		r.lost[key] = true
		r.fail(at, spelling.Quote(at.Text+":")+" looks like a key but is not read as part of the header",
			"the key `"+key+":` stands in the comment block that begins the file, three or more spaces in")
		return true
	case key == at.Text:
		r.warn("lost-key", at, "`"+key+":` is read as prose here",
			"a key stands three or more spaces in; in prose, use another word")
	}
	return false
}

// reportNested reports a line that looks like a key but stands deeper than the keys.
func (r *reader) reportNested(c comment) {
	if key := c.near(); key != "" {
		r.lost[key] = true
		at, _, _ := c.key()
		r.fail(at, spelling.Quote(at.Text+":")+" looks like a key but continues the value above it",
			"put a key at the column of the other keys, and a word of the value on the line before")
	}
}

// reportMissing reports what the whole file lacks. Without an effect it may be a
// define, unless it has a key that a define does not have.
func (r *reader) reportMissing() {
	top := slices.IndexFunc(r.lines, func(line string) bool { return strings.TrimSpace(line) != "" }) + 1
	switch none := len(r.keys)+len(r.lost) == 0; {
	case top == 0:
		r.fail(Word{"", 1, 1}, "the file is empty", "a clause is a header of comment lines, a blank line and one expression")
	case none && r.Body == nil:
		r.fail(Word{"", top, 1}, "the file has only comments: no header keys and no expression", "")
	case none:
		r.fail(Word{"", r.Body.Line, r.Body.Col}, "there are no header keys above the expression",
			"the header begins with a line like `//   effect: permit`")
	case r.Body == nil:
		r.fail(Word{"", r.below - 1, 1}, "no expression after the header", "write it below the header, after a blank line")
	}
	if len(r.keys) > 0 {
		r.reportMissingKeys()
	}
}

func (r *reader) reportMissingKeys() {
	has := func(key string) bool {
		return r.lost[key] || slices.ContainsFunc(r.keys, func(e entry) bool { return e.key == key })
	}
	need := []string{"effect"}
	if r.Effect != Define && slices.ContainsFunc(strings.Fields(keyOrder), func(key string) bool {
		return has(key) && (key == "effect" || !ofDefine(key))
	}) {
		need = []string{"effect", "on", "source", "covers", "message"}
	}
	for _, key := range need {
		if !has(key) {
			r.fail(r.keys[0].at, "the header has no `"+key+":`", "")
		}
	}
}
