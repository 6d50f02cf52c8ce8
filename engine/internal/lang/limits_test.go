package lang

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/common/ast"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/lang/limits"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/stretchr/testify/require"
)

// sending is the environment of send, with defines by name.
func sending(t testing.TB, defines map[string]string) *Env {
	var files []*clause.File
	for name, text := range defines {
		f, faults := clause.Read("define/"+name+".cel", "define/"+name, []byte("// D.\n//\n//   effect: define\n\n"+text+"\n"))
		require.Empty(t, faults, text)
		files = append(files, f)
	}
	s := messaging(t)
	d, faults := NewDefines(s, files)
	require.Empty(t, faults)
	env, faults := NewEnv(s, s.Action("send"), d, nil)
	require.Empty(t, faults)
	require.Empty(t, env.addDefines(d.Sorted()))
	return env
}

// compiled compiles a clause with that expression.
func compiled(t testing.TB, env *Env, body string) (*Clause, fault.List) {
	f, faults := clause.Read("c.cel", "c", []byte("// T.\n//\n//   effect: forbid\n//   on: send\n//   source: S\n//   covers: C-1\n//   message: M.\n\n"+body+"\n"))
	if faults.HasErrors() {
		return nil, faults
	}
	return env.Clause(f)
}

// TestLimits goes up to every limit, and one step beyond.
func TestLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "message.bulk" + strings.Repeat(")", n) }
	parts := func(n int) string { return "message.parts in [1" + strings.Repeat(",1", n-5) + "]" } // the list, in, the selection, its operand
	long := func(n int) string {
		return "message.tag == \"" + strings.Repeat("x", n-len(`message.tag == ""`)) + "\""
	}
	loops := func(n int) string {
		return "thread.user_actions.exists(a, " + strings.Repeat("a.at == now || ", n) + "false)"
	}
	env := sending(t, nil)
	for _, c := range []struct {
		name, last, first string
		words             string
	}{
		{"nesting", nested(31), nested(33), "this expression is nested more than 32 deep"},
		{"parts", parts(limits.MaxNodes), parts(limits.MaxNodes + 1), "this expression has more than 2000 parts"},
		{"length", long(8 << 10), long(8<<10 + 1), "the expression is longer than 8192 characters"},
		{"steps", loops(10), loops(90), "this expression can take "},
	} {
		t.Run(c.name, func(t *testing.T) {
			made, faults := compiled(t, env, c.last)
			require.Empty(t, faults)
			require.NotNil(t, made)
			made, faults = compiled(t, env, c.first)
			require.Nil(t, made)
			require.Len(t, faults, 1)
			require.Contains(t, faults[0].Message, c.words)
			require.Equal(t, []int{9, 1}, []int{faults[0].Line, faults[0].Col})
		})
	}
}

// TestPrice: a define counts once for a clause and once for an action, however often
// it is read.
func TestPrice(t *testing.T) {
	walk := "thread.user_actions.filter(a, " + strings.Repeat("a.at == now || ", 9) + "false)"
	env := sending(t, map[string]string{"some": walk, "more": "some.filter(a, a.at < now)"})
	c, faults := compiled(t, env, "some.size() > 1 || some.size() > 2 || more.size() > 3")
	require.Empty(t, faults)
	once := env.defines["some"].cost + env.defines["more"].cost
	require.Equal(t, once, defineCost(c.reads))
	require.Positive(t, once)

	var clauses []*Clause
	for range 8 {
		clauses = append(clauses, c)
	}
	require.Empty(t, env.Price(clauses))
	for c.cost*uint64(len(clauses))+once <= limits.MaxActionCost {
		clauses = append(clauses, c)
	}
	require.Empty(t, env.Price(clauses[1:]))
	require.ErrorContains(t, env.Price(clauses).Err(), "the clauses on `send` can take ")
}

// TestDiamond: defines of which each reads two that read two are priced, searched and
// evaluated once each, not once for every way that leads to them.
func TestDiamond(t *testing.T) {
	defines := map[string]string{"a0": "user.muted", "b0": "user.blocked"}
	const levels = 40
	for i := 1; i <= levels; i++ {
		defines[fmt.Sprintf("a%d", i)] = fmt.Sprintf("a%d || b%d", i-1, i-1)
		defines[fmt.Sprintf("b%d", i)] = fmt.Sprintf("b%d || a%d", i-1, i-1)
	}
	env := sending(t, defines)
	c, faults := compiled(t, env, fmt.Sprintf("a%d && b%d", levels, levels))
	require.Empty(t, faults)
	require.Len(t, c.reads, 2*levels+2)
	require.Equal(t, []string{"user.blocked", "user.muted"}, c.Unknown(env.Bind(&facts.Send{})))
}

