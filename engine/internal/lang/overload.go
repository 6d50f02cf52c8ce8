package lang

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/fault"
)

// noOverload words a call whose operands have the wrong types.
func (w *wording) noOverload(n ast.Expr, msg string) *fault.Error {
	call, types := n.AsCall(), signature(msg)
	args := call.Args()
	if call.IsMemberFunction() {
		args = append([]ast.Expr{call.Target()}, args...)
	}
	if i := slices.IndexFunc(types, isGroup); i >= 0 {
		return w.noValue(args[i], w.env.groupOf(args[i], w.scope()))
	}
	switch fn := call.FunctionName(); {
	case fn == "_?_:_":
		return w.wrongBranches(n, types)
	case fn == "_[_]":
		return w.wrongIndex(n, types)
	case fn == "!_" || fn == "-_":
		return w.node(n, fmt.Sprintf("`%s` does not go before %s", fn[:1], article(types[0])), "")
	case fn == "@in":
		return w.node(n, fmt.Sprintf("`in` does not go between %s and %s", article(types[0]), article(types[1])),
			"on its right stands a list of what is on its left, such as `[\"a\", \"b\"]`")
	case strings.HasPrefix(fn, "_"):
		return w.node(n, fmt.Sprintf("`%s` does not go between %s and %s", strings.Trim(fn, "_"), article(types[0]), article(types[1])), betweenHint(fn, types))
	case strings.HasPrefix(fn, "@"): // a function of ours whose macro added `now`
		return w.wrongArguments(n, fn[1:], types[1:], call.IsMemberFunction())
	default:
		return w.wrongArguments(n, fn, types, call.IsMemberFunction())
	}
}

func isGroup(t string) bool { return strings.HasPrefix(t, "#") }

// signature reads the types out of: found no matching overload for 'f' applied to
// '(timestamp, list(string))', where a receiver stands as 'string.(int)'.
func signature(msg string) (types []string) {
	_, sig, _ := strings.Cut(msg, "applied to '")
	sig = strings.TrimSuffix(sig, ")'")
	args, isGlobal := strings.CutPrefix(sig, "(")
	if !isGlobal {
		var receiver string
		receiver, args, _ = strings.Cut(sig, ".(")
		types = append(types, receiver)
	}
	depth, start := 0, 0
	for i, r := range args + "," {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			if t := strings.TrimSpace(args[start:i]); t != "" {
				types = append(types, t)
			}
			start = i + 1
		}
	}
	return types
}

// wrongBranches words a condition with two sides, which assume and filter are too.
func (w *wording) wrongBranches(n ast.Expr, types []string) *fault.Error {
	args := n.AsCall().Args()
	switch {
	case types[0] != "bool":
		return w.noCondition(args[0], types[0])
	case w.token(n).Text == "assume":
		return w.node(n, fmt.Sprintf("`assume` takes a fact and a value of one type, not %s and %s", article(types[1]), article(types[2])), "")
	}
	return w.node(n, fmt.Sprintf("what stands on both sides of `:` must be of one type, not %s and %s", article(types[1]), article(types[2])), "")
}

func (w *wording) noCondition(n ast.Expr, found string) *fault.Error {
	if isGroup(found) {
		return w.noValue(n, w.env.groupOf(n, w.scope()))
	}
	return w.node(n, fmt.Sprintf("a condition is expected here, and `%s` is %s", w.text(n), article(found)), "compare it with something")
}

func (w *wording) wrongIndex(n ast.Expr, types []string) *fault.Error {
	if strings.HasPrefix(types[0], "list(") {
		return w.node(n, "an element of a list is taken by its number, not by "+article(types[1]), "such as `list[0]`, the first")
	}
	return w.node(n, fmt.Sprintf("`%s` is %s, and only a list or a map has elements", w.text(n.AsCall().Args()[0]), article(types[0])), "")
}

func (w *wording) wrongArguments(n ast.Expr, fn string, types []string, isMember bool) *fault.Error {
	var named []string
	for _, t := range types {
		named = append(named, article(t))
	}
	of := ""
	if isMember {
		of, named = " of "+named[0], named[1:]
	}
	hint := usage(fn)
	if (fn == "within" || fn == "younger") && types[0] == "timestamp" && types[1] != "timestamp" {
		hint = lengthHint
	}
	switch takesNothing := fn == "size" || strings.HasPrefix(fn, "get"); {
	case len(named) > 0:
		return w.node(n, fmt.Sprintf("`%s`%s does not take %s", fn, of, strings.Join(named, " and ")), hint)
	case isMember && takesNothing:
		return w.node(n, fmt.Sprintf("%s has no `%s`", article(types[0]), fn), hint)
	}
	return w.node(n, fmt.Sprintf("`%s` does not stand with empty brackets", fn), hint)
}

