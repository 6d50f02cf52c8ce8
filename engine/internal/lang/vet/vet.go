// Package vet refuses, when a policy is loaded, what compiles in CEL and still is no
// clause: a group compared with null is silently false, a mistyped duration fails only
// when it is reached, a word that no list has never holds.
package vet

import (
	"cmp"
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/functions"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
	"github.com/clausewise/clausewise/engine/internal/lang/wording"
	"github.com/clausewise/clausewise/engine/schema"
)

// maxRegexSize is the most instructions that a pattern may compile to.
const maxRegexSize = 2_000

// vetting goes through one expression.
type vetting struct{ *wording.Expression }

// Parsed refuses what is wrong before types are known.
func Parsed(x *wording.Expression) (faults fault.List) {
	w := vetting{x}
	for _, e := range ast.MatchDescendants(ast.NavigateAST(w.Tree), ast.AllMatcher()) {
		switch e.Kind() {
		case ast.StructKind:
			faults = append(faults, w.Node(e, "a clause cannot make facts of its own", ""))
		case ast.LiteralKind:
			if e.AsLiteral() == types.NullValue {
				faults = append(faults, w.Node(e, "`null` has no place in a clause", wording.KnownHint))
			}
		case ast.ComprehensionKind:
			faults = append(faults, w.variable(e)...)
		}
	}
	return faults
}

// variable refuses a variable of a comprehension that hides another name.
func (w vetting) variable(e ast.NavigableExpr) fault.List {
	v := e.AsComprehension().IterVar()
	if w.Vocab.Root.Fields[v] == nil && !w.Vocab.All.Has(v) && !lexicon.IsReserved(v) && !hidesLoop(e, v) {
		return nil
	}
	at := ast.Expr(e)
	if call, ok := w.Tree.SourceInfo().GetMacroCall(e.ID()); ok && len(call.AsCall().Args()) > 0 {
		at = call.AsCall().Args()[0]
	}
	return fault.List{w.Node(at, fmt.Sprintf("the variable `%s` hides what `%s` means elsewhere", v, v), "choose another name, such as `a`")}
}

// hidesLoop says that a loop around this one, the list it walks over not counted, has
// a variable of the same name.
func hidesLoop(e ast.NavigableExpr, v string) bool {
	for child := e; ; {
		parent, ok := child.Parent()
		if !ok {
			return false
		}
		if parent.Kind() == ast.ComprehensionKind && parent.AsComprehension().IterVar() == v && parent.AsComprehension().IterRange().ID() != child.ID() {
			return true
		}
		child = parent
	}
}

// Checked refuses, or warns of, what is wrong once types are known.
func Checked(x *wording.Expression) (faults fault.List) {
	w := vetting{x}
	root := ast.NavigateExpr(w.Tree, w.Tree.Expr())
	for _, e := range ast.MatchDescendants(root, ast.AllMatcher()) {
		faults = append(faults, w.typed(e)...)
		switch e.Kind() {
		case ast.CallKind:
			faults = append(faults, w.call(e)...)
		case ast.ComprehensionKind:
			faults = append(faults, w.elements(e)...)
		}
	}
	return faults
}

// typed refuses groups used as values, types used as values, mixed lists, and what
// would be read from the elements of a list of nothing, which have no type.
func (w vetting) typed(e ast.NavigableExpr) fault.List {
	t := e.Type()
	switch {
	case t.Kind() == types.StructKind && w.usedAsValue(e):
		return fault.List{w.NoValue(e, w.Vocab.Groups[t.TypeName()])}
	case t.Kind() == types.TypeKind:
		return fault.List{w.Node(e, fmt.Sprintf("`%s` is the name of a type, not a value", w.Text(e)), "")}
	case e.Kind() == ast.ListKind && len(e.AsList().Elements()) > 0 && isMixed(t):
		return fault.List{w.Node(e, "the values in this list are of different types", "")}
	case e.Kind() == ast.MapKind && len(e.AsMap().Entries()) > 0 && isMixed(t):
		return fault.List{w.Node(e, "the values in this map are of different types", "")}
	case e.Kind() == ast.SelectKind:
		return w.selection(e.AsSelect().Operand(), e)
	}
	return nil
}

// selection refuses a part of what is no group. The value of a map is taken by its
// key, in brackets: there is one way to write it.
func (w vetting) selection(of, e ast.Expr) fault.List {
	part := e.AsSelect().FieldName()
	if g := w.Vocab.Groups[w.Tree.GetType(of.ID()).TypeName()]; g != nil && e.AsSelect().IsTestOnly() && g.Fields[part].Type.Kind == schema.Group {
		return fault.List{w.Node(e, fmt.Sprintf("%s, and `%s` is a group of facts", functions.HasMessage, part), "such as `has("+w.SomeFact(part)+")`")}
	}
	switch w.Tree.GetType(of.ID()).Kind() {
	case types.DynKind:
		return fault.List{w.Node(e, fmt.Sprintf("`%s` comes out of a list of nothing and has no part `%s`", w.Text(of), part), "")}
	case types.MapKind:
		return fault.List{w.Node(e, fmt.Sprintf("`%s` is a map and has no part `%s`", w.Text(of), part), fmt.Sprintf("write `%s[\"%s\"]`; whether it has one, ask with `\"%s\" in …`", w.Text(of), part, part))}
	}
	return nil
}

