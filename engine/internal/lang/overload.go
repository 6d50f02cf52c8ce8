package lang

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/clausewise/clausewise/engine/internal/fault"
)

// noOverload words a call whose operands have the wrong types.
func (w *wording) noOverload(n ast.Expr, msg string) *fault.Error {
	fn := n.AsCall().FunctionName()
	operands := signature(msg)
	word := w.token(n).Text
	var names []string
	for _, t := range operands {
		names = append(names, articleOf(t))
	}
	switch {
	case len(operands) > 0 && operands[len(operands)-1] == "null" || len(operands) > 0 && operands[0] == "null":
		return w.node(n, "a fact is not compared with `null`", "ask whether it is known with `has(…)`")
	case strings.HasPrefix(fn, "_") && len(names) == 2 && fn != "_?_:_":
		return w.node(n, fmt.Sprintf("`%s` does not go between %s and %s", word, names[0], names[1]), lengthHint(operands))
	case fn == "@in":
		return w.node(n, fmt.Sprintf("`in` does not go between %s and %s", names[0], names[1]), "on its right stands a list such as `[\"a\", \"b\"]`")
	case fn == "_?_:_":
		return w.node(n, "both sides of `:` must be of one type", "")
	case fn == "!_" || fn == "-_":
		return w.node(n, fmt.Sprintf("`%s` does not go before %s", word, names[0]), "")
	}
	if strings.HasPrefix(fn, "@") { // a function of ours whose macro added `now`
		fn, names, operands = fn[1:], names[1:], operands[1:]
	}
	hint := usage(fn)
	if h := lengthHint(operands); h != "" {
		hint = h
	}
	return w.node(n, fmt.Sprintf("`%s` does not take %s", fn, strings.Join(names, " and ")), hint)
}

// signature reads the types out of: found no matching overload for 'f' applied to
// '(timestamp, list(string))', where a receiver stands as 'string.(int)'.
func signature(msg string) []string {
	_, sig, _ := strings.Cut(msg, "applied to '")
	sig = strings.TrimSuffix(sig, "'")
	receiver, args, _ := strings.Cut(sig, "(")
	operands := []string{}
	if r := strings.TrimSuffix(receiver, "."); r != "" {
		operands = append(operands, r)
	}
	depth, start := 0, 0
	args = strings.TrimSuffix(args, ")")
	for i, r := range args + "," {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			if t := strings.TrimSpace(args[start:i]); t != "" {
				operands = append(operands, t)
			}
			start = i + 1
		}
	}
	return operands
}

// lengthHint helps with the commonest mistake: a number, or a timestamp, where a
// length of time is meant.
func lengthHint(operands []string) string {
	has := func(t string) bool {
		for _, o := range operands {
			if o == t {
				return true
			}
		}
		return false
	}
	switch {
	case has("int") && (has("timestamp") || has("duration")):
		return "a length of time is written `hours(24)` or `days(7)`"
	case has("timestamp") && has("duration"):
		return "an instant and a length of time are compared with `within(t, d)`, or as `now - t <= d`"
	case has("string") && has("timestamp"):
		return "an instant is written `timestamp(\"2026-01-10T15:00:00Z\")`"
	case has("string") && (has("int") || has("double")):
		return "a number stands without quotes"
	}
	return ""
}

// usage shows how a function of ours, or a macro of CEL, is written.
func usage(fn string) string {
	forms := map[string]string{
		"seconds": "`seconds(30)`", "minutes": "`minutes(5)`", "hours": "`hours(24)`", "days": "`days(7)`",
		"within": "`within(t, d)`: an instant and a length of time", "younger": "`younger(t, d)`: an instant and a length of time",
		"latest":              "`latest(times)`: a list of instants",
		"business_days_after": "`business_days_after(t, n)`: an instant and a number",
		"assume":              "`assume(fact, value)`: a fact and what to take while it is not known, of one type",
		"in_regions":          "`in_regions(code, list)`: a code and a list of codes",
		"text":                "`text(x)`: a scalar, an instant, a length of time or a list of them",
		"has":                 "`has(user.region)`",
		"exists":              "`list.exists(a, condition)`", "all": "`list.all(a, condition)`",
		"filter": "`list.filter(a, condition)`", "map": "`list.map(a, value)`", "exists_one": "`list.exists_one(a, condition)`",
		"matches": "`text.matches(\"pattern\")`", "contains": "`text.contains(\"part\")`",
		"startsWith": "`text.startsWith(\"part\")`", "endsWith": "`text.endsWith(\"part\")`",
		"size": "`list.size()`", "duration": "`days(7)` or `duration(\"36h\")`", "timestamp": "`timestamp(\"2026-01-10T15:00:00Z\")`",
	}
	if form := forms[fn]; form != "" {
		return "write " + form
	}
	return ""
}

// article names a type for a reader: a timestamp, an int, a list of strings.
func article(t *types.Type) string { return articleOf(t.String()) }

func articleOf(t string) string {
	switch {
	case strings.HasPrefix(t, "list("):
		inner := strings.TrimSuffix(strings.TrimPrefix(t, "list("), ")")
		if strings.HasPrefix(inner, "#") {
			return "a list of groups of facts"
		}
		return "a list of " + inner + "s"
	case strings.HasPrefix(t, "map("):
		return "a map"
	case strings.HasPrefix(t, "#"):
		return "a group of facts"
	case strings.HasPrefix(t, "type("):
		return "the name of a type"
	case t == "null" || t == "null_type":
		return "`null`"
	case strings.HasPrefix(t, "i") || strings.HasPrefix(t, "u"):
		return "an " + t
	}
	return "a " + t
}
