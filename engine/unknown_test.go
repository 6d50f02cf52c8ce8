package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// quiz is a vocabulary of a few facts, each of which may be unknown.
type quiz struct {
	Now time.Time `json:"now"`
	Is  struct {
		A *bool `json:"a"`
		B *bool `json:"b"`
		C *bool `json:"c"`
		D *bool `json:"d"`
	} `json:"is"`
	Count struct {
		N *int `json:"n"`
		M *int `json:"m"`
	} `json:"count"`
	At struct {
		T *time.Time `json:"t"`
	} `json:"at"`
}

func (*quiz) Action() string { return "quiz" }

// state is what the facts of a quiz are: what is not in it is not known.
type state map[string]any

var (
	quizNow   = time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	quizFacts = []string{"at.t", "count.m", "count.n", "is.a", "is.b", "is.c", "is.d"}
)

// values are the values that a fact is tried with. Those of the middle leave room on
// both sides, so that no comparison with them is settled beforehand.
func values(fact string) []any {
	switch group, _, _ := strings.Cut(fact, "."); group {
	case "is":
		return []any{false, true}
	case "count":
		return []any{-1, 0, 1, 3}
	default:
		return []any{quizNow, quizNow.Add(-2 * time.Hour)}
	}
}

func (s state) facts() *quiz {
	q := &quiz{Now: quizNow}
	set(&q.Is.A, s["is.a"])
	set(&q.Is.B, s["is.b"])
	set(&q.Is.C, s["is.c"])
	set(&q.Is.D, s["is.d"])
	set(&q.Count.N, s["count.n"])
	set(&q.Count.M, s["count.m"])
	set(&q.At.T, s["at.t"])
	return q
}

func set[T any](fact **T, value any) {
	if v, ok := value.(T); ok {
		*fact = &v
	}
}

func (s state) with(fact string, value any) state {
	made := state{fact: value}
	for f, v := range s {
		if f != fact {
			made[f] = v
		}
	}
	return made
}

// each gives every state in which the facts are known and the others are as they were.
func (s state) each(facts []string) []state {
	all := []state{s}
	for _, f := range facts {
		var more []state
		for _, s := range all {
			for _, v := range values(f) {
				more = append(more, s.with(f, v))
			}
		}
		all = more
	}
	return all
}

// perhaps gives every state in which each of the facts is known or is not.
func (s state) perhaps(facts []string) []state {
	all := []state{s}
	for _, f := range facts {
		for _, s := range all {
			all = append(all, s.each([]string{f})...)
		}
	}
	return all
}

// term is an expression with a meaning that is computed without the engine: nil is
// what cannot be told.
type term struct {
	text string
	mean func(state) any
}

// condition makes a random condition of what CEL calls && || ! ?: and of functions
// that need all of their arguments.
func condition(t *rapid.T, depth int) term {
	kind := rapid.IntRange(0, 9).Draw(t, "kind")
	if depth == 0 {
		kind = min(kind, 3)
	}
	sub := func() term { return condition(t, depth-1) }
	switch kind {
	case 0, 1, 2:
		return fact("is." + rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "fact"))
	case 3:
		return strict(rapid.SampledFrom([]string{"count.n", "count.m"}).Draw(t, "left"), rapid.SampledFrom([]string{"count.n", "count.m"}).Draw(t, "right"))
	case 4:
		return not(sub())
	case 5:
		return choose(sub(), sub(), sub())
	case 6:
		return recent()
	case 7, 8:
		return both(sub(), sub())
	default:
		return either(sub(), sub())
	}
}

func fact(name string) term {
	return term{name, func(s state) any { return s[name] }}
}

func not(x term) term {
	return term{"!(" + x.text + ")", func(s state) any {
		if v, ok := x.mean(s).(bool); ok {
			return !v
		}
		return nil
	}}
}

// both is CEL's &&: false on either side settles it.
func both(x, y term) term {
	return term{"(" + x.text + " && " + y.text + ")", func(s state) any { return settle(false, x.mean(s), y.mean(s)) }}
}

// either is CEL's ||: true on either side settles it.
func either(x, y term) term {
	return term{"(" + x.text + " || " + y.text + ")", func(s state) any { return settle(true, x.mean(s), y.mean(s)) }}
}

func settle(by bool, x, y any) any {
	switch {
	case x == by || y == by:
		return by
	case x == nil || y == nil:
		return nil
	}
	return !by
}