func isMixed(t *types.Type) bool {
	return slices.ContainsFunc(t.Parameters(), func(p *types.Type) bool { return p.Kind() == types.DynKind })
}

// usedAsValue is false where only a fact of the group is read, and for the element
// that the expansion of filter and map collects.
func (w vetting) usedAsValue(e ast.NavigableExpr) bool {
	parent, ok := e.Parent()
	if !ok {
		return true
	}
	if sum, ok := parent.Parent(); ok && parent.Kind() == ast.ListKind && sum.Kind() == ast.CallKind && sum.AsCall().FunctionName() == "_+_" {
		first := sum.AsCall().Args()[0]
		return first.Kind() != ast.IdentKind || !strings.HasPrefix(first.AsIdent(), "@")
	}
	return parent.Kind() != ast.SelectKind && parent.Kind() != ast.ComprehensionKind
}

func (w vetting) call(e ast.NavigableExpr) fault.List {
	call := e.AsCall()
	switch fn := call.FunctionName(); fn {
	case "_==_", "_!=_":
		return append(w.groups(e), w.words(call.Args()[0], call.Args()[1])...)
	case "@in":
		return w.words(call.Args()[0], call.Args()[1])
	case "duration":
		return w.literal(call.Args()[0], types.DurationType, "is no length of time", "write it as `days(7)`, `hours(36)`, `minutes(5)` or `seconds(30)`")
	case "timestamp":
		return w.literal(call.Args()[0], types.TimestampType, "is no instant", "write it as `timestamp(\"2026-01-10T15:00:00Z\")`")
	case "int", "uint":
		return w.literal(call.Args()[0], e.Type(), "is no whole number", "")
	case "double":
		return w.literal(call.Args()[0], e.Type(), "is no number", "")
	case "bool":
		return w.literal(call.Args()[0], e.Type(), "is neither `true` nor `false`", "")
	case "seconds", "minutes", "hours", "days":
		return w.number(call.Args()[0], func(n types.Int) ref.Val { return functions.Length(n, fn) })
	case "business_days_after":
		return w.number(call.Args()[1], func(n types.Int) ref.Val { return functions.BusinessDaysAfter(types.Timestamp{}, n) })
	case "matches":
		return w.pattern(call.Args()[len(call.Args())-1])
	default:
		if strings.HasPrefix(fn, "get") && len(call.Args()) == 1 {
			return w.zone(call.Args()[0])
		}
	}
	return nil
}

// groups refuses to compare lists of groups: elements have no value to compare.
func (w vetting) groups(e ast.NavigableExpr) fault.List {
	for _, arg := range e.AsCall().Args() {
		if t := w.Tree.GetType(arg.ID()); t.Kind() == types.ListKind && vocab.Elem(t).Kind() == types.StructKind {
			return fault.List{w.Node(e, "lists of groups of facts cannot be compared", fmt.Sprintf("ask how many they are, with `%s.size()`, or for one of them, with `exists`", w.Text(arg)))}
		}
	}
	return nil
}

func literal(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().(types.String)
	return string(s), ok
}

func (w vetting) literal(arg ast.Expr, t *types.Type, wrong, hint string) fault.List {
	s, ok := literal(arg)
	if ok && types.IsError(types.String(s).ConvertToType(t)) {
		return fault.List{w.Node(arg, fmt.Sprintf("`%s` %s", w.Text(arg), wrong), hint)}
	}
	return nil
}

// number refuses a number that is written out and of which nothing can be made.
func (w vetting) number(arg ast.Expr, made func(types.Int) ref.Val) fault.List {
	if arg.Kind() == ast.LiteralKind {
		if err, ok := made(arg.AsLiteral().(types.Int)).(*types.Err); ok {
			return fault.List{w.Node(arg, err.Error(), "")}
		}
	}
	return nil
}

func (w vetting) pattern(arg ast.Expr) fault.List {
	s, ok := literal(arg)
	if !ok {
		return fault.List{w.Node(arg, "the pattern of `matches` must be written out here, in quotes", "")}
	}
	re, err := syntax.Parse(s, syntax.Perl)
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return fault.List{w.Node(arg, fmt.Sprintf("`%s` is no pattern: %s", w.Text(arg), patternFault(bad)), "")}
	}
	if prog, err := syntax.Compile(re.Simplify()); err != nil || len(prog.Inst) > maxRegexSize {
		return fault.List{w.Node(arg, "this pattern is too large", "repeat fewer times")}
	}
	return nil
}

