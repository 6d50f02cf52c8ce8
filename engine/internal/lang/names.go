package lang

import (
	"cmp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/schema"
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
// sorted by text.
func (e *Env) Names() []Name {
	names := e.root.facts()
	for text, d := range e.defines {
		names = append(names, Name{text, article(cel.FormatCELType(d.ast.OutputType())), d.file.Title})
	}
	names = append(names, macros(globalMacros)...)
	return sorted(append(names, e.calls(func(o *decls.OverloadDecl) bool { return !o.IsMemberFunction() })...))
}

// Members are what can stand behind the dot after the body of a file: the facts of a
// group, or the functions of a value. There are none where the body does not compile.
func (e *Env) Members(f *clause.File) []Name {
	t := e.typeOf(f)
	if t == nil {
		return nil
	}
	if g := e.groups[t.TypeName()]; g != nil {
		return sorted(g.facts())
	}
	names := e.calls(func(o *decls.OverloadDecl) bool { return o.IsMemberFunction() && o.ArgTypes()[0].IsAssignableType(t) })
	if t.Kind() == types.ListKind {
		names = append(names, macros(listMacros)...)
	}
	return sorted(names)
}

// Fact is the fact that the body of a file reads, or nil where it is anything else.
func (e *Env) Fact(f *clause.File) *schema.Field {
	made := e.parsed(f)
	if made == nil {
		return nil
	}
	w := wording{env: e, file: f, expr: f.Body, tree: made.NativeRep()}
	if field := w.field(made.NativeRep().Expr()); field != nil {
		return field.Field
	}
	return nil
}

func (e *Env) typeOf(f *clause.File) *types.Type {
	if made := e.parsed(f); made != nil {
		return made.OutputType()
	}
	return nil
}

// parsed compiles a body as far as its type. A group, which no clause may use as a
// value, has one too.
func (e *Env) parsed(f *clause.File) *cel.Ast {
	if f.Body == nil || f.Body.Bad {
		return nil
	}
	made, issues := e.cel.CompileSource(common.NewStringSource(f.Body.Text, f.Path))
	if issues.Err() != nil {
		return nil
	}
	return made
}

func (g *groupType) facts() (names []Name) {
	for _, name := range g.names {
		f := g.fields[name]
		names = append(names, Name{name, article(cel.FormatCELType(f.typ)), f.Doc})
	}
	return names
}

// calls are the functions of which an overload will do.
func (e *Env) calls(will func(*decls.OverloadDecl) bool) (names []Name) {
	for name, f := range e.cel.Functions() {
		if !slices.Contains(strings.Fields(callables), name) {
			continue // an operator, or what a macro calls
		}
		if i := slices.IndexFunc(f.OverloadDecls(), will); i >= 0 {
			t := f.OverloadDecls()[i].ResultType()
			names = append(names, Name{name + "(", article(cel.FormatCELType(t)), form(name)})
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
func form(name string) string { return strings.TrimPrefix(usage(name), "write ") }

func sorted(names []Name) []Name {
	slices.SortFunc(names, func(a, b Name) int { return strings.Compare(a.Text, b.Text) })
	return names
}
