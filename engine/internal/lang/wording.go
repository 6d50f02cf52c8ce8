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
	case text == "." && i+1 < len(tokens):
		i++
	case text == "(" && i > 0 && tokens[i-1].Kind == clause.Ident && e.Kind() != ast.IdentKind:
		i--
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
	line, col := e.Location.Line(), e.Location.Column()+1
	if line < 1 {
		line, col = w.expr.Line, w.expr.Col
	}
	msg, hint := w.syntaxWords(e.Message, line, col)
	if at, ok := strings.CutPrefix(msg, "end:"); ok {
		last := w.expr.Tokens[len(w.expr.Tokens)-1]
		return fault.List{w.at(last.Line, last.Col, at, hint)}
	}
	return fault.List{w.at(line, col, msg, hint)}
}

func (w *wording) syntaxWords(msg string, line, col int) (string, string) {
	found := "this"
	if i := w.tokenAt(line, col); i >= 0 {
		found = "`" + w.expr.Tokens[i].Text + "`"
	}
	switch {
	case strings.Contains(msg, "'<EOF>' expecting") || strings.Contains(msg, "at '<EOF>'"):
		return "end:the expression ends here, and something is missing after it", "was the file cut short?"
	case strings.Contains(msg, "recursion"):
		return fmt.Sprintf("this expression is nested more than %d deep", MaxDepth), "name a part of it in a define"
	case strings.Contains(msg, "node count"), strings.Contains(msg, "size exceeds"):
		return fmt.Sprintf("this expression has more than %d parts", MaxNodes), "name a part of it in a define, or split the clause"
	case strings.HasPrefix(msg, "reserved identifier"):
		return found + " is a word that CEL keeps for itself", "name it otherwise"
	case strings.HasPrefix(msg, "invalid argument to has()"):
		return "`has` asks for one fact of a group", "such as `has(user.region)`"
	case strings.Contains(msg, "simple name"), strings.Contains(msg, "not an identifier"):
		return "the first part of `all`, `exists`, `filter` or `map` is a name of your choice", "such as `thread.user_actions.exists(a, a.kind == \"message\")`"
	case strings.HasPrefix(msg, "invalid"), strings.HasPrefix(msg, "assume"):
		return strings.ReplaceAll(msg, "'", "`"), ""
	case strings.Contains(msg, "token recognition"):
		return found + " cannot be read", "is a quote, or an escape such as `\\n`, written wrongly?"
	}
	return found + " is not expected here", "is an operator, a comma or a bracket missing before it?"
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
	line, col := e.Location.Line(), e.Location.Column()+1
	if n == nil || line < 1 {
		return w.at(max(line, w.expr.Line), max(col, 1), plain(e.Message), "")
	}
	switch {
	case strings.HasPrefix(e.Message, "undeclared reference"):
		return w.undeclared(n)
	case strings.HasPrefix(e.Message, "undefined field"):
		return w.noField(n)
	case strings.HasPrefix(e.Message, "found no matching overload"):
		return w.noOverload(n, e.Message)
	case strings.Contains(e.Message, "does not support field selection"):
		msg := fmt.Sprintf("`%s` is %s and has no parts", w.text(n.AsSelect().Operand()), articleOf(quoted(e.Message)))
		return w.node(n, msg, "")
	case strings.Contains(e.Message, "cannot be range of a comprehension"):
		return w.node(n, fmt.Sprintf("`%s` is %s, not a list", w.text(n), articleOf(quoted(e.Message))), "")
	case strings.HasPrefix(e.Message, "expected type 'bool'"):
		found := e.Message[strings.LastIndex(e.Message, "found '")+7 : len(e.Message)-1]
		return w.node(n, fmt.Sprintf("a condition is expected here, and `%s` is %s", w.text(n), articleOf(found)), "compare it with something")
	}
	return w.node(n, plain(e.Message), "")
}

func plain(msg string) string { return strings.ReplaceAll(strings.ReplaceAll(msg, "'", "`"), "#", "") }

var quotedWord = regexp.MustCompile(`'([^']*)'`)

func quoted(msg string) string {
	if m := quotedWord.FindStringSubmatch(msg); m != nil {
		return m[1]
	}
	return "this"
}

func (w *wording) undeclared(n ast.Expr) *fault.Error {
	if n.Kind() == ast.CallKind {
		return w.noFunction(n)
	}
	word := strings.TrimPrefix(n.AsIdent(), ".")
	hint := ""
	if word == "null" || word == "nil" || word == "undefined" || word == "None" {
		hint = "ask whether a fact is known with `has(…)`"
	} else if near := w.env.nearName(word); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	for _, a := range w.env.schema.Actions() {
		if a.Facts.Field(word) != nil {
			return w.node(n, fmt.Sprintf("the action `%s` has no fact `%s`; `%s` has", w.env.action.Name, word, a.Name), "")
		}
	}
	return w.node(n, fmt.Sprintf("there is no fact and no define `%s`", word), hint)
}

// nearName is the name that a writer may have meant: a fact, a define, or the whole
// path of a fact of which only the last part was written.
func (e *Env) nearName(word string) string {
	names := e.Names()
	if near := schema.Near(word, names); near != "" {
		return near
	}
	for _, root := range e.root.names {
		if g := e.root.fields[root].group; g != nil && g.fields[word] != nil && e.root.fields[root].Type.Kind == schema.Group {
			return root + "." + word
		}
	}
	return ""
}

func (w *wording) noFunction(n ast.Expr) *fault.Error {
	word := n.AsCall().FunctionName()
	switch {
	case word == "dyn" || word == "type":
		return w.node(n, fmt.Sprintf("`%s` is no part of the language of clauses: every value has one type here", word), "")
	case isReserved(word):
		return w.node(n, fmt.Sprintf("`%s` is not used like this", word), usage(word))
	}
	hint := ""
	if near := schema.Near(word, strings.Fields(callables)); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	return w.node(n, fmt.Sprintf("there is no function `%s`", word), hint)
}

func (w *wording) noField(n ast.Expr) *fault.Error {
	word, operand := n.AsSelect().FieldName(), n.AsSelect().Operand()
	hint := ""
	if g := w.env.groupOf(operand, w.scope(n)); g != nil {
		if near := schema.Near(word, g.names); near != "" {
			hint = fmt.Sprintf("did you mean `%s`?", near)
		}
	}
	return w.node(n, fmt.Sprintf("`%s` has no fact `%s`", w.text(operand), word), hint)
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

// scope gives the group types of the comprehension variables around a node.
func (w *wording) scope(n ast.Expr) map[string]*groupType {
	scope := map[string]*groupType{}
	ast.PreOrderVisit(w.tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.ComprehensionKind {
			c := e.AsComprehension()
			scope[c.IterVar()] = w.env.groupOf(c.IterRange(), scope)
		}
	}))
	return scope
}

// text is the source of a node, as far as it is a plain path; else words for it.
func (w *wording) text(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return strings.TrimPrefix(e.AsIdent(), ".")
	case ast.SelectKind:
		return w.text(e.AsSelect().Operand()) + "." + e.AsSelect().FieldName()
	case ast.LiteralKind:
		return w.token(e).Text
	}
	return w.token(e).Text
}
