package explain_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/internal/explain"
	speech "github.com/clausewise/clausewise/engine/internal/explain/words"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

func prototypes() []schema.Facts { return facts.All() }

func pack(t *testing.T) *engine.Policy {
	s, err := schema.New(prototypes()...)
	require.NoError(t, err)
	p, err := engine.Load(s, policies.FS())
	require.NoError(t, err)
	return p
}

// TestDecisions explains every golden case of the shipped pack.
func TestDecisions(t *testing.T) {
	p, cases := pack(t), 0
	require.NoError(t, filepath.WalkDir("../../../testdata/decisions", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" {
			return err
		}
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if strings.HasPrefix(f.Name, "facts.") {
				v, err := schema.ParseYAML(path, f.Data)
				require.NoError(t, err)
				facts, err := p.Schema().Decode(v, time.Time{})
				require.NoError(t, err)
				agrees(t, p, p.Explain(facts))
				cases++
			}
		}
		return nil
	}))
	require.Greater(t, cases, 100)
}

// TestDrawnFacts explains random facts of the shipped vocabulary.
func TestDrawnFacts(t *testing.T) {
	p := pack(t)
	d := drawing{rand.New(rand.NewPCG(1, 2)), time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), words(p)}
	parts := map[string]int{}
	for range 600 {
		f := reflect.New(reflect.TypeOf(d.any(prototypes())).Elem())
		d.fill(f.Elem(), "")
		e := p.Explain(f.Interface().(schema.Facts))
		agrees(t, p, e)
		for _, c := range e.Clauses {
			parts[c.Part]++
		}
	}
	for _, part := range []string{"permits", "forbids", "duties", "advice", "unmet", "silent", "out of scope"} {
		require.Greater(t, parts[part], 20, part)
	}
}

// words are the texts that the clauses of a policy compare with.
func words(p *engine.Policy) (list []string) {
	for _, c := range p.Clauses() {
		for _, m := range regexp.MustCompile(`"([A-Za-z_-]*)"`).FindAllStringSubmatch(c.Text, -1) {
			list = append(list, m[1])
		}
	}
	return list
}

// drawing draws facts for any struct, by its tags.
type drawing struct {
	*rand.Rand
	now   time.Time
	words []string
}

func (d drawing) any(list []schema.Facts) schema.Facts { return list[d.IntN(len(list))] }

func (d drawing) fill(v reflect.Value, tag reflect.StructTag) {
	switch v.Kind() {
	case reflect.Pointer:
		if d.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			d.fill(v.Elem(), tag)
		}
	case reflect.Slice:
		if n := d.IntN(12) - 1; n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			d.fill(v.Index(i), tag)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(d.time(tag)))
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				d.fill(v.Field(i), field.Tag)
			}
		}
	case reflect.Bool:
		v.SetBool(d.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(d.IntN(3)))
	case reflect.String:
		v.SetString(d.word(tag))
	}
}

func (d drawing) time(tag reflect.StructTag) time.Time {
	if tag.Get("json") == "now" {
		return d.now
	}
	limits := []time.Duration{0, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 365 * 24 * time.Hour, -time.Hour, 292 * 365 * 24 * time.Hour}
	return d.now.Add(time.Duration(d.IntN(3)-1) - limits[d.IntN(len(limits))])
}

func (d drawing) word(tag reflect.StructTag) string {
	of := tag.Get("words")
	if of == "" {
		of = tag.Get("known")
	}
	if of == "" || tag.Get("words") == "" && d.IntN(4) == 0 {
		of = strings.Join(d.words, ",")
	}
	list := strings.Split(of, ",")
	return list[d.IntN(len(list))]
}

// Trial is a vocabulary for expressions of every form.
type Trial struct {
	Now time.Time `json:"now"`
	P   struct {
		A    *bool      `json:"a"`
		B    *bool      `json:"b"`
		N    *int       `json:"n"`
		T    *time.Time `json:"t"`
		Nums []int      `json:"nums" max:"12"`
		List []Item     `json:"items" max:"12"`
	} `json:"p"`
}

// Item is an element of a list.
type Item struct {
	K  string    `json:"k" default:""`
	OK bool      `json:"ok" default:"false"`
	At time.Time `json:"at"`
}

// Action names the action.
func (*Trial) Action() string { return "trial" }

// TestDrawnClauses explains random clauses of every form on random facts, some of which
// fail, and some of which fail to no effect.
func TestDrawnClauses(t *testing.T) {
	s, err := schema.New(new(Trial))
	require.NoError(t, err)
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		x := expression{t, 0}
		policy := fstest.MapFS{
			"one.cel":        {Data: []byte(x.clause("forbid", x.condition(2)))},
			"two.cel":        {Data: []byte(x.clause("permit", x.condition(2)))},
			"define/foo.cel": {Data: []byte("// Foo.\n//\n//   effect: define\n\n" + x.plain(2))},
		}
		p, err := engine.Load(s, policy)
		if err != nil && strings.Contains(err.Error(), "are the limit") {
			t.Skip(err)
		}
		require.NoError(t, err)
		d := drawing{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC), []string{"a", "b", ""}}
		f := new(Trial)
		d.fill(reflect.ValueOf(f).Elem(), "")
		e := p.Explain(f)
		agrees(t, p, e)
		require.NotContains(t, render.Explanation(e, render.Style{Width: 40}), "%!")
		_, err = json.Marshal(e)
		require.NoError(t, err)
		for _, c := range e.Clauses {
			seen[string(c.State)]++
			seen["absorbed"] += len(c.Absorbed())
		}
	})
	t.Logf("what came of the clauses: %v", seen)
	for _, what := range []string{"holds", "does not hold", "out of scope", "cannot be told", "absorbed"} {
		require.Positive(t, seen[what], "%s: %v", what, seen)
	}
}

