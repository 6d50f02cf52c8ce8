package lang

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/schema"
)

// Names that stand for nothing: what is said of them, and which names were meant.

func (w *wording) undeclared(n ast.Expr) *fault.Error {
	if n.Kind() == ast.CallKind {
		return w.noFunction(n)
	}
	word := strings.TrimPrefix(n.AsIdent(), ".")
	for _, a := range w.env.schema.Actions() {
		if a.Facts.Field(word) != nil {
			return w.node(n, fmt.Sprintf("the action `%s` has no fact `%s`; `%s` has", w.env.action.Name, word, a.Name), "")
		}
	}
	hint := didYouMean(w.env.meant(word)...)
	if slices.Contains([]string{"nil", "None", "undefined"}, word) {
		hint = knownHint
	}
	return w.node(n, fmt.Sprintf("there is no fact and no define `%s`", word), hint)
}

const knownHint = "ask whether a fact is known with `has(…)`"

func didYouMean(names ...string) string {
	if len(names) == 0 || names[0] == "" {
		return ""
	}
	return "did you mean `" + strings.Join(names, "` or `") + "`?"
}

// meant gives the names that a writer may have meant: the whole paths of facts of
// which only the last part was written, else a name that is spelled alike.
func (e *Env) meant(word string) (paths []string) {
	leaves := map[string][]string{}
	for _, root := range e.root.names {
		f := e.root.fields[root]
		if f.Type.Kind != schema.Group {
			continue
		}
		for _, name := range f.group.names {
			leaves[name] = append(leaves[name], root+"."+name)
		}
	}
	if paths := leaves[word]; paths != nil {
		return paths
	}
	names := slices.Concat(e.root.names, slices.Collect(maps.Keys(e.all.byName)))
	if near := schema.Near(word, names); near != "" {
		return []string{near}
	}
	return leaves[schema.Near(word, slices.Collect(maps.Keys(leaves)))]
}

func (w *wording) noFunction(n ast.Expr) *fault.Error {
	word := n.AsCall().FunctionName()
	switch {
	case word == "dyn" || word == "type":
		return w.node(n, fmt.Sprintf("`%s` is no part of the language of clauses: every value has one type here", word), "")
	case isReserved(word):
		return w.node(n, fmt.Sprintf("`%s` is not used like this", word), usage(word))
	}
	elsewhere := map[string]string{"len": "size", "length": "size", "count": "size", "any": "exists", "some": "exists", "every": "all", "includes": "contains"}
	near := cmp.Or(elsewhere[word], schema.Near(word, strings.Fields(callables)))
	return w.node(n, fmt.Sprintf("there is no function `%s`", word), didYouMean(near))
}

func (w *wording) noField(n ast.Expr) *fault.Error {
	word, operand := n.AsSelect().FieldName(), n.AsSelect().Operand()
	if operand.Kind() == ast.IdentKind && operand.AsIdent() == rootName {
		return w.notAsked(n, word)
	}
	msg := fmt.Sprintf("`%s` has no fact `%s`", w.text(operand), word)
	if other := w.env.elsewhere(w.text(operand), word); other != "" {
		return w.node(n, fmt.Sprintf("on `%s`, %s; on `%s` it has", w.env.action.Name, msg, other), "")
	}
	g := w.env.groupOf(operand, w.scope())
	if g == nil {
		return w.node(n, msg, "")
	}
	if near := schema.Near(word, g.names); near != "" {
		return w.node(n, msg, didYouMean(near))
	}
	return w.node(n, msg, "it has "+strings.Join(g.names, ", "))
}

// notAsked words a name of which cannot be asked whether it is known.
func (w *wording) notAsked(n ast.Expr, word string) *fault.Error {
	if _, isDefine := w.env.all.byName[word]; isDefine {
		return w.node(n, fmt.Sprintf("`%s` is a define, and only of a fact can be asked whether it is known", word), "")
	}
	return w.node(n, fmt.Sprintf("there is no fact `%s`", word), didYouMean(w.env.meant(word)...))
}

// elsewhere is another action on which a group has a fact.
func (e *Env) elsewhere(group, fact string) string {
	for _, a := range e.schema.Actions() {
		if f := a.Facts.Field(group); f != nil && f.Type.Kind == schema.Group && f.Type.Field(fact) != nil {
			return a.Name
		}
	}
	return ""
}
