package lang

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema"
)

// wording says what CEL found in one expression, in words for its owner: at the
// first character of the wrong word, with what would help.
type wording struct {
	env  *Env
	file *clause.File
	expr *clause.Expr
	tree *ast.AST // nil before the expression parses
}

// at is a fault at a place of the file, over the token that stands there.
func (w *wording) at(line, col int, message, hint string) *fault.Error {
	end := col + 1
	if i := w.tokenAt(line, col); i >= 0 {
		end = w.expr.Tokens[i].Col + len([]rune(w.expr.Tokens[i].Text))
	}
	return w.file.Fault(line, col, end, message, hint)
}

// node is a fault at a node: at its name where it has one.
func (w *wording) node(e ast.Expr, message, hint string) *fault.Error {
	t := w.token(e)
	return w.at(t.Line, t.Col, message, hint)
}

// token is the token that names a node: of a selection the field, of a call the
// function or operator, else where the node starts.
func (w *wording) token(e ast.Expr) clause.Token {
	start := w.tree.SourceInfo().GetStartLocation(e.ID())
	line, col := start.Line(), start.Column()+1
	i := w.tokenAt(line, col)
	if i < 0 {
		return clause.Token{Line: line, Col: col}
	}
	tokens := w.expr.Tokens
	switch text := tokens[i].Text; {
	case e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly():
		return w.asked(i, e.AsSelect().FieldName())
	case text == "." && i+1 < len(tokens):
		i++
	case text == "(" && i > 0 && tokens[i-1].Kind == clause.Ident && e.Kind() != ast.IdentKind:
		i--
	}
	return tokens[i]
}

// asked is the fact that has or assume, which starts at token i, asks for.
func (w *wording) asked(i int, fact string) clause.Token {
	tokens := w.expr.Tokens
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].Text == fact && strings.Contains(".(", tokens[j-1].Text) {
			return tokens[j]
		}
	}
	return tokens[i]
}

func (w *wording) tokenAt(line, col int) int {
	return slices.IndexFunc(w.expr.Tokens, func(t clause.Token) bool { return t.Line == line && t.Col == col })
}

// syntax words the first thing that the parser could not read; what follows it is
// mostly noise.
func (w *wording) syntax(errs []*common.Error) fault.List {
	e := errs[0]
	at := clause.Token{Line: w.expr.Line, Col: w.expr.Col}
	if line, col := e.Location.Line(), e.Location.Column()+1; line > 0 {
		at = clause.Token{Line: line, Col: col}
		if i := w.tokenAt(line, col); i >= 0 {
			at = w.expr.Tokens[i]
		}
	}
	if strings.Contains(e.Message, "'<EOF>' expecting") || strings.Contains(e.Message, "at '<EOF>'") {
		last := w.expr.Tokens[len(w.expr.Tokens)-1]
		return fault.List{w.at(last.Line, last.Col, "the expression ends here, and something is missing after it", "was the file cut short?")}
	}
	msg, hint := w.syntaxWords(e.Message, at)
	return fault.List{w.at(at.Line, at.Col, msg, hint)}
}

func (w *wording) syntaxWords(msg string, at clause.Token) (string, string) {
	found := "`" + at.Text + "`"
	switch {
	case strings.Contains(msg, "recursion"):
		return fmt.Sprintf("this expression is nested more than %d deep", MaxDepth), "name a part of it in a define"
	case strings.HasPrefix(msg, "reserved identifier"):
		return found + " is a word that the language keeps for itself", "choose another name"
	case msg == hasMessage:
		return msg, "such as `has(" + w.env.someFact(at.Text) + ")`"
	case msg == assumeMessage:
		return msg, "such as `assume(" + w.env.someFact(at.Text) + ", …)`"
	case strings.Contains(msg, "simple name"), strings.Contains(msg, "not an identifier"), strings.HasPrefix(msg, "iteration variable"):
		return "what stands first here is a name of your choice for one element", "such as `list.exists(a, condition)`"
	case strings.HasPrefix(msg, "invalid int"), strings.HasPrefix(msg, "invalid uint"), strings.HasPrefix(msg, "invalid double"):
		return found + " is a larger number than can be counted with", ""
	case strings.HasPrefix(msg, "unsupported syntax"):
		return found + " does not stand like this in the language", ""
	case strings.Contains(msg, "token recognition"):
		return found + " cannot be read", "is a quote, or an escape such as `\\n`, written wrongly?"
	}
	return found + " is not expected here", hintBefore(at)
}

// hintBefore is what may be wrong before a token that is not expected.
func hintBefore(t clause.Token) string {
	switch {
	case t.Text == "is" || t.Text == "equals":
		return "write `==`"
	case t.Kind == clause.Op && !strings.Contains("([{", t.Text):
		return "is something missing before it?"
	}
	return "is an operator, a comma or a bracket missing before it?"
}

