package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/clausewise/clausewise/engine"
)

// Explanation gives an explanation as text that ends in a line feed: the decision, what
// was compared with what where it is a denial, and below every clause a tree of what
// each part of it came to. Behind the clauses that spoke stand the other ones that the
// explanation holds.
//
// A part begins with a mark: ✓ is true, ✗ false, = another value, ? not known, ! an
// error, and ⊘ was not evaluated. A define is opened where it is read first.
func Explanation(e engine.Explanation, s Style) string {
	t := &page{style: s, trees: newTrees(e)}
	t.decision(e.Decision)
	t.others("in scope, and silent", e, "silent", "errors")
	t.others("out of scope", e, "out of scope")
	t.others("not in force", e, "not in force")
	return t.String()
}

// Clause gives one clause of an explanation, whatever part it plays.
func Clause(e engine.Explanation, c engine.Explained, s Style) string {
	t := &page{style: s, trees: newTrees(e)}
	t.trees.summary = ""
	outcome := Bad
	if e.Decision.Outcome() == engine.Permitted {
		outcome = Good
	}
	t.headline(outcome, e.Decision)
	t.WriteString("\n")
	t.clause(c)
	return t.String()
}

// trees are the clauses that stand below the findings.
type trees struct {
	summary string
	clauses map[string]engine.Explained
	opened  map[string]bool // defines, by file
}

func newTrees(e engine.Explanation) *trees {
	t := &trees{summary: e.Summary, clauses: map[string]engine.Explained{}, opened: map[string]bool{}}
	for _, c := range e.Clauses {
		t.clauses[c.Clause] = c
	}
	return t
}

// summary says in one paragraph why it is denied.
func (t *page) summary() {
	if t.trees != nil && t.trees.summary != "" {
		t.WriteString("\n")
		t.block(0, 0, t.trees.summary)
	}
}

// others gives the clauses that play one of the parts and have no finding in the text.
func (t *page) others(title string, e engine.Explanation, parts ...string) {
	for _, c := range e.Clauses {
		if !slices.Contains(parts, c.Part) {
			continue
		}
		if title != "" {
			t.title(Faint, title)
		}
		title = ""
		t.clause(c)
	}
}

// clause gives a clause that no finding stands for.
func (t *page) clause(c engine.Explained) {
	t.block(Name, 2, c.Clause)
	t.block(0, 4, c.Title)
	state := c.Effect + ", " + string(c.State)
	if c.Part == "not in force" {
		state = c.Effect + ", not in force; otherwise " + string(c.State)
	}
	t.block(Faint, 4, state)
	t.explain(c.Clause)
}

// explain gives the trees of a clause, where they are asked for.
func (t *page) explain(id string) {
	if t.trees == nil || id == "" {
		return
	}
	c := t.trees.clauses[id]
	for _, part := range []struct {
		name string
		root *engine.Term
	}{{"scope", c.Scope}, {"expression", c.Body}, {"by", c.By}} {
		if part.root != nil {
			t.block(Faint, 4, part.name)
			t.term(6, part.root)
		}
	}
	t.absorbed(c)
}

// absorbed shows apart what failed and did not count.
func (t *page) absorbed(c engine.Explained) {
	for i, a := range c.Absorbed() {
		if i == 0 {
			t.block(Faint, 4, "failed, and did not count")
		}
		t.line(6, mark(a), fmt.Sprintf("%s:%d:%d", a.File, a.Span.Line, a.Span.Col), a.Error)
	}
}

// term gives a term, and what is below it that has more to tell.
func (t *page) term(indent int, n *engine.Term) {
	if n.State == "skipped" || n.State == "absorbed" {
		t.line(indent, mark(n), n.Text, unheeded(n))
		return
	}
	text := n.Text
	if isChain(n) {
		text = n.Op
	}
	t.line(indent, mark(n), text, t.note(n))
	for _, c := range n.Terms {
		if t.tells(n, c) {
			t.term(indent+2, c)
		}
	}
	t.elements(indent+2, n)
	t.define(indent+2, n)
}

