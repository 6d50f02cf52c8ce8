package eval

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/fault"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

// TestPack decides made-up facts by every clause of the shipped pack, compiled and by
// CEL's own programs.
func TestPack(t *testing.T) {
	actions := messaging(t).Actions()
	pack := shipped(t)
	counts := map[State]int{}
	for seed := range uint64(20_000) {
		d := newDraw(seed)
		a := actions[max(0, int(seed%8)-4)]
		p, f := pack[a.Name], d.facts(a)
		states := p.states(f)
		x := p.env.Bind(f)
		for i, c := range p.clauses {
			want := state(x, c)
			counts[states[i]]++
			if want != states[i] {
				require.Equal(t, want, states[i], "seed %d: %s", seed, c.File.ID)
			}
		}
	}
	t.Log(counts)
	require.Greater(t, counts[Errs], 5_000)
}

// TestSound holds the limits of facts to what schema.Verify says of them.
func TestSound(t *testing.T) {
	s, err := schema.New(append([]schema.Facts{&parcel{}, small{}}, messages()...)...)
	require.NoError(t, err)
	programs := map[string]*Program{}
	for name, p := range shipped(t) {
		programs[name] = p.program // its texts are held to their limits by their codes
	}
	refused := 0
	for seed := range uint64(20_000) {
		d := newDraw(seed)
		d.wild = true
		a := one(d, s.Actions()...)
		if programs[a.Name] == nil {
			programs[a.Name] = New(a, nil, nil)
		}
		f := d.facts(a)
		err := s.Verify(f)
		if err != nil {
			refused++
		}
		if _, sound := programs[a.Name].Decide(f); sound != (err == nil) {
			require.Fail(t, "differs", "seed %d: sound is %v: %v", seed, sound, err)
		}
	}
	require.Greater(t, refused, 4_000)
	require.Less(t, refused, 16_000)
	_, sound := programs["send"].Decide((*facts.Send)(nil))
	require.False(t, sound)
}

// TestPackWhole proves that nothing of the shipped pack is left to CEL.
func TestPackWhole(t *testing.T) {
	for name, p := range shipped(t) {
		for _, o := range p.program.Outside() {
			require.Fail(t, "not compiled", "%s: %s: `%s`: %s", name, o.Clause, o.Node.Text, o.Reason)
		}
	}
}

// TestRandom evaluates random expressions over random facts by both, as clauses and
// one by one: the value must be the same, or both must fail. CLAUSEWISE_ROUNDS makes
// a longer run of it, CLAUSEWISE_SEED another one.
func TestRandom(t *testing.T) {
	rounds, seed := environment(t, "CLAUSEWISE_ROUNDS", 40), environment(t, "CLAUSEWISE_SEED", 0)
	s, err := schema.New(&parcel{}, small{})
	require.NoError(t, err)
	var sum tally
	for i := range rounds {
		sum.add(round(t, s, uint64(seed+i)))
	}
	t.Logf("%+v", sum)
	require.Greater(t, sum.errors*10, sum.evaluations)
	require.Less(t, sum.errors*10, sum.evaluations*7)
}

// FuzzRandom is TestRandom for the seeds that the fuzzer likes.
func FuzzRandom(f *testing.F) {
	f.Add(uint64(1289)) // an age of the greatest length of time
	f.Add(uint64(2075)) // an instant before 1970 as a number
	s, err := schema.New(&parcel{}, small{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, seed uint64) { round(t, s, seed) })
}

func environment(t *testing.T, name string, otherwise int) int {
	if text := os.Getenv(name); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return n
	}
	return otherwise
}

type tally struct{ expressions, refused, outside, evaluations, errors int }

func (s *tally) add(o tally) {
	s.expressions += o.expressions
	s.refused += o.refused
	s.outside += o.outside
	s.evaluations += o.evaluations
	s.errors += o.errors
}

// round makes defines and clauses of one action, and evaluates them over facts.
func round(t *testing.T, s *schema.Schema, seed uint64) (sum tally) {
	d := newDraw(seed)
	a := s.Actions()[min(d.IntN(4), 1)^1]
	if d.IntN(4) > 0 {
		a = s.Actions()[0]
	}
	w := newWriter(d, a)
	var defines []*clause.File
	for i := range 4 {
		kind := one(d, scalars()...)
		name := fmt.Sprintf("d%d", i)
		text := w.expr(kind, 3)
		if f, faults := clause.Read("define/"+name+".cel", "define/"+name, []byte("// A define.\n//\n//   effect: define\n\n"+text+"\n")); len(faults) == 0 {
			defines = append(defines, f)
			if _, faults := environmentOf(s, a, defines); len(faults) > 0 {
				defines = defines[:len(defines)-1]
				continue
			}
			w.names = append(w.names, variable{text: name, kind: kind}, variable{text: name, kind: kind})
		}
	}
	env, faults := environmentOf(s, a, defines)
	require.Empty(t, faults)
	p := policy{env: env}
	var trees []*ir.Clause
	for i := range 30 {
		c := w.clause(env, a, i)
		if sum.expressions++; c == nil {
			sum.refused++
			continue
		}
		p.clauses, trees = append(p.clauses, c), append(trees, c.Tree())
	}
	p.program = New(a, trees, p.bind)
	sum.outside = len(p.program.Outside())
	var values []single
	for _, n := range w.values(env, a, 20) {
		values = append(values, newSingle(a, n, p.bind))
	}
	for range 100 {
		sum.add(p.agree(t, d.facts(a), seed))
		sum.add(p.valuesAgree(t, values, d.facts(a), seed))
	}
	return sum
}