func choose(c, x, y term) term {
	return term{"(" + c.text + " ? " + x.text + " : " + y.text + ")", func(s state) any {
		switch c.mean(s) {
		case true:
			return x.mean(s)
		case false:
			return y.mean(s)
		}
		return nil
	}}
}

// strict compares two numbers and needs both.
func strict(x, y string) term {
	return term{"(" + x + " <= " + y + ")", func(s state) any {
		n, ok := s[x].(int)
		m, ok2 := s[y].(int)
		if !ok || !ok2 {
			return nil
		}
		return n <= m
	}}
}

// recent is a function of ours that needs an instant and a number.
func recent() term {
	return term{"within(at.t, hours(count.n))", func(s state) any {
		at, ok := s["at.t"].(time.Time)
		n, ok2 := s["count.n"].(int)
		if !ok || !ok2 {
			return nil
		}
		return quizNow.Sub(at) <= time.Duration(n)*time.Hour
	}}
}

// TestUnknown proves for random conditions that a clause is told exactly when CEL's
// logic tells it, and that it names the facts for want of which it is not: all, and
// only those.
func TestUnknown(t *testing.T) {
	s, err := schema.New(&quiz{})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		x := condition(t, rapid.IntRange(0, 3).Draw(t, "depth"))
		p := oblige(t, s, x.text)
		for range 20 {
			now := state{}
			for _, f := range quizFacts {
				if rapid.Bool().Draw(t, "known "+f) {
					all := values(f)
					now[f] = rapid.SampledFrom(all[len(all)/2-1:len(all)/2+1]).Draw(t, f)
				}
			}
			agrees(t, p, x, now)
		}
	})
}

// agrees compares what the policy says of its only clause with what the clause means.
func agrees(t *rapid.T, p *engine.Policy, x term, now state) {
	listed, told := unknown(p, now)
	require.Equal(t, x.mean(now) != nil, told, "%s with %v", x.text, now)
	if told {
		require.Empty(t, listed)
		return
	}
	require.NotEmpty(t, listed, "%s with %v", x.text, now)
	sufficient(t, x, now, listed)
	if readOnce(x.text) {
		necessary(t, x, now, listed)
	}
}

// oblige is a policy of one clause, which obliges when the condition holds.
func oblige(t require.TestingT, s *schema.Schema, text string) *engine.Policy {
	p, err := engine.Load(s, fstest.MapFS{"c.cel": {Data: fmt.Appendf(nil, "// T.\n//\n//   effect:   oblige\n//   on:       quiz\n//   source:   S\n//   covers:   C-1\n//   message:  M.\n\n%s\n", text)}})
	require.NoError(t, err, text)
	return p
}

// unknown gives the facts that the only clause names, and whether it can be told.
func unknown(p *engine.Policy, s state) (listed []string, told bool) {
	for f := range p.Decide(s.facts()).Duties() {
		return f.Unknown(), f.Error() == ""
	}
	return nil, true
}

// sufficient: when all listed facts are known, some way, the clause can be told; and
// while none of them is, nothing else that is learnt tells it.
func sufficient(t *rapid.T, x term, now state, listed []string) {
	told := func(s state) bool { return x.mean(s) != nil }
	require.True(t, slices.ContainsFunc(now.each(listed), told), "%s with %v: %v is not enough", x.text, now, listed)
	var others []string
	for _, f := range quizFacts {
		if now[f] == nil && !slices.Contains(listed, f) {
			others = append(others, f)
		}
	}
	for _, s := range now.each(others) {
		require.False(t, told(s), "%s with %v: %v tells it, of which only %v is listed", x.text, now, s, listed)
	}
}

// readOnce says that a condition reads no fact twice: `n <= n` needs n, and yet no
// value of it matters.
func readOnce(text string) bool {
	return !slices.ContainsFunc(quizFacts, func(f string) bool { return strings.Count(text, f) > 1 })
}

// necessary: of each listed fact it can depend whether the clause is told, whatever
// else is known by then.
func necessary(t *rapid.T, x term, now state, listed []string) {
	for _, f := range listed {
		var others []string
		for _, g := range quizFacts {
			if now[g] == nil && g != f {
				others = append(others, g)
			}
		}
		matters := slices.ContainsFunc(now.perhaps(others), func(s state) bool {
			return x.mean(s) == nil && slices.ContainsFunc(s.each([]string{f}), func(s state) bool { return x.mean(s) != nil })
		})
		require.True(t, matters, "%s with %v: %s does not matter", x.text, now, f)
	}
}
