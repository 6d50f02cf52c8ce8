// Package functions is what clauses can call: the part of CEL that they have, and what
// is ours, such as lengths of time, questions about the clock and the calendar, regions,
// and whether a fact is known.
package functions

import (
	"math"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/parser"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// maxBusinessDays bounds the walk over a calendar; it is about forty years.
const maxBusinessDays = 10_000

// Standard is the part of CEL that clauses have: no dyn, no type, bounded in size.
func Standard() []cel.EnvOption {
	return []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(&env.LibrarySubset{ExcludeFunctions: []*env.Function{{Name: "dyn"}, {Name: "type"}}})),
		cel.EnableMacroCallTracking(),
		cel.DefaultUTCTimeZone(true),
		cel.ParserRecursionLimit(limits.MaxDepth),
		cel.ParserErrorRecoveryLimit(1),
		cel.ExpressionNodeLimit(limits.MaxNodes),
		cel.ParserExpressionSizeLimit(2 << 20), // counts the prose too; clause bounds the expression
	}
}

// Ours are what clauses have beside CEL's own. Those that compare with the
// clock are macros to a call that takes the real `now`: `.now` is the fact, also
// where a comprehension has a variable of that name.
func Ours() []cel.EnvOption {
	return []cel.EnvOption{
		unit("seconds"), unit("minutes"), unit("hours"), unit("days"),
		cel.Macros(withNow("within", 2), withNow("younger", 2), withNow("latest", 1), has(), assume()),
		aged("@within", func(age, d time.Duration) bool { return age <= d }),
		aged("@younger", func(age, d time.Duration) bool { return age < d }),
		cel.Function("@latest", cel.Overload("latest_list",
			[]*cel.Type{cel.TimestampType, cel.ListType(cel.TimestampType)}, cel.TimestampType,
			cel.BinaryBinding(latest))),
		cel.Function("business_days_after", cel.Overload("business_days_after_int",
			[]*cel.Type{cel.TimestampType, cel.IntType}, cel.TimestampType,
			cel.BinaryBinding(BusinessDaysAfter))),
		cel.Function("in_regions", cel.Overload("in_regions_list",
			[]*cel.Type{cel.StringType, cel.ListType(cel.StringType)}, cel.BoolType,
			cel.BinaryBinding(inRegions))),
		textFunction(),
	}
}

// unit is a function that makes a length of time from a number of units.
func unit(name string) cel.EnvOption {
	return cel.Function(name, cel.Overload(name+"_int", []*cel.Type{cel.IntType}, cel.DurationType,
		cel.UnaryBinding(func(n ref.Val) ref.Val { return Length(n.(types.Int), name) })))
}

// Length is a number of units as a duration, or an error where that is too long.
func Length(n types.Int, unit string) ref.Val {
	of := map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
	if most := types.Int(math.MaxInt64 / int64(of)); n > most || n < -most {
		return types.NewErr("`%s(%d)` is too long: a length of time ends at about 292 years", unit, n)
	}
	return types.Duration{Duration: time.Duration(n) * of}
}

// withNow makes the call name(args) into @name(.now, args).
func withNow(name string, args int) cel.Macro {
	return parser.NewGlobalMacro(name, args,
		func(eh parser.ExprHelper, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
			return eh.NewCall("@"+name, append([]ast.Expr{eh.NewIdent(".now")}, args...)...), nil
		})
}

// What is said of a question that asks for no fact.
const (
	HasMessage    = "`has` asks whether one fact is known"
	AssumeMessage = "`assume` takes a fact, and the value to take while it is not known"
)

// has is CEL's own macro, for facts that belong to no group too.
func has() cel.Macro {
	return parser.NewGlobalMacro("has", 1,
		func(eh parser.ExprHelper, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
			if known := known(eh, args[0], args[0]); known != nil {
				return known, nil
			}
			return nil, eh.NewError(args[0].ID(), HasMessage)
		})
}

