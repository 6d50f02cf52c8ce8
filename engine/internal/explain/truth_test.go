package explain_test

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/internal/explain"
	"github.com/stretchr/testify/require"
)

// agrees proves an explanation: what it says of every clause is what the decision says
// of it, every term follows from the terms below it by the rules of CEL, and stands in
// the source where it says.
func agrees(t require.TestingT, p *engine.Policy, e engine.Explanation) {
	sources := map[string][]rune{}
	for _, c := range p.Clauses() {
		sources[c.ID+".cel"] = []rune(c.Text)
	}
	failed := withError(e.Decision)
	for _, c := range e.Clauses {
		require.Equal(t, wanted(c, failed[c.Clause]), c.State, "%s plays %s", c.Clause, c.Part)
		for _, root := range []*engine.Term{c.Scope, c.Body, c.By} {
			if root != nil {
				sound(t, root, sources)
			}
		}
	}
	require.Equal(t, e.Decision.Outcome() == engine.Denied && e.Decision.Reason() == "", e.Summary != "")
	for _, gap := range []string{": .", "; ;", "and .", "  "} {
		require.NotContains(t, e.Summary, gap)
	}
}

// withError names the clauses of which the decision says that they cannot be told.
func withError(d engine.Decision) map[string]bool {
	failed := map[string]bool{}
	for _, findings := range []func(func(engine.Finding) bool){d.Forbids(), d.Duties(), d.Unmet(), d.Errors()} {
		for f := range findings {
			failed[f.Clause()] = f.Error() != ""
		}
	}
	return failed
}

// wanted is the verdict that belongs to the part of a clause.
func wanted(c engine.Explained, failed bool) engine.Verdict {
	switch {
	case c.Part == "not in force":
		return c.State
	case c.Part == "out of scope":
		return "out of scope"
	case failed && (c.By == nil || c.By.Error == ""):
		return "cannot be told"
	case c.Part == "unmet" || c.Part == "silent":
		return "does not hold"
	}
	return "holds"
}

// sound proves a term and what is below it.
func sound(t require.TestingT, n *engine.Term, sources map[string][]rune) {
	require.Equal(t, n.State == "unknown" || n.State == "error" || n.State == "absorbed", n.Error != "", n.Text)
	if n.State != "skipped" && !n.Cut {
		require.Equal(t, plain(derived(n)), plain(n.State), "%s: %s", n.Op, n.Text)
	}
	if n.State == "unknown" && len(n.Below()) == 0 {
		require.Equal(t, "`"+n.Text+"` is not known", n.Error)
	}
	if n.Elements != nil {
		counted(t, n)
	}
	if n.State != "skipped" && len(n.Below()) == 0 {
		require.NotEmpty(t, n.Says, "nothing but %s: %s", n.State, n.Text)
	}
	placed(t, n, sources[n.File])
	for _, c := range n.Below() {
		if c.File == n.File {
			require.True(t, n.Span.Start <= c.Span.Start && c.Span.End <= n.Span.End, "%q in %q", c.Text, n.Text)
		}
		if n.State == "skipped" {
			require.Equal(t, n.State, c.State, c.Text)
		}
		sound(t, c, sources)
	}
}

// placed proves that a term stands where it says.
func placed(t require.TestingT, n *engine.Term, source []rune) {
	at := n.Span
	require.Equal(t, squeezed(n.Text), squeezed(string(source[at.Start:at.End])), n.File)
	lines := strings.Split(string(source), "\n")
	require.Equal(t, at.Start, offset(lines, at.Line, at.Col), n.Text)
	require.Equal(t, at.End, offset(lines, at.EndLine, at.EndCol), n.Text)
}

// squeezed leaves out white space, and the // of a header.
func squeezed(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), ""), "//", "")
}

func offset(lines []string, line, col int) int {
	before := 0
	for _, l := range lines[:line-1] {
		before += len([]rune(l)) + 1
	}
	return before + col - 1
}

// derived is the state that follows from the terms below by the rules of CEL; where they
// leave it open, the one that the term has.
func derived(n *engine.Term) explain.State {
	switch n.Op {
	case "&&", "all":
		return settled(n, explain.False)
	case "||", "exists":
		return settled(n, explain.True)
	case "!":
		return map[explain.State]explain.State{explain.True: explain.False, explain.False: explain.True}[n.Terms[0].State]
	case "?:", "assume":
		return branch(n)
	case "define":
		return n.Define.Tree.State
	}
	for _, c := range n.Below() {
		if valueless(c) {
			return explain.Error
		}
	}
	return n.State
}

// settled goes through a chain, or through what is asked of the elements of a list.
func settled(n *engine.Term, by explain.State) explain.State {
	operands, rest := n.Terms, explain.State(map[explain.State]string{explain.True: "false", explain.False: "true"}[by])
	if n.Op == "all" || n.Op == "exists" {
		if valueless(n.Terms[0]) || n.Omitted > 0 {
			return n.State
		}
		operands = conditions(n)
	}
	for i, c := range operands {
		switch {
		case c.State == by && allAre(operands[i+1:], explain.Skipped) && !slices.ContainsFunc(operands[:i], valueless):
			return by
		case c.State == by || c.State == explain.Skipped:
			return "wrong order"
		case valueless(c):
			rest = explain.Error
		}
	}
	return rest
}

// counted proves that no element of a list was lost.
func counted(t require.TestingT, n *engine.Term) {
	if list, ok := n.Terms[0].Value.([]any); ok {
		require.Equal(t, len(list), len(n.Elements)+n.Omitted+n.Unread, n.Text)
	}
}

// conditions are those of the elements, in the order of the list.
func conditions(n *engine.Term) (terms []*engine.Term) {
	for i := range n.Elements {
		for _, e := range n.Elements {
			if e.Index == i {
				terms = append(terms, e.Terms[0])
			}
		}
	}
	return terms
}

func allAre(terms []*engine.Term, s explain.State) bool {
	return !slices.ContainsFunc(terms, func(c *engine.Term) bool { return c.State != s })
}

// branch is the state of the one branch that was taken.
func branch(n *engine.Term) explain.State {
	branches := n.Terms[len(n.Terms)-2:]
	if n.Op == "?:" && valueless(n.Terms[0]) {
		if !allAre(branches, explain.Skipped) {
			return "wrong branch"
		}
		return explain.Error
	}
	taken := slices.IndexFunc(branches, func(c *engine.Term) bool { return c.State != explain.Skipped })
	if n.Op == "?:" && (n.Terms[0].State == explain.True) != (taken == 0) || !allAre(branches[1-taken:][:1], explain.Skipped) {
		return "wrong branch"
	}
	return branches[taken].State
}

// valueless says that a term failed, and that this counts.
func valueless(n *engine.Term) bool { return n.State == explain.Unknown || n.State == explain.Error }

// plain is a state without the difference between a fact that is not known and another
// error, or with nothing where it did not count.
func plain(s explain.State) explain.State {
	if s == explain.Unknown || s == explain.Absorbed || s == "" {
		return explain.Error
	}
	return s
}
