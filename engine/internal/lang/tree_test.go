package lang

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
	"github.com/stretchr/testify/require"
)

// TestTree holds the trees of clauses against a text that shows every node: what it
// does, of which type, from where to where, and as it is written.
func TestTree(t *testing.T) {
	files, err := filepath.Glob("testdata/tree/*.cel")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			f, faults := clause.Read(file, strings.TrimSuffix(file, ".cel"), data)
			require.Empty(t, faults)
			env, faults := NewEnv(messaging(t), messaging(t).Action(f.On[0].Text), &Defines{}, nil)
			require.Empty(t, faults)
			c, faults := env.Clause(f)
			require.Empty(t, faults, faults.Error())
			golden(t, strings.TrimSuffix(file, ".cel")+".tree", dump(c.Tree()))
		})
	}
}

// TestTreeOfPack proves for the shipped pack that every node stands where its text
// is, lies inside of its parent, and follows the operand before it.
func TestTreeOfPack(t *testing.T) {
	for c := range packClauses(t) {
		tree := c.Tree()
		for _, root := range []*ir.Node{tree.Scope, tree.Body, tree.By} {
			if root != nil {
				placed(t, c.File, root)
			}
		}
	}
}

func placed(t *testing.T, f *clause.File, root *ir.Node) {
	source := []rune(f.Text)
	root.Walk(func(n *ir.Node) bool {
		require.NotZero(t, n.Op, "%s: %s", f.Path, n.Text)
		require.NotEmpty(t, n.Text, "%s: op %d", f.Path, n.Op)
		here := strings.Join(strings.Fields(string(source[n.Span.Start:n.Span.End])), "")
		require.Equal(t, strings.Join(strings.Fields(n.Text), ""), strings.ReplaceAll(here, "//", ""), f.Path)
		for _, a := range n.Args {
			require.True(t, n.Span.Start <= a.Span.Start && a.Span.End <= n.Span.End, "%s: %q in %q", f.Path, a.Text, n.Text)
		}
		return true
	})
}

// packFiles reads the files of the shipped pack.
func packFiles(t *testing.T) (defines, clauses []*clause.File) {
	require.NoError(t, fs.WalkDir(policies.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
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
	return defines, clauses
}

func packClauses(t *testing.T) func(func(*Clause) bool) {
	defines, clauses := packFiles(t)
	s := messaging(t)
	d, faults := NewDefines(s, defines)
	require.Empty(t, faults)
	return func(yield func(*Clause) bool) {
		for _, a := range s.Actions() {
			on := slices.DeleteFunc(slices.Clone(clauses), func(f *clause.File) bool {
				return !slices.ContainsFunc(f.On, func(w clause.Word) bool { return w.Text == a.Name })
			})
			env, faults := NewEnv(s, a, d, on)
			require.Empty(t, faults)
			for _, f := range on {
				c, faults := env.Clause(f)
				require.Empty(t, faults)
				if !yield(c) {
					return
				}
			}
		}
	}
}

func messaging(t testing.TB) *schema.Schema {
	s, err := schema.New(facts.All()...)
	require.NoError(t, err)
	return s
}

func golden(t *testing.T, file, got string) {
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func dump(c *ir.Clause) string {
	var b strings.Builder
	for _, part := range []struct {
		name string
		root *ir.Node
	}{{"scope", c.Scope}, {"body", c.Body}, {"by", c.By}} {
		if part.root != nil {
			fmt.Fprintln(&b, part.name)
			dumpNode(&b, part.root, "  ")
		}
	}
	return b.String()
}

func dumpNode(b *strings.Builder, n *ir.Node, indent string) {
	names := strings.Fields("? const fact has var define and or not cond eq ne lt le gt ge in add sub mul div mod neg index list map call all exists exists_one filter transform")
	kinds := strings.Fields("? bool int uint double string bytes time duration list map group")
	fmt.Fprintf(b, "%s%s %s %d:%d-%d:%d  %s\n", indent, names[n.Op], kinds[n.Type.Kind], n.Span.Line, n.Span.Col, n.Span.EndLine, n.Span.EndCol, n.Text)
	for _, a := range n.Args {
		dumpNode(b, a, indent+"  ")
	}
}
