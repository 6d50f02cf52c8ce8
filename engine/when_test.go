package engine_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
)

// tick is a question whose facts are instants that lie a few nanoseconds apart, so that
// a clock can be stepped through every instant there is.
type tick struct {
	Now   time.Time   `json:"now"`
	A     *time.Time  `json:"a"`
	B     *time.Time  `json:"b"`
	Times []time.Time `json:"times"`
	On    *bool       `json:"on"`
}

func (tick) Action() string { return "tick" }

// TestWhenByEveryNanosecond holds When against a clock that is stepped by one
// nanosecond: for clauses of every form that reads the clock, over random facts, the
// named instants are those at which the answer changes, and no other is.
func TestWhenByEveryNanosecond(t *testing.T) {
	expressions := []string{
		`within(a, duration("5ns"))`,
		`younger(a, duration("5ns"))`,
		`now - a <= duration("7ns") && now >= a`,
		`now < a + duration("3ns") || now > b`,
		`latest([a, b]) + duration("4ns") > now`,
		`times.exists(t, within(t, duration("3ns")))`,
		`times.filter(t, t <= now).size() > 1`,
		`times.map(t, t + duration("2ns")).exists(u, u == now)`,
		`now != a && (has(b) ? now > b : now > a)`,
		`within(latest(times), duration("2ns"))`,
		`[a, b].all(t, younger(t, duration("9ns")))`,
		`now - a > now - b`,
		`(now > a ? a : b) + duration("6ns") >= now`,
		`within(now - duration("1ns"), duration("5ns")) && !within(a, now - b)`,
		`times.exists(t, t > now) && times.exists_one(t, within(t, duration("2ns")))`,
		`now - a + (now - b) < duration("9ns")`,
		`a - now > b - a || now == b`,
		`on ? now > a : times.all(t, t < now)`,
		`!on && [now, a].exists(t, t == b)`,
		`(now - a) - (now - b) > duration("2ns") && now > a`,
		`latest(times.map(t, t > now, t - duration("9ns"))) > a`,
	}
	rng := rand.New(rand.NewPCG(3, 14))
	base := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	changes := 0
	for _, expression := range expressions {
		policy := ticking(t, expression)
		for range 25 {
			f := drawTick(rng, base)
			h := policy.When(f, base, base.Add(80))
			if !h.UnknownAfter.IsZero() {
				require.Contains(t, expression, "[now", "only a list of moving instants cannot be told: %s", h.Because)
				continue
			}
			changes += len(h.Changes)
			require.Equal(t, stepped(policy, f, base, 80), named(h), "%s\n%s", expression, policy.Schema().Encode(f))
		}
	}
	require.Greater(t, changes, 500)
}

// TestWhenIsHonest proves that what is no straight line is said to be unknown, and only
// where it can matter.
func TestWhenIsHonest(t *testing.T) {
	base := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	f := &tick{Now: base, A: &base, B: &base, On: new(false)}
	for _, expression := range []string{`now.getHours() < 17`, `string(now).contains("T15")`, `int(now) % 2 == 0`, `text(now - a) == "1d"`} {
		h := ticking(t, expression).When(f, base, base.Add(time.Hour))
		require.Equal(t, base, h.UnknownAfter, expression)
		require.NotEmpty(t, h.Because)
	}
	for _, expression := range []string{`on && now.getHours() < 17`, `!on || now.getHours() < 17`, `on ? now.getHours() < 17 : true`, `a.getHours() < 17`} {
		require.Zero(t, ticking(t, expression).When(f, base, base.Add(time.Hour)).UnknownAfter, expression)
	}
}

// TestWhenFromAfar proves that what lies further off than a duration can say is found.
func TestWhenFromAfar(t *testing.T) {
	from := time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	a := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	h := ticking(t, `within(a, days(7))`).When(&tick{Now: from, A: &a}, from, a.AddDate(1, 0, 0))
	require.Len(t, h.Changes, 2)
	require.Equal(t, a, h.Changes[0].At)
	require.Equal(t, a.Add(7*24*time.Hour+1), h.Changes[1].At)
}

// TestWhenInForceAndOverdue proves that since, until and due instants count.
func TestWhenInForceAndOverdue(t *testing.T) {
	clause := func(keys, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(keys + "\n" + body + "\n")}
	}
	s, err := schema.New(tick{})
	require.NoError(t, err)
	policy, err := engine.Load(s, fstest.MapFS{
		"may.cel":  clause("// Anybody may.\n//\n//   effect:  permit\n//   on:      tick\n//   source:  Nowhere\n//   covers:  X-01\n//   since:   2026-01-10\n//   until:   2026-01-12\n//   message: Go on.\n", "true"),
		"must.cel": clause("// It is paid.\n//\n//   effect:  oblige\n//   on:      tick\n//   source:  Nowhere\n//   covers:  X-02\n//   by:      a\n//   message: Pay.\n", "true"),
	})
	require.NoError(t, err)
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	h := policy.When(&tick{Now: day(1), A: new(day(11))}, day(1), day(30))
	var at []string
	for _, c := range h.Changes {
		at = append(at, fmt.Sprint(c.At.Format(time.RFC3339Nano), " ", c.Decision.Outcome()))
	}
	require.Equal(t, []string{"2026-01-10T00:00:00Z permitted", "2026-01-11T00:00:00.000000001Z permitted", "2026-01-12T00:00:00Z denied"}, at)
}

func ticking(t *testing.T, expression string) *engine.Policy {
	s, err := schema.New(tick{})
	require.NoError(t, err)
	p, err := engine.Load(s, fstest.MapFS{"clause.cel": &fstest.MapFile{Data: []byte(
		"// A title.\n//\n//   effect:  permit\n//   on:      tick\n//   source:  Nowhere\n//   covers:  X-01\n//   message: Words.\n\n" + expression + "\n")}})
	require.NoError(t, err, expression)
	return p
}

func drawTick(rng *rand.Rand, base time.Time) *tick {
	at := func() time.Time { return base.Add(time.Duration(rng.IntN(50) - 10)) }
	f := &tick{Now: base}
	if rng.IntN(6) > 0 {
		f.A = new(at())
	}
	if rng.IntN(6) > 0 {
		f.B = new(at())
	}
	if rng.IntN(4) > 0 {
		f.On = new(rng.IntN(2) == 0)
	}
	f.Times = []time.Time{}
	for range rng.IntN(5) {
		f.Times = append(f.Times, at())
	}
	return f
}

// stepped is the answer at every instant, kept where it changes.
func stepped(p *engine.Policy, f *tick, from time.Time, n int) (changes []string) {
	was := ""
	for i := range n {
		at := *f
		at.Now = from.Add(time.Duration(i))
		now := heard(p.Decide(&at))
		if i > 0 && now != was {
			changes = append(changes, fmt.Sprint(at.Now.Nanosecond(), " ", now))
		}
		was = now
	}
	return changes
}

func named(h engine.Horizon) (changes []string) {
	for _, c := range h.Changes {
		changes = append(changes, fmt.Sprint(c.At.Nanosecond(), " ", heard(c.Decision)))
	}
	return changes
}

func heard(d engine.Decision) string {
	text := d.Outcome().String()
	for _, seq := range []iter.Seq[engine.Finding]{d.Permits(), d.Unmet()} {
		for f := range seq {
			text += " " + f.Clause()
		}
		text += ";"
	}
	return text
}
