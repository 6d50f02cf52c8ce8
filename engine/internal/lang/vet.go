package lang

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
	"github.com/clausewise/clausewise/engine/schema"
)

// What compiles in CEL and still is no clause: a group compared with null is
// silently false, a mistyped duration fails only when it is reached, a word that no
// list has never holds. vetParsed and vetChecked refuse it when a policy is loaded.

// vetParsed refuses what is wrong before types are known.
func (w *wording) vetParsed() (faults fault.List) {
	for _, e := range ast.MatchDescendants(ast.NavigateAST(w.tree), ast.AllMatcher()) {
		switch e.Kind() {
		case ast.StructKind:
			faults = append(faults, w.node(e, "a clause cannot make facts of its own", ""))
		case ast.LiteralKind:
			if e.AsLiteral() == types.NullValue {
				faults = append(faults, w.node(e, "`null` has no place in a clause", knownHint))
			}
		case ast.ComprehensionKind:
			faults = append(faults, w.vetVariable(e)...)
		}
	}
	return faults
}

// vetVariable refuses a variable of a comprehension that hides another name.
func (w *wording) vetVariable(e ast.NavigableExpr) fault.List {
	v := e.AsComprehension().IterVar()
	_, isDefine := w.env.all.byName[v]
	if w.env.root.fields[v] == nil && !isDefine && !isReserved(v) && !hidesLoop(e, v) {
		return nil
	}
	at := ast.Expr(e)
	if call, ok := w.tree.SourceInfo().GetMacroCall(e.ID()); ok && len(call.AsCall().Args()) > 0 {
		at = call.AsCall().Args()[0]
	}
	return fault.List{w.node(at, fmt.Sprintf("the variable `%s` hides what `%s` means elsewhere", v, v), "choose another name, such as `a`")}
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

// vetChecked refuses, or warns of, what is wrong once types are known.
func (w *wording) vetChecked() (faults fault.List) {
	root := ast.NavigateExpr(w.tree, w.tree.Expr())
	for _, e := range ast.MatchDescendants(root, ast.AllMatcher()) {
		faults = append(faults, w.vetType(e)...)
		switch e.Kind() {
		case ast.CallKind:
			faults = append(faults, w.vetCall(e)...)
		case ast.ComprehensionKind:
			faults = append(faults, w.vetElements(e)...)
		}
	}
	return faults
}

// vetType refuses groups used as values, types used as values, mixed lists, and what
// would be read from the elements of a list of nothing, which have no type.
func (w *wording) vetType(e ast.NavigableExpr) fault.List {
	t := e.Type()
	switch {
	case t.Kind() == types.StructKind && w.usedAsValue(e):
		return fault.List{w.noValue(e, w.env.groups[t.TypeName()])}
	case t.Kind() == types.TypeKind:
		return fault.List{w.node(e, fmt.Sprintf("`%s` is the name of a type, not a value", w.text(e)), "")}
	case e.Kind() == ast.ListKind && len(e.AsList().Elements()) > 0 && isMixed(t):
		return fault.List{w.node(e, "the values in this list are of different types", "")}
	case e.Kind() == ast.MapKind && len(e.AsMap().Entries()) > 0 && isMixed(t):
		return fault.List{w.node(e, "the values in this map are of different types", "")}
	case e.Kind() == ast.SelectKind:
		return w.vetSelection(e.AsSelect().Operand(), e)
	}
	return nil
}

// vetSelection refuses a part of what is no group. The value of a map is taken by its
// key, in brackets: there is one way to write it.
func (w *wording) vetSelection(of, e ast.Expr) fault.List {
	part := e.AsSelect().FieldName()
	if g := w.env.groups[w.tree.GetType(of.ID()).TypeName()]; g != nil && e.AsSelect().IsTestOnly() && g.fields[part].Type.Kind == schema.Group {
		return fault.List{w.node(e, fmt.Sprintf("%s, and `%s` is a group of facts", hasMessage, part), "such as `has("+w.env.someFact(part)+")`")}
	}
	switch w.tree.GetType(of.ID()).Kind() {
	case types.DynKind:
		return fault.List{w.node(e, fmt.Sprintf("`%s` comes out of a list of nothing and has no part `%s`", w.text(of), part), "")}
	case types.MapKind:
		return fault.List{w.node(e, fmt.Sprintf("`%s` is a map and has no part `%s`", w.text(of), part), fmt.Sprintf("write `%s[\"%s\"]`; whether it has one, ask with `\"%s\" in …`", w.text(of), part, part))}
	}
	return nil
}

func isMixed(t *types.Type) bool {
	return slices.ContainsFunc(t.Parameters(), func(p *types.Type) bool { return p.Kind() == types.DynKind })
}

// usedAsValue is false where only a fact of the group is read, and for the element
// that the expansion of filter and map collects.
func (w *wording) usedAsValue(e ast.NavigableExpr) bool {
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

// noValue words a group of facts that stands where a value is needed.
func (w *wording) noValue(e ast.Expr, g *groupType) *fault.Error {
	hint := ""
	if g != nil && len(g.names) > 0 {
		hint = fmt.Sprintf("name one of its facts; whether it is known, ask with `has(%s.%s)`", w.text(e), g.names[0])
	}
	return w.node(e, fmt.Sprintf("`%s` is a group of facts and has no value of its own", w.text(e)), hint)
}

func (w *wording) vetCall(e ast.NavigableExpr) fault.List {
	call := e.AsCall()
	switch fn := call.FunctionName(); fn {
	case "_==_", "_!=_":
		return append(w.vetGroups(e), w.vetWords(call.Args()[0], call.Args()[1])...)
	case "@in":
		return w.vetWords(call.Args()[0], call.Args()[1])
	case "duration":
		return w.vetLiteral(call.Args()[0], types.DurationType, "is no length of time", "write it as `days(7)`, `hours(36)`, `minutes(5)` or `seconds(30)`")
	case "timestamp":
		return w.vetLiteral(call.Args()[0], types.TimestampType, "is no instant", "write it as `timestamp(\"2026-01-10T15:00:00Z\")`")
	case "int", "uint":
		return w.vetLiteral(call.Args()[0], e.Type(), "is no whole number", "")
	case "double":
		return w.vetLiteral(call.Args()[0], e.Type(), "is no number", "")
	case "bool":
		return w.vetLiteral(call.Args()[0], e.Type(), "is neither `true` nor `false`", "")
	case "seconds", "minutes", "hours", "days":
		return w.vetNumber(call.Args()[0], func(n types.Int) ref.Val { return length(n, fn) })
	case "business_days_after":
		return w.vetNumber(call.Args()[1], func(n types.Int) ref.Val { return businessDaysAfter(types.Timestamp{}, n) })
	case "matches":
		return w.vetPattern(call.Args()[len(call.Args())-1])
	default:
		if strings.HasPrefix(fn, "get") && len(call.Args()) == 1 {
			return w.vetZone(call.Args()[0])
		}
	}
	return nil
}

// vetGroups refuses to compare lists of groups: elements have no value to compare.
func (w *wording) vetGroups(e ast.NavigableExpr) fault.List {
	for _, arg := range e.AsCall().Args() {
		if t := w.tree.GetType(arg.ID()); t.Kind() == types.ListKind && elem(t).Kind() == types.StructKind {
			return fault.List{w.node(e, "lists of groups of facts cannot be compared", fmt.Sprintf("ask how many they are, with `%s.size()`, or for one of them, with `exists`", w.text(arg)))}
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

func (w *wording) vetLiteral(arg ast.Expr, t *types.Type, wrong, hint string) fault.List {
	s, ok := literal(arg)
	if ok && types.IsError(types.String(s).ConvertToType(t)) {
		return fault.List{w.node(arg, fmt.Sprintf("`%s` %s", w.text(arg), wrong), hint)}
	}
	return nil
}

// vetNumber refuses a number that is written out and of which nothing can be made.
func (w *wording) vetNumber(arg ast.Expr, made func(types.Int) ref.Val) fault.List {
	if arg.Kind() == ast.LiteralKind {
		if err, ok := made(arg.AsLiteral().(types.Int)).(*types.Err); ok {
			return fault.List{w.node(arg, err.Error(), "")}
		}
	}
	return nil
}

func (w *wording) vetPattern(arg ast.Expr) fault.List {
	s, ok := literal(arg)
	if !ok {
		return fault.List{w.node(arg, "the pattern of `matches` must be written out here, in quotes", "")}
	}
	re, err := syntax.Parse(s, syntax.Perl)
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return fault.List{w.node(arg, fmt.Sprintf("`%s` is no pattern: %s", w.text(arg), patternFault(bad)), "")}
	}
	if prog, err := syntax.Compile(re.Simplify()); err != nil || len(prog.Inst) > maxRegexSize {
		return fault.List{w.node(arg, "this pattern is too large", "repeat fewer times")}
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

// vetZone refuses what is no time zone, and the zone of the machine: a clause means
// the same everywhere.
func (w *wording) vetZone(arg ast.Expr) fault.List {
	s, ok := literal(arg)
	if !ok {
		return fault.List{w.node(arg, "a time zone must be written out here, in quotes", "such as `\"Europe/Berlin\"`")}
	}
	_, named := time.LoadLocation(s)
	_, signed := time.Parse("-07:00", s)
	_, unsigned := time.Parse("-07:00", "+"+s)
	if s == "" || s == "Local" || named != nil && signed != nil && unsigned != nil {
		return fault.List{w.node(arg, fmt.Sprintf("there is no time zone `%s`", w.text(arg)), "such as `\"Europe/Berlin\"`, or `\"+01:00\"`")}
	}
	return nil
}

// vetWords holds a fact with listed words against the constants it is compared with.
func (w *wording) vetWords(a, b ast.Expr) (faults fault.List) {
	for _, side := range [2][2]ast.Expr{{a, b}, {b, a}} {
		fact, fallback := w.assumed(side[0])
		f := w.field(fact)
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

func (w *wording) unlisted(fact ast.Expr, f *factField, c constant) *fault.Error {
	hint := "it can be "
	made := w.node(c.at, fmt.Sprintf("`%s` is never `%s`", w.text(fact), c.word), "")
	if !f.Closed {
		hint = "known are "
		made.Message, made.Warning = fmt.Sprintf("`%s` is not among the words that are known for `%s`", c.word, w.text(fact)), "unlisted-word"
	}
	made.Hint = cmp.Or(didYouMean(schema.Near(c.word, f.Words)), hint+strings.Join(f.Words, ", "))
	return made
}

// field is the fact that an expression reads, or nil.
func (w *wording) field(e ast.Expr) *factField {
	switch e.Kind() {
	case ast.IdentKind:
		return w.env.root.fields[strings.TrimPrefix(e.AsIdent(), ".")]
	case ast.SelectKind:
		if g := w.env.groups[w.tree.GetType(e.AsSelect().Operand().ID()).TypeName()]; g != nil && !e.AsSelect().IsTestOnly() {
			return g.fields[e.AsSelect().FieldName()]
		}
	}
	return nil
}

// assumed takes assume apart: the fact, and the constants for while it is not known.
// Another condition reads as the side that is taken when it holds.
func (w *wording) assumed(e ast.Expr) (fact ast.Expr, fallback []constant) {
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
func (w *wording) constants(e, at ast.Expr) (found []constant) {
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
		if d := w.env.defines[strings.TrimPrefix(e.AsIdent(), ".")]; d != nil {
			found = w.constants(d.ast.NativeRep().Expr(), at)
		}
	}
	return found
}

// vetElements warns where filter or map reads a fact that an element may lack: one
// such element makes the whole list an error.
func (w *wording) vetElements(e ast.NavigableExpr) (faults fault.List) {
	call, ok := w.tree.SourceInfo().GetMacroCall(e.ID())
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
		} else if f := w.field(s); f != nil && f.Optional {
			read = append(read, s)
		}
	}
	for _, s := range read {
		if name := s.AsSelect().FieldName(); !guarded[name] {
			f := w.node(s, fmt.Sprintf("one element whose `%s` is not known makes the whole list unknown", name), fmt.Sprintf("write `assume(%s, …)`", w.text(s)))
			f.Warning = "unguarded-element"
			faults = append(faults, f)
		}
	}
	return faults
}
