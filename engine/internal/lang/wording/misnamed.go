package wording

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/schema"
)

// Names that stand for nothing: what is said of them, and which names were meant.

func (w *Expression) undeclared(n ast.Expr) *fault.Error {
	if n.Kind() == ast.CallKind {
		return w.noFunction(n)
	}
	word := strings.TrimPrefix(n.AsIdent(), ".")
	for _, a := range w.Vocab.Schema.Actions() {
		if a.Facts.Field(word) != nil {
			return w.Node(n, fmt.Sprintf("the action `%s` has no fact `%s`; `%s` has", w.Vocab.Action.Name, word, a.Name), "")
		}
	}
	hint := DidYouMean(w.meant(word)...)
	if slices.Contains([]string{"nil", "None", "undefined"}, word) {
		hint = KnownHint
	}
	return w.Node(n, fmt.Sprintf("there is no fact and no define `%s`", word), hint)
}

// KnownHint is for who asks of a fact what only `has` can tell.
const KnownHint = "ask whether a fact is known with `has(…)`"

// DidYouMean is a hint at the names that may have been meant; "" where there is none.
func DidYouMean(names ...string) string {
	if len(names) == 0 || names[0] == "" {
		return ""
	}
	return "did you mean `" + strings.Join(names, "` or `") + "`?"
}

// meant gives the names that a writer may have meant: the whole paths of facts of
// which only the last part was written, else a name that is spelled alike.
func (w *Expression) meant(word string) (paths []string) {
	leaves := map[string][]string{}
	for _, root := range w.Vocab.Root.Names {
		f := w.Vocab.Root.Fields[root]
		if f.Type.Kind != schema.Group {
			continue
		}
		for _, name := range f.Group.Names {
			leaves[name] = append(leaves[name], root+"."+name)
		}
	}
	if paths := leaves[word]; paths != nil {
		return paths
	}
	names := slices.Concat(w.Vocab.Root.Names, w.Vocab.All.Names())
	if near := schema.Near(word, names); near != "" {
		return []string{near}
	}
	return leaves[schema.Near(word, slices.Collect(maps.Keys(leaves)))]
}

func (w *Expression) noFunction(n ast.Expr) *fault.Error {
	word := n.AsCall().FunctionName()
	switch {
	case word == "dyn" || word == "type":
		return w.Node(n, fmt.Sprintf("`%s` is no part of the language of clauses: every value has one type here", word), "")
	case lexicon.IsReserved(word):
		return w.Node(n, fmt.Sprintf("`%s` is not used like this", word), lexicon.Usage(word))
	}
	elsewhere := map[string]string{"len": "size", "length": "size", "count": "size", "any": "exists", "some": "exists", "every": "all", "includes": "contains"}
	near := cmp.Or(elsewhere[word], schema.Near(word, lexicon.Callables()))
	return w.Node(n, fmt.Sprintf("there is no function `%s`", word), DidYouMean(near))
}

func (w *Expression) noField(n ast.Expr) *fault.Error {
	word, operand := n.AsSelect().FieldName(), n.AsSelect().Operand()
	if operand.Kind() == ast.IdentKind && operand.AsIdent() == vocab.RootName {
		return w.notAsked(n, word)
	}
	msg := fmt.Sprintf("`%s` has no fact `%s`", w.Text(operand), word)
	if other := w.elsewhere(w.Text(operand), word); other != "" {
		return w.Node(n, fmt.Sprintf("on `%s`, %s; on `%s` it has", w.Vocab.Action.Name, msg, other), "")
	}
	g := w.Vocab.GroupOf(operand, w.scope())
	if g == nil {
		return w.Node(n, msg, "")
	}
	if near := schema.Near(word, g.Names); near != "" {
		return w.Node(n, msg, DidYouMean(near))
	}
	return w.Node(n, msg, "it has "+strings.Join(g.Names, ", "))
}

// notAsked words a name of which cannot be asked whether it is known.
func (w *Expression) notAsked(n ast.Expr, word string) *fault.Error {
	if w.Vocab.All.Has(word) {
		return w.Node(n, fmt.Sprintf("`%s` is a define, and only of a fact can be asked whether it is known", word), "")
	}
	return w.Node(n, fmt.Sprintf("there is no fact `%s`", word), DidYouMean(w.meant(word)...))
}

// elsewhere is another action on which a group has a fact.
func (w *Expression) elsewhere(group, fact string) string {
	for _, a := range w.Vocab.Schema.Actions() {
		if f := a.Facts.Field(group); f != nil && f.Type.Kind == schema.Group && f.Type.Field(fact) != nil {
			return a.Name
		}
	}
	return ""
}