// TestDefineOnce: a define keeps its value, or its failure, for one fact set.
func TestDefineOnce(t *testing.T) {
	env := sending(t, map[string]string{"parts": "message.parts", "muted": "user.muted"})
	c, faults := compiled(t, env, "parts == 1 && !muted")
	require.Empty(t, faults)
	f := &facts.Send{Message: facts.Message{Parts: 1}, User: facts.User{Muted: new(false)}}
	bound := env.Bind(f)
	state, _ := c.Decide(bound)
	require.Equal(t, Holds, state)
	f.Message.Parts, f.User.Muted = 2, nil
	state, _ = c.Decide(bound)
	require.Equal(t, Holds, state, "read again")
	state, _ = c.Decide(env.Bind(f))
	require.Equal(t, Unmet, state)

	f.Message.Parts = 1
	bound = env.Bind(f)
	state, failure := c.Decide(bound)
	require.Equal(t, Errs, state)
	f.User.Muted = new(false)
	again, failure2 := c.Decide(bound)
	require.Equal(t, state, again)
	require.Same(t, failure, failure2)
}

// TestEvaluatedOnce: the macros of ours repeat none of their arguments.
func TestEvaluatedOnce(t *testing.T) {
	env := sending(t, nil)
	for _, text := range []string{"within(comment.at, days(7))", "younger(comment.at, days(7))", "within(latest([comment.at]), days(7))"} {
		c, faults := compiled(t, env, text)
		require.Empty(t, faults)
		reads := 0
		ast.PreOrderVisit(c.body.ast.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
			if e.Kind() == ast.SelectKind && e.AsSelect().FieldName() == "at" {
				reads++
			}
		}))
		require.Equal(t, 1, reads, text)
	}
}

// TestMonotonicClock: Go subtracts two readings of one machine by its monotonic clock,
// and instants must not differ by where they come from.
func TestMonotonicClock(t *testing.T) {
	env := sending(t, nil)
	c, faults := compiled(t, env, "now - comment.at == hours(1) && within(comment.at, hours(1)) && !younger(comment.at, hours(1))")
	require.Empty(t, faults)
	read := time.Now() // with a monotonic reading, which Round strips
	require.Contains(t, read.String(), "m=+")
	for _, now := range []time.Time{read, read.Round(0), read.In(time.FixedZone("east", 3600))} {
		for _, at := range []time.Time{read.Add(-time.Hour), read.Round(0).Add(-time.Hour).UTC()} {
			state, failure := c.Decide(env.Bind(&facts.Send{Now: now, Comment: &facts.Comment{At: at}}))
			require.Equal(t, Holds, state, failure)
		}
	}
}

// crate is a vocabulary with lists whose elements may lack a fact.
type crate struct {
	Now   time.Time `json:"now"`
	Items []item    `json:"items" default:"[]" max:"10"`
}

type item struct {
	Weight *int   `json:"weight"`
	Label  string `json:"label" default:""`
}

func (*crate) Action() string { return "send" }

// TestElements: an element that cannot be judged spoils a filter, so reading what it
// may lack is worth a warning; exists passes over it where another one settles it.
func TestElements(t *testing.T) {
	s, err := schema.New(&crate{})
	require.NoError(t, err)
	env, faults := NewEnv(s, s.Action("send"), &Defines{}, nil)
	require.Empty(t, faults)
	crate := &crate{Items: []item{{Weight: new(5), Label: "a"}, {Label: "b"}}}
	for text, want := range map[string]struct {
		state   State
		warning string
	}{
		`items.exists(i, i.weight > 3)`:                                        {Holds, ""},
		`items.exists(i, i.weight > 9)`:                                        {Errs, ""},
		`items.all(i, i.weight > 9)`:                                           {Unmet, ""},
		`items.filter(i, i.weight > 3).size() == 1`:                            {Errs, "c.cel:9:19: warning: one element whose `weight` is not known makes the whole list unknown"},
		`items.map(i, i.weight).size() == 2`:                                   {Errs, "c.cel:9:16: warning: one element whose `weight` is not known makes the whole list unknown"},
		`items.filter(i, has(i.weight) && i.weight > 3).size() == 1`:           {Holds, ""},
		`items.filter(i, assume(i.weight, 0) > 3).size() == 1`:                 {Holds, ""},
		`items.filter(i, i.label == "a").exists(i, i.weight > 3)`:              {Holds, ""},
		`items.filter(i, i.label != "").map(i, assume(i.weight, 1)) == [5, 1]`: {Holds, ""},
		`items.filter(i, items.exists(j, j.weight > 3)).size() == 2`:           {Holds, ""},
	} {
		c, faults := compiled(t, env, text)
		require.Equal(t, want.warning, faults.Error(), text)
		state, _ := c.Decide(env.Bind(crate))
		require.Equal(t, want.state, state, text)
	}
}

