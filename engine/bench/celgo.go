package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"

	"github.com/clausewise/clausewise/facts"
)

// celPeers decide the very text of the pack, clause by clause.
func celPeers(p pack, sets []*facts.Send) ([]peer, error) {
	maps, err := celProgram(p, groups(cel.MapType(cel.StringType, cel.DynType))...)
	if err != nil {
		return nil, err
	}
	native, err := celProgram(p, nativeGroups()...)
	if err != nil {
		return nil, err
	}
	decideMaps := func(m map[string]any) said { return celDecide(maps, m) }
	return []peer{
		ready("cel-go, maps", sets, asMap, decideMaps),
		making("cel-go, maps made each time", sets, asMap, decideMaps),
		ready("cel-go, NativeTypes", sets, activate, func(a *activation) said { return celDecide(native, a) }),
	}, nil
}

// compiled is the pack as programs of cel-go.
type compiled struct {
	programs []cel.Program
	permits  uint64
}

// celProgram compiles the pack. A permit gives 0 out of scope, 1 where it holds and 2
// where it does not; any other clause tells whether it speaks.
func celProgram(p pack, vars ...cel.EnvOption) (made compiled, err error) {
	env, err := cel.NewEnv(append(vars, celFunctions()...)...)
	if err != nil {
		return made, err
	}
	folding, err := cel.NewConstantFoldingOptimizer()
	if err != nil {
		return made, err
	}
	folded, err := cel.NewStaticOptimizer(folding)
	if err != nil {
		return made, err
	}
	made.permits = p.effect("permit")
	for _, c := range p {
		text := "(" + c.scope + ") && (" + c.body + ")"
		if c.effect == "permit" {
			text = "(" + c.scope + ") ? ((" + c.body + ") ? 1 : 2) : 0"
		}
		tree, issues := env.Compile(text)
		if issues.Err() == nil {
			tree, issues = folded.Optimize(env, tree)
		}
		if issues.Err() != nil {
			return made, fmt.Errorf("%s: %w", c.id, issues.Err())
		}
		program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			return made, fmt.Errorf("%s: %w", c.id, err)
		}
		made.programs = append(made.programs, program)
	}
	return made, nil
}

// celDecide runs every program. An error is that of a fact that is not known: a permit
// does not hold by it, and a forbid or a duty speaks. No advice of the pack errs.
func celDecide(c compiled, facts any) (s said) {
	for i, p := range c.programs {
		switch v, _, err := p.Eval(facts); {
		case err != nil && c.permits&(1<<i) == 0, v == types.True, v == types.IntOne:
			s.speaks |= 1 << i
		case err != nil, v == types.Int(2):
			s.unmet |= 1 << i
		}
	}
	return s
}

// celFunctions are what clauses have beside CEL's own.
func celFunctions() []cel.EnvOption {
	return []cel.EnvOption{
		cel.Macros(
			cel.GlobalMacro("assume", 2, assume), cel.GlobalMacro("within", 2, within),
			cel.GlobalMacro("days", 1, length(24)), cel.GlobalMacro("hours", 1, length(1))),
		cel.Function("in_regions", cel.Overload("in_regions",
			[]*cel.Type{cel.StringType, cel.ListType(cel.StringType)}, cel.BoolType, cel.BinaryBinding(inRegions))),
	}
}

// assume makes assume(fact, value) into has(fact) ? fact : value.
func assume(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
	fact := f.Copy(args[0]).AsSelect()
	return f.NewCall("_?_:_", f.NewPresenceTest(fact.Operand(), fact.FieldName()), args[0], args[1]), nil
}

// within makes within(t, d) into t <= now && now <= t + d, which no age overflows.
func within(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
	end := f.NewCall("_+_", f.Copy(args[0]), args[1])
	return f.NewCall("_&&_",
		f.NewCall("_<=_", args[0], f.NewIdent("now")),
		f.NewCall("_<=_", f.NewIdent("now"), end)), nil
}

// length makes days(7) into duration("168h"), which cel-go folds.
func length(hours int) cel.MacroFactory {
	return func(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
		n, ok := args[0].AsLiteral().(types.Int)
		if !ok {
			return nil, f.NewError(args[0].ID(), "a length of time takes a number")
		}
		return f.NewCall("duration", f.NewLiteral(types.String(fmt.Sprintf("%dh", int(n)*hours)))), nil
	}
}

