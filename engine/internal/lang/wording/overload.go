package wording

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/lexicon"
)

// noOverload words a call whose operands have the wrong types.
func (w *Expression) noOverload(n ast.Expr, msg string) *fault.Error {
	call, types := n.AsCall(), signature(msg)
	args := call.Args()
	if call.IsMemberFunction() {
		args = append([]ast.Expr{call.Target()}, args...)
	}
	if i := slices.IndexFunc(types, isGroup); i >= 0 {
		return w.NoValue(args[i], w.Vocab.GroupOf(args[i], w.scope()))
	}
	switch fn := call.FunctionName(); {
	case fn == "_?_:_":
		return w.wrongBranches(n, types)
	case fn == "_[_]":
		return w.wrongIndex(n, types)
	case fn == "!_" || fn == "-_":
		return w.Node(n, fmt.Sprintf("`%s` does not go before %s", fn[:1], lexicon.Article(types[0])), "")
	case fn == "@in":
		return w.Node(n, fmt.Sprintf("`in` does not go between %s and %s", lexicon.Article(types[0]), lexicon.Article(types[1])),
			"on its right stands a list of what is on its left, such as `[\"a\", \"b\"]`")
	case strings.HasPrefix(fn, "_"):
		return w.Node(n, fmt.Sprintf("`%s` does not go between %s and %s", strings.Trim(fn, "_"), lexicon.Article(types[0]), lexicon.Article(types[1])), betweenHint(fn, types))
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
func (w *Expression) wrongBranches(n ast.Expr, types []string) *fault.Error {
	args := n.AsCall().Args()
	switch {
	case types[0] != "bool":
		return w.noCondition(args[0], types[0])
	case w.Token(n).Text == "assume":
		return w.Node(n, fmt.Sprintf("`assume` takes a fact and a value of one type, not %s and %s", lexicon.Article(types[1]), lexicon.Article(types[2])), "")
	}
	return w.Node(n, fmt.Sprintf("what stands on both sides of `:` must be of one type, not %s and %s", lexicon.Article(types[1]), lexicon.Article(types[2])), "")
}

func (w *Expression) noCondition(n ast.Expr, found string) *fault.Error {
	if isGroup(found) {
		return w.NoValue(n, w.Vocab.GroupOf(n, w.scope()))
	}
	return w.Node(n, fmt.Sprintf("a condition is expected here, and `%s` is %s", w.Text(n), lexicon.Article(found)), "compare it with something")
}

func (w *Expression) wrongIndex(n ast.Expr, types []string) *fault.Error {
	if strings.HasPrefix(types[0], "list(") {
		return w.Node(n, "an element of a list is taken by its number, not by "+lexicon.Article(types[1]), "such as `list[0]`, the first")
	}
	return w.Node(n, fmt.Sprintf("`%s` is %s, and only a list or a map has elements", w.Text(n.AsCall().Args()[0]), lexicon.Article(types[0])), "")
}

func (w *Expression) wrongArguments(n ast.Expr, fn string, types []string, isMember bool) *fault.Error {
	var named []string
	for _, t := range types {
		named = append(named, lexicon.Article(t))
	}
	of := ""
	if isMember {
		of, named = " of "+named[0], named[1:]
	}
	hint := lexicon.Usage(fn)
	if (fn == "within" || fn == "younger") && types[0] == "timestamp" && types[1] != "timestamp" {
		hint = lengthHint
	}
	switch takesNothing := fn == "size" || strings.HasPrefix(fn, "get"); {
	case len(named) > 0:
		return w.Node(n, fmt.Sprintf("`%s`%s does not take %s", fn, of, strings.Join(named, " and ")), hint)
	case isMember && takesNothing:
		return w.Node(n, fmt.Sprintf("%s has no `%s`", lexicon.Article(types[0]), fn), hint)
	}
	return w.Node(n, fmt.Sprintf("`%s` does not stand with empty brackets", fn), hint)
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
