// Package wording says what is wrong with an expression in words for its owner: what
// the parser and the type checker of CEL found, and why a value cannot be computed.
package wording

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/functions"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/internal/lang/tree"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/schema"
)

// Expression is one expression, of which is said what CEL found in it: at the first
// character of the wrong word, with what would help.
type Expression struct {
	Vocab *vocab.Vocabulary
	File  *clause.File
	Expr  *clause.Expr
	Tree  *ast.AST // nil before the expression parses
}

// At is a fault at a place of the file, over the token that stands there.
func (w *Expression) At(line, col int, message, hint string) *fault.Error {
	end := col + 1
	if i := w.tokenAt(line, col); i >= 0 {
		end = w.Expr.Tokens[i].Col + len([]rune(w.Expr.Tokens[i].Text))
	}
	return w.File.Fault(line, col, end, message, hint)
}

// Node is a fault at a node: at its name where it has one.
func (w *Expression) Node(e ast.Expr, message, hint string) *fault.Error {
	t := w.Token(e)
	return w.At(t.Line, t.Col, message, hint)
}

// Token is the token that names a node: of a selection the field, of a call the
// function or operator, else where the node starts.
func (w *Expression) Token(e ast.Expr) clause.Token {
	start := w.Tree.SourceInfo().GetStartLocation(e.ID())
	line, col := start.Line(), start.Column()+1
	i := w.tokenAt(line, col)
	if i < 0 {
		return clause.Token{Line: line, Col: col}
	}
	tokens := w.Expr.Tokens
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
func (w *Expression) asked(i int, fact string) clause.Token {
	tokens := w.Expr.Tokens
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].Text == fact && strings.Contains(".(", tokens[j-1].Text) {
			return tokens[j]
		}
	}
	return tokens[i]
}

func (w *Expression) tokenAt(line, col int) int {
	return slices.IndexFunc(w.Expr.Tokens, func(t clause.Token) bool { return t.Line == line && t.Col == col })
}

// Syntax words the first thing that the parser could not read; what follows it is
// mostly noise.
func (w *Expression) Syntax(errs []*common.Error) fault.List {
	e := errs[0]
	at := clause.Token{Line: w.Expr.Line, Col: w.Expr.Col}
	if line, col := e.Location.Line(), e.Location.Column()+1; line > 0 {
		at = clause.Token{Line: line, Col: col}
		if i := w.tokenAt(line, col); i >= 0 {
			at = w.Expr.Tokens[i]
		}
	}
	if strings.Contains(e.Message, "'<EOF>' expecting") || strings.Contains(e.Message, "at '<EOF>'") {
		last := w.Expr.Tokens[len(w.Expr.Tokens)-1]
		return fault.List{w.At(last.Line, last.Col, "the expression ends here, and something is missing after it", "was the file cut short?")}
	}
	msg, hint := w.syntaxWords(e.Message, at)
	return fault.List{w.At(at.Line, at.Col, msg, hint)}
}

func (w *Expression) syntaxWords(msg string, at clause.Token) (string, string) {
	found := "`" + at.Text + "`"
	switch {
	case strings.Contains(msg, "recursion"):
		return fmt.Sprintf("this expression is nested more than %d deep", limits.MaxDepth), "name a part of it in a define"
	case strings.HasPrefix(msg, "reserved identifier"):
		return found + " is a word that the language keeps for itself", "choose another name"
	case msg == functions.HasMessage:
		return msg, "such as `has(" + w.SomeFact(at.Text) + ")`"
	case msg == functions.AssumeMessage:
		return msg, "such as `assume(" + w.SomeFact(at.Text) + ", …)`"
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

// SomeFact is a fact to show how something is written: one of the group of that
// name where there is one.
func (w *Expression) SomeFact(group string) string {
	for _, name := range append([]string{group}, w.Vocab.Root.Names...) {
		if g := w.Vocab.Root.Sub(name); g != nil && w.Vocab.Root.Fields[name].Type.Kind == schema.Group && len(g.Names) > 0 {
			return name + "." + g.Names[0]
		}
	}
	return "group.fact"
}

// Types words the faults of the type checker, the first of each line: one typo
// makes up to four of them.
func (w *Expression) Types(errs []*common.Error) (faults fault.List) {
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

func (w *Expression) typeFault(e *common.Error) *fault.Error {
	n := Find(w.Tree, e.ExprID)
	switch msg := e.Message; {
	case strings.Contains(msg, "node count"):
		return w.At(w.Expr.Line, w.Expr.Col, fmt.Sprintf("this expression has more than %d parts", limits.MaxNodes), "name a part of it in a define, or split the clause")
	case n == nil:
		return w.At(w.Expr.Line, w.Expr.Col, plain(msg), "")
	case strings.HasPrefix(msg, "undeclared reference"):
		return w.undeclared(n)
	case strings.HasPrefix(msg, "undefined field"):
		return w.noField(n)
	case strings.HasPrefix(msg, "found no matching overload"):
		return w.noOverload(n, msg)
	case strings.Contains(msg, "does not support field selection"):
		return w.noParts(n, quoted(msg))
	case strings.Contains(msg, "cannot be range of a comprehension"):
		return w.Node(n, fmt.Sprintf("`%s` is %s, not a list", w.Text(n), lexicon.Article(quoted(msg))), "")
	case strings.HasPrefix(msg, "expected type 'bool'"):
		return w.noCondition(n, strings.TrimSuffix(msg[strings.LastIndex(msg, "found '")+len("found '"):], "'"))
	}
	return w.Node(n, plain(e.Message), "")
}

func (w *Expression) noParts(n ast.Expr, t string) *fault.Error {
	of, part := w.Text(n.AsSelect().Operand()), n.AsSelect().FieldName()
	hint := ""
	if isGroup(strings.TrimPrefix(t, "list(")) {
		hint = fmt.Sprintf("ask for its elements, such as `%s.exists(a, a.%s …)`", of, part)
	}
	return w.Node(n, fmt.Sprintf("`%s` is %s and has no part `%s`", of, lexicon.Article(t), part), hint)
}

// quoted is what a message of CEL has in quotes.
func quoted(msg string) string {
	_, rest, _ := strings.Cut(msg, "'")
	word, _, closed := strings.Cut(rest, "'")
	if !closed {
		return "this"
	}
	return word
}

// scope gives the group types of the comprehension variables.
func (w *Expression) scope() map[string]*vocab.GroupType {
	scope := map[string]*vocab.GroupType{}
	ast.PreOrderVisit(w.Tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.ComprehensionKind {
			c := e.AsComprehension()
			scope[c.IterVar()] = w.Vocab.GroupOf(c.IterRange(), scope)
		}
	}))
	return scope
}

// Text is the source of a node, on one line and not longer than a message can show.
func (w *Expression) Text(e ast.Expr) string {
	const most = 60
	text, ok := tree.Text(w.File, w.Expr, w.Tree, e)
	if !ok {
		return "this"
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// NoValue words a group of facts that stands where a value is needed.
func (w *Expression) NoValue(e ast.Expr, g *vocab.GroupType) *fault.Error {
	hint := ""
	if g != nil && len(g.Names) > 0 {
		hint = fmt.Sprintf("name one of its facts; whether it is known, ask with `has(%s.%s)`", w.Text(e), g.Names[0])
	}
	return w.Node(e, fmt.Sprintf("`%s` is a group of facts and has no value of its own", w.Text(e)), hint)
}

// Find gives the node with that id, or nil.
func Find(tree *ast.AST, id int64) (found ast.Expr) {
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.ID() == id {
			found = e
		}
	}))
	return found
}