// expression draws expressions; loops counts its variables, which differ.
type expression struct {
	*rapid.T
	loops int
}

func (x *expression) pick(of ...string) string { return rapid.SampledFrom(of).Draw(x.T, "pick") }

func (x *expression) clause(effect, body string) string {
	scope := strings.ReplaceAll(x.condition(1), "\n", "\n//              ")
	return "// 😀 A clause.\n//\n//   effect:    " + effect + "\n//   on:        trial\n//   scope:     " + scope +
		"\n//   source:    S\n//   covers:    X-1\n//   message:   M.\n\n" + body + "\n"
}

// condition draws an expression that may read the define.
func (x *expression) condition(depth int) string {
	if depth > 0 && rapid.IntRange(0, 7).Draw(x.T, "foo") == 0 {
		return "foo"
	}
	return x.form(depth, x.condition)
}

// plain draws one that does not.
func (x *expression) plain(depth int) string { return x.form(depth, x.plain) }

func (x *expression) form(depth int, part func(int) string) string {
	if depth == 0 {
		return x.pick("p.a", "p.b", "has(p.a)", "has(p.n)", "p.n == 1", "p.n < 2", "2 / p.n == 1", "p.items[3].ok",
			"within(p.t, hours(24))", "younger(p.t, days(7))", "p.t + hours(1) <= now", "now - p.t > hours(12)", "assume(p.b, true)",
			"p.n in [0, 2]", `"😀" != "a"`, "p.nums.size() > 2", "latest(p.items.map(z, z.at)) < now", `p.items[0].k.startsWith("a")`)
	}
	switch rapid.IntRange(0, 8).Draw(x.T, "form") {
	case 0:
		return part(depth-1) + " && " + part(0) + " &&\n(" + part(depth-1) + ")"
	case 1:
		return "(" + part(depth-1) + " || " + part(depth-1) + " || " + part(0) + ")"
	case 2:
		return "!(" + part(depth-1) + ")"
	case 3:
		return "((" + part(depth-1) + ") ? " + part(depth-1) + " : (" + part(0) + "))"
	case 4, 5:
		return x.walk("p.items", x.pick(".k == \"a\"", ".ok", ".at < now", ".at == p.t"), depth, part)
	case 6:
		return x.walk("p.nums", x.pick(" > 1", " == p.n", " / p.n == 1"), depth, part)
	case 7:
		x.loops++
		return fmt.Sprintf("p.nums.map(v%d, v%d > 0, 4 / v%d).exists(w%d, w%d == p.n)", x.loops, x.loops, x.loops, x.loops, x.loops)
	}
	return part(0)
}

// walk draws a loop; what is asked of an element has another condition beside it.
func (x *expression) walk(list, asks string, depth int, part func(int) string) string {
	x.loops++
	v := fmt.Sprintf("e%d", x.loops)
	condition := v + asks + x.pick(" && ", " || ") + "(" + part(depth-1) + ")"
	switch form := x.pick("exists", "all", "exists_one", "filter", "map"); form {
	case "filter":
		return list + ".filter(" + v + ", " + condition + ").size() == 1"
	case "map":
		return "true in " + list + ".map(" + v + ", " + condition + ")"
	default:
		return list + "." + form + "(" + v + ", " + condition + ")"
	}
}

// TestBound proves that there is an end to what is told of lists within lists, and that
// what is told stays true.
func TestBound(t *testing.T) {
	var list []any
	for i := range 200 {
		list = append(list, int64(i))
	}
	numbers := &ir.Node{Op: ir.Fact, Text: "numbers", Type: ir.Type{Kind: ir.ListKind, Elem: &ir.Type{Kind: ir.Int}}}
	a, b := &ir.Loop{Name: "a"}, &ir.Loop{Name: "b"}
	equal := &ir.Node{Op: ir.Eq, Text: "a == b", Type: ir.Type{Kind: ir.Bool}, Args: []*ir.Node{variable(a), variable(b)}}
	inner := &ir.Node{Op: ir.All, Text: "inner", Type: ir.Type{Kind: ir.Bool}, Var: b, Args: []*ir.Node{numbers, equal}}
	outer := &ir.Node{Op: ir.All, Text: "outer", Type: ir.Type{Kind: ir.Bool}, Var: a, Args: []*ir.Node{numbers, inner}}
	asked := 0
	x := explain.New(time.Time{}, func(n *ir.Node, _ ir.Loops) (any, error) {
		if asked++; n == numbers {
			return list, nil
		}
		return n.Type.Kind != ir.Int, nil
	})
	c := x.Clause("f", &ir.Clause{Body: outer})
	(&speech.Speaker{Print: func(v any) string { return fmt.Sprint(v) }}).Say(c.Body)
	require.Equal(t, explain.Holds, c.Verdict())
	require.Less(t, asked, 30_000)
	require.Len(t, c.Body.Elements, 8)
	require.Equal(t, 192, c.Body.Omitted)
	require.Equal(t, "all 200", c.Body.Says)
	require.False(t, c.Body.Elements[0].Terms[0].Cut)

	x = explain.New(time.Time{}, func(*ir.Node, ir.Loops) (any, error) { return true, nil })
	deep := &ir.Node{Op: ir.And, Type: ir.Type{Kind: ir.Bool}, Args: slices.Repeat([]*ir.Node{equal}, 10_000)}
	last := x.Clause("f", &ir.Clause{Body: deep}).Body.Terms[9_999]
	require.True(t, last.Cut)
	require.Equal(t, explain.True, last.State)
}

func variable(l *ir.Loop) *ir.Node {
	return &ir.Node{Op: ir.Var, Text: l.Name, Type: ir.Type{Kind: ir.Int}, Var: l}
}
