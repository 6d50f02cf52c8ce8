package eval

import (
	"cmp"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

// TestIndex decides random facts by 2,000 clauses that hang on facts in every way, and
// by a few, with an index and without: the answers must be equal, errors included.
func TestIndex(t *testing.T) {
	s, err := schema.New(&parcel{}, small{})
	require.NoError(t, err)
	for _, clauses := range []int{20, 100, 2_000} {
		a := s.Actions()[0]
		require.Equal(t, "parcel", a.Name)
		trees, bind := guarded(t, s, a, clauses)
		with := build(a, trees, bind, true)
		var without []*Program
		for some := range slices.Chunk(trees, 64*few) {
			without = append(without, build(a, some, bind, false))
		}
		require.Greater(t, len(with.index.by), 2)
		require.NotEmpty(t, with.index.in)
		states := map[State]int{}
		for seed := range uint64(150) {
			f := newDraw(seed).facts(a)
			got, sound := with.Decide(f)
			require.True(t, sound)
			require.Equal(t, statesOf(f, without), slices.Collect(inOrder(got.All)), "seed %d", seed)
			for clause, s := range got.All {
				require.Equal(t, s, got.State(clause))
				states[s]++
			}
			meetsAndDrops(t, newDraw(seed), got, clauses)
		}
		t.Log(clauses, "clauses:", states, "and", len(with.index.always), "of", len(with.blocks), "blocks hang on nothing")
		require.Greater(t, states[Errs], clauses)
		require.Less(t, 2*len(with.index.always), len(with.blocks))
	}
}

// meetsAndDrops asks an answer for a few clauses in a few states, and drops some.
func meetsAndDrops(t *testing.T, d draw, a Answer, clauses int) {
	for range 20 {
		clause, state := d.IntN(clauses), one(d, Unmet, Holds, Errs)
		pairs := Sets(clauses, func(c int, s State) bool { return c == clause && s == state })
		require.Equal(t, a.State(clause) == state, a.Meets(pairs))
		a.Drop(clause)
		require.Equal(t, Out, a.State(clause))
		require.False(t, a.Meets(pairs))
		for c := range a.All {
			require.NotEqual(t, clause, c)
		}
	}
}

// TestIndexAlone is TestIndex for clauses that share a block with no other.
func TestIndexAlone(t *testing.T) {
	s, err := schema.New(&parcel{}, small{})
	require.NoError(t, err)
	a := s.Actions()[0]
	trees, bind := guarded(t, s, a, 200)
	for i := range trees {
		with, without := build(a, trees[i:i+1], bind, true), build(a, trees[i:i+1], bind, false)
		for seed := range uint64(60) {
			f := newDraw(seed).facts(a)
			got, _ := with.Decide(f)
			want, _ := without.Decide(f)
			require.Equal(t, want.State(0), got.State(0), "clause %d, seed %d", i, seed)
		}
	}
}

// told is a clause and what it says.
type told struct {
	clause int
	state  State
}

func inOrder(all iter.Seq2[int, State]) iter.Seq[told] {
	return func(yield func(told) bool) {
		all(func(clause int, s State) bool { return yield(told{clause, s}) })
	}
}

// statesOf is what programs of as many clauses as need no index say.
func statesOf(facts any, programs []*Program) (all []told) {
	for i, p := range programs {
		a, _ := p.Decide(facts)
		for clause, s := range a.All {
			all = append(all, told{64*few*i + clause, s})
		}
	}
	return all
}

// guarded makes up clauses that hang on facts.
func guarded(t *testing.T, s *schema.Schema, a *schema.Action, n int) (trees []*ir.Clause, bind Bind) {
	env, faults := environmentOf(s, a, nil)
	require.Empty(t, faults)
	w := newWriter(newDraw(7), a)
	for i := 0; len(trees) < n; i++ {
		scope, body := w.guarded()
		if scope != "" {
			scope = "\n//   scope: " + scope
		}
		if c := compileText(env, a, i, scope, body); c != nil {
			trees = append(trees, c.Tree())
		}
	}
	return trees, policy{env: env}.bind
}

// guarded is a scope and a body with guards here or there, or both, or nowhere.
func (w *writer) guarded() (scope, body string) {
	rest, other := w.expr(ir.Bool, 3), w.expr(ir.Bool, 2)
	switch w.IntN(9) {
	case 8:
		return `from in ["DE", "a", "b"]`, `from == "a"`
	case 0:
		return "", w.guard() + " && (" + rest + ")"
	case 1:
		return "", "(" + rest + ") && " + w.guard() + " && " + w.guard()
	case 2:
		return w.guard(), rest
	case 3:
		return w.guard() + " && (" + other + ")", w.guard() + " && (" + rest + ")"
	case 4:
		return other, w.guard() + " && (" + rest + ")"
	case 5:
		return "", "!(!(" + w.guard() + ") || (" + rest + "))"
	case 6:
		return "!(!(" + w.guard() + ") || (" + other + "))", rest
	}
	return "", rest
}

func (w *writer) guard() string {
	words := one(w.draw, "DE", "US-CA", "a", "ab", "b", "poke", "nobody", fmt.Sprint("w", w.IntN(40)))
	return one(w.draw,
		fmt.Sprintf("from == %q", words),
		fmt.Sprintf("%q == note", words),
		fmt.Sprintf("from in [%q, \"FR\"]", words),
		fmt.Sprintf("(note == %q || note == \"a\")", words),
		fmt.Sprintf("from == %q && from != \"a\"", words),
		fmt.Sprintf("(has(from) && from == %q)", words),
		fmt.Sprintf("state == %q", one(w.draw, "new", "sent", "back")),
		fmt.Sprintf("was != %q", one(w.draw, "new", "sent", "back")),
		fmt.Sprintf("%q in tags", words), fmt.Sprintf("%q in payer.office.keys", words), fmt.Sprintf("!(%q in tags)", words),
		"heavy", "!fast", fmt.Sprintf("payer.name == %q", words))
}

// many makes up files of clauses for sends: four of five hang on a page, eight a page,
// the others on the markets of a page or on where the person is. What of a clause
// is not its guard varies.
func many(t testing.TB, n int) (files []*clause.File) {
	for i := range n {
		guard := fmt.Sprintf("page.id == %q", page(i/10))
		if i%10 >= 8 {
			guard = []string{"%q in page.markets", "has(user.region) && user.region == %q"}[i%2]
			guard = fmt.Sprintf(guard, market(i/10))
		}
		rest := []string{
			`message.kind == "news"`, `within(thread.last_business_message_at, hours(%d))`, `!user.news_subscriber`,
			`message.kind in ["standard", "tagged"] && message.sender == "automated"`, `thread.business_messages > %d`,
			`thread.user_actions.exists(act, within(act.at, days(%d)))`, `page.restricted`, `has(message.tag) && message.tag == "HUMAN_AGENT"`,
		}[i*7%8]
		if strings.Contains(rest, "%d") {
			rest = fmt.Sprintf(rest, 1+i%5)
		}
		text := fmt.Sprintf("// A clause.\n//\n//   effect: %s\n//   on: send\n//   source: here\n//   covers: A-1\n//   message: So.\n\n%s && %s\n",
			[]string{"forbid", "oblige", "forbid", "permit"}[i%4], guard, rest)
		f, faults := clause.Read(fmt.Sprintf("c%05d.cel", i), fmt.Sprintf("c%05d", i), []byte(text))
		require.Empty(t, faults)
		files = append(files, f)
	}
	return files
}

func page(i int) string   { return fmt.Sprintf("page-%06d", i) }
func market(i int) string { return fmt.Sprintf("X%c-%c", 'A'+i%20, 'A'+i/20%10) }

// trees compiles clauses for an action, as trees.
func (p policy) trees(t testing.TB, files []*clause.File) (trees []*ir.Clause) {
	for _, f := range files {
		c, faults := p.env.Clause(f)
		require.NotNil(t, c, "%v", faults)
		trees = append(trees, c.Tree())
	}
	return trees
}

// sendsOfPages makes up sends whose page, markets and region clauses ask for.
func sendsOfPages(t testing.TB, n, pages int) []*facts.Send {
	made := sends(t, n)
	for i, f := range made {
		id, region := page(i*7919%pages), market(i*31)
		f.Page.ID, f.User.Region = &id, &region
		f.Page.Markets = []string{market(i * 17), market(i * 13), "DE"}[:i%4]
	}
	return made
}

// BenchmarkScale decides varied sends by 24 clauses of the shipped pack and by the pack
// with many clauses more, in turn.
func BenchmarkScale(b *testing.B) {
	sets := sendsOfPages(b, 10_000, 1_000)
	strangers := sends(b, 10_000)
	for _, f := range strangers {
		f.Page.ID = nil
	}
	pack := shipped(b)["send"]
	var base []*ir.Clause
	for _, c := range pack.clauses {
		base = append(base, c.Tree())
	}
	extra := pack.trees(b, many(b, 10_000))
	programs := map[string]*Program{}
	programs["24"] = New(pack.action, base[:24], pack.bind)
	for _, n := range []int{len(base), 1_000, 10_000} {
		programs[fmt.Sprint(n)] = New(pack.action, slices.Concat(base, extra[:n-len(base)]), pack.bind)
	}
	spent := map[string][]time.Duration{}
	at := 0
	slice := func(name string, p *Program, sets []*facts.Send) {
		start, n := time.Now(), 0
		for ; n%8 != 0 || time.Since(start) < 2*time.Millisecond; n++ {
			answer, _ := p.Decide(sets[at%len(sets)])
			sink += uint64(answer.State(0))
			at++
		}
		spent[name] = append(spent[name], time.Since(start)/time.Duration(n))
	}
	for b.Loop() {
		for name, p := range programs {
			slice(name, p, sets)
		}
		slice("10000-page-unknown", programs["10000"], strangers)
	}
	for name, s := range spent {
		slices.SortFunc(s, cmp.Compare)
		b.ReportMetric(float64(middle(s)), name+"-ns")
	}
	b.ReportMetric(float64(middle(spent["10000"]))/float64(middle(spent["24"])), "×24")
	b.ReportMetric(float64(middle(spent["10000"]))/float64(middle(spent[fmt.Sprint(len(base))])), "×pack")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkCompile compiles clauses; read-ns is what it takes to read them and to make
// trees of them, once, ns what it takes to make a program of the trees, and B what the
// program keeps.
func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{24, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pack := shipped(b)["send"]
			start := time.Now()
			clauses := pack.trees(b, many(b, n))
			read := time.Since(start)
			for b.Loop() {
				sink += uint64(New(pack.action, clauses, nil).codes)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/clause")
			b.ReportMetric(float64(read.Nanoseconds())/float64(n), "read-ns/clause")
			before := heap()
			kept := New(pack.action, clauses, nil)
			b.ReportMetric(float64(heap()-before)/float64(n), "B/clause")
			runtime.KeepAlive(clauses)
			runtime.KeepAlive(pack)
			runtime.KeepAlive(kept)
			b.ReportMetric(0, "ns/op")
		})
	}
}

// heap is how much memory is in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
