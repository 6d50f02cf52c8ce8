// Package complete lists how an expression can go on: the names that can stand where
// nothing stands yet, and those behind a dot.
package complete

import (
	"cmp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// Name is one way an expression can go on.
type Name struct {
	Text string // a function with its bracket: size(
	Type string // of the value, in words
	Doc  string // what it means; may be empty
}

// The macros, which the environment does not list with their types.
const (
	globalMacros = "has within younger latest assume"
	listMacros   = "all exists exists_one filter map"
)

// Names are the facts, the defines and the functions that need nothing before them,
// sorted by text. title is what is said of a define.
func Names(env *cel.Env, v *vocab.Vocabulary, title func(define string) string) []Name {
	names := facts(v.Root)
	for text, d := range v.Defines {
		names = append(names, Name{text, lexicon.Article(cel.FormatCELType(d.GetType(d.Expr().ID()))), title(text)})
	}
	names = append(names, macros(globalMacros)...)
	return sorted(append(names, calls(env, func(o *decls.OverloadDecl) bool { return !o.IsMemberFunction() })...))
}

// Members are what can stand behind the dot after a value of that type, sorted by
// text: the facts of a group, or the functions of a value.
func Members(env *cel.Env, v *vocab.Vocabulary, t *types.Type) []Name {
	if g := v.Groups[t.TypeName()]; g != nil {
		return sorted(facts(g))
	}
	names := calls(env, func(o *decls.OverloadDecl) bool { return o.IsMemberFunction() && o.ArgTypes()[0].IsAssignableType(t) })
	if t.Kind() == types.ListKind {
		names = append(names, macros(listMacros)...)
	}
	return sorted(names)
}

func facts(g *vocab.GroupType) (names []Name) {
	for _, name := range g.Names {
		f := g.Fields[name]
		names = append(names, Name{name, lexicon.Article(cel.FormatCELType(f.CEL)), f.Doc})
	}
	return names
}

// calls are the functions of which an overload will do.
func calls(env *cel.Env, will func(*decls.OverloadDecl) bool) (names []Name) {
	for name, f := range env.Functions() {
		if !slices.Contains(lexicon.Callables(), name) {
			continue // an operator, or what a macro calls
		}
		if i := slices.IndexFunc(f.OverloadDecls(), will); i >= 0 {
			t := f.OverloadDecls()[i].ResultType()
			names = append(names, Name{name + "(", lexicon.Article(cel.FormatCELType(t)), form(name)})
		}
	}
	return names
}

func macros(names string) (made []Name) {
	of := map[string]string{"latest": "an instant", "assume": "the value of the fact", "filter": "a list", "map": "a list"}
	for _, name := range strings.Fields(names) {
		made = append(made, Name{name + "(", cmp.Or(of[name], "a condition"), form(name)})
	}
	return made
}

// form is how a function is written.
func form(name string) string { return strings.TrimPrefix(lexicon.Usage(name), "write ") }

func sorted(names []Name) []Name {
	slices.SortFunc(names, func(a, b Name) int { return strings.Compare(a.Text, b.Text) })
	return names
}
