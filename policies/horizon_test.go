package policies_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/policies"
)

// TestHorizon holds When against stepping the clock: over random facts it must name
// every instant at which the answer changes, and none at which it does not. The clock
// stops at every instant that could matter: each time in the facts, and each of those
// shifted by the figures of the pack, with the nanosecond on both sides.
func TestHorizon(t *testing.T) {
	policy := load(t, policies.FS())
	rng := rand.New(rand.NewPCG(7, 7))
	changes := 0
	for range 150 {
		f := generate(rng)
		action := policy.Schema().Action(f.Action())
		from := policy.Decide(f).Now()
		to := from.Add(400 * 24 * time.Hour)
		h := policy.When(f, from, to)
		require.Zero(t, h.UnknownAfter, "the pack has only clocks that can be solved: %s", h.Because)
		changes += len(h.Changes)

		at := func(now time.Time) string { return answered(policy.Decide(action.At(f, now))) }
		for _, c := range h.Changes {
			require.NotEqual(t, at(c.At.Add(-1)), at(c.At), "no change at %s\n%s", c.At, policy.Schema().Encode(f))
			require.Equal(t, at(c.At), answered(c.Decision))
		}
		for _, now := range stops(f, from, to) {
			require.Equal(t, expected(at(from), h, now), at(now), "at %s, named: %v\n%s", now, instants(h), policy.Schema().Encode(f))
		}
	}
	require.Greater(t, changes, 100, "the facts that are drawn must have changes")
}

// expected is the answer that the horizon tells for an instant.
func expected(first string, h engine.Horizon, now time.Time) string {
	answer := first
	for _, c := range h.Changes {
		if !c.At.After(now) {
			answer = answered(c.Decision)
		}
	}
	return answer
}

func instants(h engine.Horizon) (at []string) {
	for _, c := range h.Changes {
		at = append(at, c.At.Format(time.RFC3339Nano))
	}
	return at
}

// answered is the outcome and every clause that spoke with its part.
func answered(d engine.Decision) string {
	lines := []string{d.Outcome().String()}
	for _, part := range []struct {
		name     string
		findings iter.Seq[engine.Finding]
	}{{"permits", d.Permits()}, {"forbids", d.Forbids()}, {"duties", d.Duties()}, {"advice", d.Advice()}, {"unmet", d.Unmet()}, {"errors", d.Errors()}} {
		for f := range part.findings {
			lines = append(lines, fmt.Sprint(part.name, " ", f.Clause(), " ", f.Overdue()))
		}
	}
	return strings.Join(lines, "\n")
}

// stops are the instants at which a clock of the pack could strike.
func stops(f factSet, from, to time.Time) (stops []time.Time) {
	const day = 24 * time.Hour
	for _, t := range times(reflect.ValueOf(f)) {
		for _, figure := range []time.Duration{0, 30 * time.Second, 12 * time.Hour, day, 3 * day, 4 * day, 5 * day, 7 * day, 365 * day} {
			for _, side := range []time.Duration{-1, 0, 1} {
				if now := t.Add(figure + side); !now.Before(from) && now.Before(to) {
					stops = append(stops, now)
				}
			}
		}
	}
	slices.SortFunc(stops, time.Time.Compare)
	return slices.Compact(stops)
}

// times collects every instant in a fact set.
func times(v reflect.Value) (found []time.Time) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return times(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, times(v.Index(i))...)
		}
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return []time.Time{t}
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = append(found, times(v.Field(i))...)
			}
		}
	}
	return found
}

// TestFix proves that every remedy is one: its decision is a real one over facts that
// differ in what it names and nothing else, it is permitted, and no part of it would do.
func TestFix(t *testing.T) {
	policy := load(t, policies.FS())
	rng := rand.New(rand.NewPCG(8, 8))
	helped := 0
	for range 25 {
		f := generate(rng)
		action := policy.Schema().Action(f.Action())
		r := policy.Fix(f)
		if policy.Decide(f).Outcome() == engine.Permitted {
			require.Empty(t, r.Fixes)
			continue
		}
		for _, remedy := range slices.Concat(r.Fixes, r.Others) {
			helped++
			require.Equal(t, engine.Permitted, policy.Decide(with(t, action, f, remedy.Set)).Outcome())
			require.Equal(t, answered(policy.Decide(with(t, action, f, remedy.Set))), answered(remedy.Decision))
			for i := range remedy.Set {
				less := slices.Delete(slices.Clone(remedy.Set), i, i+1)
				require.Equal(t, engine.Denied, policy.Decide(with(t, action, f, less)).Outcome(), "%v would do as well", less)
			}
		}
		for _, remedy := range r.Fixes {
			for _, s := range remedy.Set {
				require.Contains(t, []string{"sender", "content"}, s.By)
			}
		}
		if !r.WaitUntil.IsZero() {
			require.Equal(t, engine.Permitted, policy.Decide(action.At(f, r.WaitUntil)).Outcome())
			require.Equal(t, engine.Denied, policy.Decide(action.At(f, r.WaitUntil.Add(-1))).Outcome())
		}
	}
	require.Greater(t, helped, 15)
}

func with(t *testing.T, a *schema.Action, f schema.Facts, set []engine.Setting) schema.Facts {
	for _, s := range set {
		changed, ok := a.Set(f, s.Path, s.Value)
		require.True(t, ok)
		f = changed
	}
	return f
}
