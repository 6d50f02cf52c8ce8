package eval

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// policy is the clauses of one action for both evaluators.
type policy struct {
	action  *schema.Action
	env     *lang.Env
	clauses []*lang.Clause
	program *Program
}

// compiled compiles clauses for an action by both.
func compiled(t testing.TB, s *schema.Schema, a *schema.Action, d *lang.Defines, files []*clause.File) policy {
	env, faults := lang.NewEnv(s, a, d, files)
	require.Empty(t, faults)
	p := policy{action: a, env: env}
	var trees []*ir.Clause
	for _, f := range files {
		c, faults := env.Clause(f)
		require.NotNil(t, c, "%v", faults)
		p.clauses = append(p.clauses, c)
		trees = append(trees, c.Tree())
	}
	p.program = New(a, trees, p.bind)
	return p
}

// states are those of all clauses.
func (p policy) states(facts any) []State {
	states := make([]State, len(p.clauses))
	a, _ := p.program.Decide(facts)
	for i := range states {
		states[i] = a.State(i)
	}
	return states
}

// state is that of a clause by CEL's own program.
func state(x *lang.Facts, c *lang.Clause) State {
	s, _ := c.Decide(x)
	return State(s)
}

func (p policy) bind(facts any) ir.Evaluate {
	x := p.env.Bind(facts)
	return func(n *ir.Node, loops ir.Loops) (any, error) {
		v, failure := x.Value(n, loops)
		if failure != nil {
			return nil, failure
		}
		return v, nil
	}
}

// shipped is the shipped pack, by action.
func shipped(t testing.TB) map[string]policy {
	var defines, clauses []*clause.File
	require.NoError(t, fs.WalkDir(policies.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".cel") {
			return err
		}
		data, err := fs.ReadFile(policies.FS(), path)
		require.NoError(t, err)
		f, faults := clause.Read(path, strings.TrimSuffix(path, ".cel"), data)
		require.Empty(t, faults)
		if f.Effect == clause.Define {
			defines = append(defines, f)
		} else {
			clauses = append(clauses, f)
		}
		return nil
	}))
	s := messaging(t)
	d, faults := lang.NewDefines(s, defines)
	require.Empty(t, faults)
	pack := map[string]policy{}
	for _, a := range s.Actions() {
		on := slices.DeleteFunc(slices.Clone(clauses), func(f *clause.File) bool {
			return !slices.ContainsFunc(f.On, func(w clause.Word) bool { return w.Text == a.Name })
		})
		pack[a.Name] = compiled(t, s, a, d, on)
	}
	return pack
}

func messaging(t testing.TB) *schema.Schema {
	s, err := schema.New(messages()...)
	require.NoError(t, err)
	return s
}

func messages() []schema.Facts { return facts.All() }