func patternFault(bad *syntax.Error) string {
	words := map[syntax.ErrorCode]string{
		syntax.ErrMissingParen: "a `(` is not closed", syntax.ErrUnexpectedParen: "a `)` closes nothing",
		syntax.ErrMissingBracket: "a `[` is not closed", syntax.ErrTrailingBackslash: "it ends with a backslash",
		syntax.ErrInvalidRepeatSize: fmt.Sprintf("`%s` repeats too often", bad.Expr),
	}[bad.Code]
	if words == "" {
		words = fmt.Sprintf("`%s` has no meaning in it", bad.Expr)
	}
	return words
}

// zone refuses what is no time zone, and the zone of the machine: a clause means
// the same everywhere.
func (w vetting) zone(arg ast.Expr) fault.List {
	s, ok := literal(arg)
	if !ok {
		return fault.List{w.Node(arg, "a time zone must be written out here, in quotes", "such as `\"Europe/Berlin\"`")}
	}
	_, named := time.LoadLocation(s)
	_, signed := time.Parse("-07:00", s)
	_, unsigned := time.Parse("-07:00", "+"+s)
	if s == "" || s == "Local" || named != nil && signed != nil && unsigned != nil {
		return fault.List{w.Node(arg, fmt.Sprintf("there is no time zone `%s`", w.Text(arg)), "such as `\"Europe/Berlin\"`, or `\"+01:00\"`")}
	}
	return nil
}

// words holds a fact with listed words against the constants it is compared with.
func (w vetting) words(a, b ast.Expr) (faults fault.List) {
	for _, side := range [2][2]ast.Expr{{a, b}, {b, a}} {
		fact, fallback := w.assumed(side[0])
		f := w.Vocab.FactOf(w.Tree, fact)
		if f == nil || f.Words == nil {
			continue
		}
		for _, c := range append(w.constants(side[1], side[1]), fallback...) {
			if !slices.Contains(f.Words, c.word) {
				faults = append(faults, w.unlisted(fact, f, c))
			}
		}
	}
	return faults
}

func (w vetting) unlisted(fact ast.Expr, f *vocab.Fact, c constant) *fault.Error {
	hint := "it can be "
	made := w.Node(c.at, fmt.Sprintf("`%s` is never `%s`", w.Text(fact), c.word), "")
	if !f.Closed {
		hint = "known are "
		made.Message, made.Warning = fmt.Sprintf("`%s` is not among the words that are known for `%s`", c.word, w.Text(fact)), "unlisted-word"
	}
	made.Hint = cmp.Or(wording.DidYouMean(schema.Near(c.word, f.Words)), hint+strings.Join(f.Words, ", "))
	return made
}

// assumed takes assume apart: the fact, and the constants for while it is not known.
// Another condition reads as the side that is taken when it holds.
func (w vetting) assumed(e ast.Expr) (fact ast.Expr, fallback []constant) {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "_?_:_" {
		return e, nil
	}
	args := e.AsCall().Args()
	return args[1], w.constants(args[2], args[2])
}

// constant is a word that an expression compares with, and the node to blame for it.
type constant struct {
	word string
	at   ast.Expr
}

// constants gives the words of a literal, of a list of literals, or of a define that
// is one of these; of a define, the place where it is read is to blame.
func (w vetting) constants(e, at ast.Expr) (found []constant) {
	switch e.Kind() {
	case ast.LiteralKind:
		if s, ok := literal(e); ok {
			found = append(found, constant{s, at})
		}
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			if at == e {
				found = append(found, w.constants(x, x)...)
			} else {
				found = append(found, w.constants(x, at)...)
			}
		}
	case ast.IdentKind:
		if d := w.Vocab.Defines[strings.TrimPrefix(e.AsIdent(), ".")]; d != nil {
			found = w.constants(d.Expr(), at)
		}
	}
	return found
}

// elements warns where filter or map reads a fact that an element may lack: one
// such element makes the whole list an error.
func (w vetting) elements(e ast.NavigableExpr) (faults fault.List) {
	call, ok := w.Tree.SourceInfo().GetMacroCall(e.ID())
	if !ok || call.AsCall().FunctionName() != "filter" && call.AsCall().FunctionName() != "map" {
		return nil
	}
	guarded := map[string]bool{}
	var read []ast.NavigableExpr
	for _, s := range ast.MatchDescendants(e, ast.KindMatcher(ast.SelectKind)) {
		if x := s.AsSelect().Operand(); x.Kind() != ast.IdentKind || x.AsIdent() != e.AsComprehension().IterVar() {
			continue
		}
		if s.AsSelect().IsTestOnly() {
			guarded[s.AsSelect().FieldName()] = true
		} else if f := w.Vocab.FactOf(w.Tree, s); f != nil && f.Optional {
			read = append(read, s)
		}
	}
	for _, s := range read {
		if name := s.AsSelect().FieldName(); !guarded[name] {
			f := w.Node(s, fmt.Sprintf("one element whose `%s` is not known makes the whole list unknown", name), fmt.Sprintf("write `assume(%s, …)`", w.Text(s)))
			f.Warning = "unguarded-element"
			faults = append(faults, f)
		}
	}
	return faults
}