// assume makes assume(fact, value) into has(fact) ? fact : value.
func assume() cel.Macro {
	return parser.NewGlobalMacro("assume", 2,
		func(eh parser.ExprHelper, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
			if known := known(eh, args[0], eh.Copy(args[0])); known != nil {
				return eh.NewCall(operators.Conditional, known, args[0], args[1]), nil
			}
			return nil, eh.NewError(args[0].ID(), AssumeMessage)
		})
}

// known asks whether a fact is known, of which copied may become a part of the
// question; nil where it is no fact.
func known(eh parser.ExprHelper, fact, copied ast.Expr) ast.Expr {
	switch {
	case fact.Kind() == ast.IdentKind:
		return eh.NewPresenceTest(eh.NewIdent(vocab.RootName), strings.TrimPrefix(fact.AsIdent(), "."))
	case fact.Kind() == ast.SelectKind && !fact.AsSelect().IsTestOnly():
		return eh.NewPresenceTest(copied.AsSelect().Operand(), fact.AsSelect().FieldName())
	}
	return nil
}

// aged is a function of now, an instant and a duration. An instant after now has no
// age, and an age too long to represent is older than every duration: both are false.
func aged(name string, young func(age, d time.Duration) bool) cel.EnvOption {
	return cel.Function(name, cel.Overload(name[1:]+"_timestamp_duration",
		[]*cel.Type{cel.TimestampType, cel.TimestampType, cel.DurationType}, cel.BoolType,
		cel.FunctionBinding(func(args ...ref.Val) ref.Val {
			now, t := args[0].(types.Timestamp).Time, args[1].(types.Timestamp).Time
			age := now.Sub(t)
			if t.After(now) || !t.Add(age).Equal(now) {
				return types.False
			}
			return types.Bool(young(age, args[2].(types.Duration).Duration))
		})))
}

// latest is the last of the times that are not after now.
func latest(now, times ref.Val) ref.Val {
	var best ref.Val
	for it := times.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		t := it.Next().(types.Timestamp)
		if !t.After(now.(types.Timestamp).Time) && (best == nil || t.After(best.(types.Timestamp).Time)) {
			best = t
		}
	}
	if best == nil {
		return types.NewErr("`latest` found no time that is not after `now`")
	}
	return best
}

// BusinessDaysAfter steps over Saturdays and Sundays, UTC, and keeps the time of day.
func BusinessDaysAfter(t, n ref.Val) ref.Val {
	days := int(n.(types.Int))
	if days < 0 || days > maxBusinessDays {
		return types.NewErr("`business_days_after` counts from 0 to %d days, not %d", maxBusinessDays, days)
	}
	at := t.(types.Timestamp).UTC()
	if whole := (days - 1) / 5; whole > 0 { // weeks, of which each has five
		at, days = at.AddDate(0, 0, 7*whole), days-5*whole
	}
	for days > 0 {
		at = at.AddDate(0, 0, 1)
		if at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			days--
		}
	}
	return types.Timestamp{Time: at}
}

// inRegions says whether a code is, or lies in, or may lie in one of the regions.
func inRegions(code, regions ref.Val) ref.Val {
	for it := regions.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		if sameRegion(string(code.(types.String)), string(it.Next().(types.String))) {
			return types.True
		}
	}
	return types.False
}

func sameRegion(a, b string) bool {
	a, b = strings.ToUpper(a), strings.ToUpper(b)
	return a != "" && b != "" && (a == b || strings.HasPrefix(a, b+"-") || strings.HasPrefix(b, a+"-"))
}

// textFunction is text(x): the printing of words inside an expression.
func textFunction() cel.EnvOption {
	var overloads []cel.FunctionOpt
	for _, t := range []*cel.Type{cel.BoolType, cel.IntType, cel.UintType, cel.DoubleType, cel.StringType, cel.TimestampType, cel.DurationType} {
		for _, t := range []*cel.Type{t, cel.ListType(t)} {
			overloads = append(overloads, cel.Overload("text_"+strings.Trim(strings.ReplaceAll(t.String(), "(", "_"), ")"),
				[]*cel.Type{t}, cel.StringType,
				cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(values.Print(v)) })))
		}
	}
	return cel.Function("text", overloads...)
}