func inRegions(code, regions ref.Val) ref.Val {
	a := strings.ToUpper(string(code.(types.String)))
	for it := regions.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		b := strings.ToUpper(string(it.Next().(types.String)))
		if a == b || strings.HasPrefix(a, b+"-") || a != "" && strings.HasPrefix(b, a+"-") {
			return types.True
		}
	}
	return types.False
}

// groups declares the facts, each group as that type.
func groups(of *cel.Type) []cel.EnvOption {
	vars := []cel.EnvOption{cel.Variable("now", cel.TimestampType), cel.Variable("platform", cel.StringType)}
	for _, name := range []string{"page", "user", "thread", "message", "comment", "token"} {
		vars = append(vars, cel.Variable(name, of))
	}
	return vars
}

// nativeGroups declares the facts as the structs of package facts.
func nativeGroups() []cel.EnvOption {
	vars := []cel.EnvOption{
		ext.NativeTypes(ext.ParseStructTag("json"), reflect.TypeFor[facts.SendPage](), reflect.TypeFor[facts.User](),
			reflect.TypeFor[facts.Thread](), reflect.TypeFor[facts.Message](), reflect.TypeFor[facts.Comment](), reflect.TypeFor[facts.Token]()),
		func(e *cel.Env) (*cel.Env, error) { return cel.CustomTypeProvider(strict{e.CELTypeProvider()})(e) },
		cel.Variable("now", cel.TimestampType), cel.Variable("platform", cel.StringType),
	}
	for name, of := range map[string]string{"page": "SendPage", "user": "User", "thread": "Thread", "message": "Message", "comment": "Comment", "token": "Token"} {
		vars = append(vars, cel.Variable(name, cel.ObjectType("facts."+of)))
	}
	return vars
}

// strict makes a fact that is not known an error. NativeTypes alone gives the zero
// value of its type, or null, and the pack would decide by that.
type strict struct{ types.Provider }

var errUnknown = errors.New("not known")

// FindStructFieldType is that of NativeTypes, with a getter that asks first.
func (s strict) FindStructFieldType(structType, name string) (*types.FieldType, bool) {
	field, ok := s.Provider.FindStructFieldType(structType, name)
	if !ok || !mayBeUnknown(structType, name) {
		return field, ok
	}
	known := *field
	known.GetFrom = func(from any) (any, error) {
		if !field.IsSet(from) {
			return nil, errUnknown
		}
		return field.GetFrom(from)
	}
	return &known, true
}

// mayBeUnknown says whether a fact may be absent, or its whole group may.
func mayBeUnknown(structType, name string) bool {
	if structType == "facts.Comment" || structType == "facts.Token" {
		return true
	}
	for _, of := range []reflect.Type{reflect.TypeFor[facts.SendPage](), reflect.TypeFor[facts.User](), reflect.TypeFor[facts.Thread](), reflect.TypeFor[facts.Message]()} {
		for i := range of.NumField() {
			if f := of.Field(i); structType == "facts."+of.Name() && f.Tag.Get("json") == name {
				return f.Type.Kind() == reflect.Pointer || name == "markets"
			}
		}
	}
	return false
}

// activation finds the facts in the caller's struct. An absent group is one of which
// nothing is known.
type activation struct {
	*facts.Send
	comment *facts.Comment
	token   *facts.Token
}

func activate(f *facts.Send) *activation {
	a := &activation{f, f.Comment, f.Token}
	if a.comment == nil {
		a.comment = new(facts.Comment)
	}
	if a.token == nil {
		a.token = new(facts.Token)
	}
	return a
}

// ResolveName finds a group, or a fact of none.
func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "now":
		return a.Now, true
	case "platform":
		return a.Platform, true
	case "page":
		return &a.Page, true
	case "user":
		return &a.User, true
	case "thread":
		return &a.Thread, true
	case "message":
		return &a.Message, true
	case "comment":
		return a.comment, true
	case "token":
		return a.token, true
	}
	return nil, false
}

// Parent is nobody.
func (a *activation) Parent() interpreter.Activation { return nil }