// someFact is a fact to show how something is written: one of the group of that
// name where there is one.
func (e *Env) someFact(group string) string {
	for _, name := range append([]string{group}, e.root.names...) {
		if g := e.root.group(name); g != nil && e.root.fields[name].Type.Kind == schema.Group && len(g.names) > 0 {
			return name + "." + g.names[0]
		}
	}
	return "group.fact"
}

// types words the faults of the type checker, the first of each line: one typo
// makes up to four of them.
func (w *wording) types(errs []*common.Error) (faults fault.List) {
	lines := map[int]bool{}
	for _, e := range errs {
		f := w.typeFault(e)
		if !lines[f.Line] {
			faults = append(faults, f)
		}
		lines[f.Line] = true
	}
	return faults
}

func (w *wording) typeFault(e *common.Error) *fault.Error {
	n := find(w.tree, e.ExprID)
	switch msg := e.Message; {
	case strings.Contains(msg, "node count"):
		return w.at(w.expr.Line, w.expr.Col, fmt.Sprintf("this expression has more than %d parts", MaxNodes), "name a part of it in a define, or split the clause")
	case n == nil:
		return w.at(w.expr.Line, w.expr.Col, plain(msg), "")
	case strings.HasPrefix(msg, "undeclared reference"):
		return w.undeclared(n)
	case strings.HasPrefix(msg, "undefined field"):
		return w.noField(n)
	case strings.HasPrefix(msg, "found no matching overload"):
		return w.noOverload(n, msg)
	case strings.Contains(msg, "does not support field selection"):
		return w.noParts(n, quoted(msg))
	case strings.Contains(msg, "cannot be range of a comprehension"):
		return w.node(n, fmt.Sprintf("`%s` is %s, not a list", w.text(n), article(quoted(msg))), "")
	case strings.HasPrefix(msg, "expected type 'bool'"):
		return w.noCondition(n, strings.TrimSuffix(msg[strings.LastIndex(msg, "found '")+len("found '"):], "'"))
	}
	return w.node(n, plain(e.Message), "")
}

func (w *wording) noParts(n ast.Expr, t string) *fault.Error {
	of, part := w.text(n.AsSelect().Operand()), n.AsSelect().FieldName()
	hint := ""
	if isGroup(strings.TrimPrefix(t, "list(")) {
		hint = fmt.Sprintf("ask for its elements, such as `%s.exists(a, a.%s …)`", of, part)
	}
	return w.node(n, fmt.Sprintf("`%s` is %s and has no part `%s`", of, article(t), part), hint)
}

func plain(msg string) string { return strings.ReplaceAll(strings.ReplaceAll(msg, "'", "`"), "#", "") }

var quotedWord = regexp.MustCompile(`'([^']*)'`)

func quoted(msg string) string {
	if m := quotedWord.FindStringSubmatch(msg); m != nil {
		return m[1]
	}
	return "this"
}

// groupOf is the group type of an expression that names a group, or nil. The type
// checker gives no types where it found a fault.
func (e *Env) groupOf(x ast.Expr, scope map[string]*groupType) *groupType {
	switch x.Kind() {
	case ast.IdentKind:
		word := strings.TrimPrefix(x.AsIdent(), ".")
		if g := scope[word]; g != nil {
			return g
		}
		if d := e.defines[word]; d != nil {
			return e.groups[elem(d.ast.OutputType()).TypeName()]
		}
		return e.root.group(word)
	case ast.SelectKind:
		return e.groupOf(x.AsSelect().Operand(), scope).group(x.AsSelect().FieldName())
	case ast.CallKind: // an index
		if args := x.AsCall().Args(); len(args) > 0 {
			return e.groupOf(args[0], scope)
		}
	case ast.ComprehensionKind: // filter gives elements of what it walks over
		return e.groupOf(x.AsComprehension().IterRange(), scope)
	}
	return nil
}

func (g *groupType) group(field string) *groupType {
	if g == nil || g.fields[field] == nil {
		return nil
	}
	return g.fields[field].group
}

func elem(t *types.Type) *types.Type {
	for t.Kind() == types.ListKind {
		t = t.Parameters()[0]
	}
	return t
}

// scope gives the group types of the comprehension variables.
func (w *wording) scope() map[string]*groupType {
	scope := map[string]*groupType{}
	ast.PreOrderVisit(w.tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.ComprehensionKind {
			c := e.AsComprehension()
			scope[c.IterVar()] = w.env.groupOf(c.IterRange(), scope)
		}
	}))
	return scope
}

// text is the source of a node, on one line and not longer than a message can show.
func (w *wording) text(e ast.Expr) string {
	const most = 60
	s := newSpans(w.file, w.expr, w.tree)
	r, ok := s.of(e)
	if !ok {
		return "this"
	}
	if text := []rune(s.text(r)); len(text) > most {
		return string(text[:most]) + "…"
	}
	return s.text(r)
}