func isChain(n *engine.Term) bool { return n.Op == "&&" || n.Op == "||" }

// unheeded says why a term did not count.
func unheeded(n *engine.Term) string {
	if n.State == "skipped" {
		return "not evaluated"
	}
	return "failed, and did not count"
}

// note is what stands behind a term.
func (t *page) note(n *engine.Term) string {
	switch {
	case n.Cut:
		return n.Says + " (too much to tell)"
	case n.Op == "&&":
		return "all of these"
	case n.Op == "||":
		return "one of these"
	case n.Define == nil:
		return n.Says
	case t.trees.opened[n.Define.File]:
		return strings.TrimSpace(n.Says + " (see above)")
	case n.Define.Tree.Fixed() && strings.HasPrefix(n.Type, "list"): // which the parent shows
		return "(" + n.Define.File + ")"
	}
	return strings.TrimSpace(n.Says + " (" + n.Define.File + ")")
}

// tells says that an operand is worth a line below its parent, whose own note shows
// plain values already.
func (t *page) tells(parent, n *engine.Term) bool {
	switch {
	case isChain(parent) || parent.Op == "?:":
		return true
	case n.State == "skipped" || n.Plain():
		return false
	}
	return n.Define == nil || !t.trees.opened[n.Define.File] || n.Type == "bool"
}

// elements gives the elements of a list, each with what was asked of it.
func (t *page) elements(indent int, n *engine.Term) {
	for _, e := range n.Elements {
		settles := ""
		if e.Settles {
			settles = "settles it"
		}
		t.line(indent, mark(e.Terms[0]), strings.TrimSpace(fmt.Sprintf("[%d] %s", e.Index, e.Says)), settles)
		for _, c := range e.Terms {
			if !c.Plain() || c.Error != "" {
				t.term(indent+2, c)
			}
		}
	}
	var rest []string
	if n.Omitted > 0 {
		rest = append(rest, fmt.Sprintf("%d more, not listed", n.Omitted))
	}
	if n.Unread > 0 {
		rest = append(rest, fmt.Sprintf("%d more, not evaluated", n.Unread))
	}
	if len(rest) > 0 {
		t.line(indent, "…", strings.Join(rest, "; "), "")
	}
}

// define opens a define where it is read first, unless its value tells all.
func (t *page) define(indent int, n *engine.Term) {
	if n.Define == nil || t.trees.opened[n.Define.File] {
		return
	}
	t.trees.opened[n.Define.File] = true
	if !n.Define.Tree.Fixed() {
		t.term(indent, n.Define.Tree)
	}
}

func mark(n *engine.Term) string {
	switch n.State {
	case "true":
		return "✓"
	case "false":
		return "✗"
	case "value":
		return "="
	case "unknown":
		return "?"
	case "skipped":
		return "⊘"
	}
	return "!"
}

// line gives a mark, a text and a note: on one line where they fit, else the note below.
func (t *page) line(indent int, mark, text, note string) {
	lead := strings.Repeat(" ", indent)
	width := max(t.style.width()-indent-2, 30)
	paint := map[string]Role{"✓": Good, "✗": Bad, "?": Caution, "!": Caution}[mark]
	lines := wrap(safe(text), width)
	if last := len(lines) - 1; note != "" && ansi.StringWidth(lines[last])+3+ansi.StringWidth(note) <= width {
		lines[last], note = lines[last]+"   "+safe(note), ""
	}
	if note != "" {
		for _, l := range wrap(safe(note), width-2) {
			lines = append(lines, "  "+l)
		}
	}
	for i, l := range lines {
		if i == 0 {
			t.WriteString(lead + t.paint(paint, mark) + " " + l + "\n")
		} else {
			t.WriteString(lead + "  " + l + "\n")
		}
	}
}