// parcel is a vocabulary whose facts belong to no group.
type parcel struct {
	Now     time.Time `json:"now"`
	Weight  *int      `json:"weight"`
	Fragile *bool     `json:"fragile"`
	Labels  []string  `json:"labels"`
}

func (*parcel) Action() string { return "send" }

// TestFactsOfNoGroup: what has and assume ask of the facts of a group they ask of the
// others too.
func TestFactsOfNoGroup(t *testing.T) {
	s, err := schema.New(&parcel{})
	require.NoError(t, err)
	env, faults := NewEnv(s, s.Action("send"), &Defines{}, nil)
	require.Empty(t, faults)
	known := &parcel{Weight: new(0), Fragile: new(false), Labels: []string{}}
	for text, want := range map[string][2]State{ // nothing known, all known
		"has(weight)":                             {Unmet, Holds},
		"has(.weight)":                            {Unmet, Holds},
		"has(now)":                                {Holds, Holds},
		"has(labels) && labels == []":             {Unmet, Holds},
		"!has(fragile) || fragile":                {Holds, Unmet},
		"fragile":                                 {Errs, Unmet},
		"assume(fragile, true)":                   {Holds, Unmet},
		"assume(weight, 7) == 7":                  {Holds, Unmet},
		"assume(.weight, 7) == 7":                 {Holds, Unmet},
		"assume(labels, [\"x\"]).exists(l, true)": {Holds, Unmet},
		"assume(fragile, weight > 0)":             {Errs, Unmet},
	} {
		c, faults := compiled(t, env, text)
		require.Empty(t, faults, text)
		require.NotNil(t, c.Tree().Body)
		for i, facts := range []*parcel{{}, known} {
			state, failure := c.Decide(env.Bind(facts))
			require.Equal(t, want[i], state, "%s: %v", text, failure)
		}
	}
	c, _ := compiled(t, env, "has(weight) && weight > 1 || assume(fragile, false) || labels.size() > 1")
	require.Equal(t, []string{"labels"}, c.Unknown(env.Bind(&parcel{})))
}

// TestFullFacts evaluates the shipped pack over facts that are as large as the schema
// lets them be: no clause takes more steps than were foreseen.
func TestFullFacts(t *testing.T) {
	full := &facts.Send{Now: time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), Platform: "messenger",
		Message: facts.Message{Kind: "one_time_notification_request", Sender: "automated", Tag: strings.Repeat("t", schema.MaxText)},
		User:    facts.User{Region: new(strings.Repeat("r", schema.MaxText))},
		Comment: &facts.Comment{Kind: strings.Repeat("k", schema.MaxText)}, Token: &facts.Token{}}
	for range 300 {
		full.Page.Markets = append(full.Page.Markets, strings.Repeat("m", schema.MaxText))
	}
	for i := range 200 {
		full.Thread.UserActions = append(full.Thread.UserActions, facts.UserAction{Kind: "m_me_link", At: full.Now.Add(-time.Duration(i) * 100 * time.Hour), Ref: strings.Repeat("r", 4096), ExistingThread: true})
	}
	checked := 0
	for c := range packClauses(t) {
		if c.File.On[0].Text != "send" {
			continue
		}
		for _, p := range []*program{c.scope, c.body} {
			if p != nil {
				cheap(t, c.env, p, full)
				checked++
			}
		}
		for d := range c.reads {
			cheap(t, c.env, d.program, full)
		}
	}
	require.Positive(t, checked)
}