const lengthHint = "a length of time is written `hours(24)` or `days(7)`"

// betweenHint helps with the commonest mistakes: a number, or a timestamp, where a
// length of time is meant, and a value in quotes.
func betweenHint(fn string, types []string) string {
	has := func(t string) bool { return slices.Contains(types, t) }
	switch {
	case has("int") && has("double"):
		return "`double(…)` makes a decimal number of a whole one"
	case strings.ContainsAny(fn, "*/%"):
		return ""
	case (has("int") || has("double") || has("string")) && has("duration"), has("int") && has("timestamp"):
		return lengthHint
	case has("timestamp") && has("duration"):
		return "an instant and a length of time are compared with `within(t, d)`, or as `now - t <= d`"
	case has("string") && has("timestamp"):
		return "an instant is written `timestamp(\"2026-01-10T15:00:00Z\")`"
	case has("string") && (has("int") || has("double")):
		return "a number stands without quotes"
	case has("bool") && (has("string") || has("int")):
		return "a condition stands alone, as `a`, or as `!a` where it must not hold"
	}
	return ""
}

// usage shows how a function of ours, or a macro of CEL, is written.
func usage(fn string) string {
	forms := map[string]string{
		"seconds": "`seconds(30)`", "minutes": "`minutes(5)`", "hours": "`hours(24)`", "days": "`days(7)`",
		"within": "`within(t, d)`: an instant and a length of time", "younger": "`younger(t, d)`: an instant and a length of time",
		"latest":              "`latest(times)`: a list of instants",
		"business_days_after": "`business_days_after(t, n)`: an instant and a whole number",
		"assume":              "`assume(fact, value)`: a fact and what to take while it is not known",
		"in_regions":          "`in_regions(code, list)`: a code and a list of codes",
		"text":                "`text(x)`: a text, a number, an instant, a length of time or a list of them",
		"has":                 "`has(fact)`",
		"exists":              "`list.exists(a, condition)`", "all": "`list.all(a, condition)`",
		"filter": "`list.filter(a, condition)`", "map": "`list.map(a, value)`", "exists_one": "`list.exists_one(a, condition)`",
		"matches": "`text.matches(\"pattern\")`", "contains": "`text.contains(\"part\")`",
		"startsWith": "`text.startsWith(\"part\")`", "endsWith": "`text.endsWith(\"part\")`",
		"size": "`list.size()` or `text.size()`", "duration": "`days(7)` or `duration(\"36h\")`", "timestamp": "`timestamp(\"2026-01-10T15:00:00Z\")`",
	}
	if form := forms[fn]; form != "" {
		return "write " + form
	}
	if strings.HasPrefix(fn, "get") {
		return "write `now." + fn + "()` or `now." + fn + "(\"Europe/Berlin\")`"
	}
	return ""
}

// article names a type of CEL for a reader: an instant, a list of texts.
func article(t string) string {
	one, _ := nouns(t)
	return one
}

// nouns are the words for one value of a type and for several.
func nouns(t string) (one, many string) {
	words := map[string][2]string{
		"bool": {"a condition", "conditions"}, "string": {"a text", "texts"}, "bytes": {"bytes", "bytes"},
		"int": {"a whole number", "whole numbers"}, "uint": {"an unsigned number", "unsigned numbers"}, "double": {"a decimal number", "decimal numbers"},
		"timestamp": {"an instant", "instants"}, "duration": {"a length of time", "lengths of time"},
		"null": {"`null`", "`null`"}, "dyn": {"a value of no type", "values of no type"},
	}[t]
	elem, isList := strings.CutPrefix(t, "list(")
	switch {
	case words[0] != "":
		return words[0], words[1]
	case isList:
		_, many = nouns(strings.TrimSuffix(elem, ")"))
		return "a list of " + many, "lists of " + many
	case strings.HasPrefix(t, "map("):
		return "a map", "maps"
	case strings.HasPrefix(t, "type("):
		return "the name of a type", "names of types"
	}
	return "a group of facts", "groups of facts"
}