func environmentOf(s *schema.Schema, a *schema.Action, defines []*clause.File) (*lang.Env, fault.List) {
	d, faults := lang.NewDefines(s, defines)
	if len(faults) > 0 {
		return nil, faults
	}
	return lang.NewEnv(s, a, d, readers(defines))
}

// readers are files that read the defines, as the environment has those that are read.
func readers(defines []*clause.File) []*clause.File {
	var files []*clause.File
	for _, f := range defines {
		text := strings.ReplaceAll(readAll, "NAME", strings.TrimPrefix(f.ID, "define/"))
		r, _ := clause.Read("r.cel", "r", []byte(text))
		files = append(files, r)
	}
	return files
}

const readAll = "// A reader.\n//\n//   effect: advise\n//   on: parcel\n//   source: here\n//   covers: A-1\n//   message: So.\n\nNAME == NAME\n"

// clause makes up a clause, or nil where the language refuses it.
func (w *writer) clause(env *lang.Env, a *schema.Action, i int) *lang.Clause {
	scope := ""
	if w.IntN(2) == 0 {
		scope = "\n//   scope: " + w.expr(ir.Bool, 2)
	}
	return compileText(env, a, i, scope, w.expr(ir.Bool, 4))
}

func compileText(env *lang.Env, a *schema.Action, i int, scope, body string) *lang.Clause {
	text := fmt.Sprintf("// A clause.\n//\n//   effect: permit\n//   on: %s%s\n//   source: here\n//   covers: A-1\n//   message: So.\n\n%s\n", a.Name, scope, body)
	f, faults := clause.Read(fmt.Sprintf("c%d.cel", i), fmt.Sprintf("c%d", i), []byte(text))
	if len(faults) > 0 {
		return nil
	}
	c, _ := env.Clause(f)
	return c
}

// values makes up expressions of any scalar kind, as nodes.
func (w *writer) values(env *lang.Env, a *schema.Action, n int) (nodes []*ir.Node) {
	for i := range n {
		x := w.expr(one(w.draw, scalars()...), 4)
		if c := compileText(env, a, i, "", fmt.Sprintf("[%s] != []", x)); c != nil {
			nodes = append(nodes, c.Tree().Body.Args[0].Args[0])
		}
	}
	return nodes
}

func (p policy) agree(t *testing.T, f schema.Facts, seed uint64) (sum tally) {
	states := p.states(f)
	x := p.env.Bind(f)
	for i, c := range p.clauses {
		want := state(x, c)
		if sum.evaluations++; want == Errs {
			sum.errors++
		}
		if want != states[i] {
			require.Equal(t, want, states[i], "seed %d\n%s%s\n%+v", seed, c.File.Text, definesOf(c.Tree().Scope, c.Tree().Body), f)
		}
	}
	return sum
}

// single is one expression of any scalar kind, compiled.
type single struct {
	node    *ir.Node
	program *Program
	expr    expr
}

func newSingle(a *schema.Action, n *ir.Node, bind Bind) single {
	c := newCompiler(a, bind)
	s := single{node: n, program: &Program{}, expr: c.expr(n)}
	c.finish(s.program)
	return s
}

func (p policy) valuesAgree(t *testing.T, singles []single, set schema.Facts, seed uint64) (sum tally) {
	x := p.env.Bind(set)
	for _, s := range singles {
		f := s.program.newFrame()
		f.begin(s.program, set)
		v, ok := s.expr(f)
		want, failure := x.Value(s.node, nil)
		if sum.evaluations++; failure != nil {
			sum.errors++
		}
		if ok != (failure == nil) || ok && !reflect.DeepEqual(toGo(v, s.node.Type.Kind), plainGo(want)) {
			require.Fail(t, "differs", "seed %d\n%s\n%swant %v %v, got %v %v\n%+v", seed, s.node.Text, definesOf(s.node), want, failure, toGo(v, s.node.Type.Kind), ok, set)
		}
	}
	return sum
}

// definesOf shows the defines that expressions read.
func definesOf(nodes ...*ir.Node) (text string) {
	for _, n := range nodes {
		if n == nil {
			continue
		}
		n.Walk(func(n *ir.Node) bool {
			if n.Op == ir.Define {
				text += n.Define.Name + ": " + n.Define.Body.Text + "\n" + definesOf(n.Define.Body)
			}
			return true
		})
	}
	return text
}

func toGo(v value, kind ir.Kind) any {
	switch kind {
	case ir.Bool:
		return v.n == 1
	case ir.Int:
		return v.n
	case ir.Double:
		return plainGo(v.double())
	case ir.String:
		return v.text()
	case ir.Time:
		return v.time()
	}
	return time.Duration(v.n)
}

// plainGo tells doubles by their bits, and instants in UTC.
func plainGo(v any) any {
	switch v := v.(type) {
	case float64:
		if v != v {
			return "NaN"
		}
		return math.Float64bits(v)
	case time.Time:
		return time.Unix(v.Unix(), int64(v.Nanosecond())).UTC()
	}
	return v
}
