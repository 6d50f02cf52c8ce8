package eval

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	conformance "cel.dev/expr/conformance/test"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/prototext"

	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// TestConformance evaluates the cases by which implementations of CEL are held to its
// specification, as far as a clause can say them: those that our language takes, that
// read no variables, and whose value is a scalar. What counts is CEL's own program.
func TestConformance(t *testing.T) {
	s, err := schema.New(&parcel{})
	require.NoError(t, err)
	a := s.Action("parcel")
	env, faults := environmentOf(s, a, nil)
	require.Empty(t, faults)
	asked := 0
	bind := func(facts any) ir.Evaluate {
		asked++
		return policy{env: env}.bind(facts)
	}
	cases, taken, byUs := 0, 0, 0
	for name, c := range conformanceCases(t) {
		cases++
		n := conformanceNode(env, a, c)
		if n == nil {
			continue
		}
		taken++
		before := asked
		agreeOn(t, name, env, newSingle(a, n, bind))
		if asked == before {
			byUs++
		}
	}
	t.Logf("%d cases, %d that a clause can say, %d of them without asking CEL", cases, taken, byUs)
	require.Greater(t, byUs, 250)
}

func agreeOn(t *testing.T, name string, env *lang.Env, s single) {
	facts := &parcel{Heavy: true}
	f := s.program.newFrame()
	f.begin(s.program, facts)
	v, ok := s.expr(f)
	want, failure := env.Bind(facts).Value(s.node, nil)
	require.Equal(t, failure == nil, ok, "%s: `%s`: %v", name, s.node.Text, failure)
	if ok && !reflect.DeepEqual(plainGo(want), toGo(v, s.node.Type.Kind)) {
		require.Equal(t, plainGo(want), toGo(v, s.node.Type.Kind), "%s: `%s`", name, s.node.Text)
	}
}

// conformanceNode is the tree of a case, or nil where no clause can say it.
func conformanceNode(env *lang.Env, a *schema.Action, c *conformance.SimpleTest) *ir.Node {
	if c.GetDisableCheck() || c.GetDisableMacros() || c.GetContainer() != "" || c.GetCheckOnly() || len(c.GetTypeEnv()) > 0 || len(c.GetBindings()) > 0 {
		return nil
	}
	made := compileText(env, a, 0, "", fmt.Sprintf("[%s] != []", c.GetExpr()))
	if made == nil {
		return nil
	}
	if n := made.Tree().Body.Args[0].Args[0]; isScalar(n.Type.Kind) {
		return n
	}
	return nil
}

func conformanceCases(t *testing.T) func(func(name string, c *conformance.SimpleTest) bool) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "cel.dev/expr").Output()
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "tests", "simple", "testdata", "*.textproto"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return func(yield func(string, *conformance.SimpleTest) bool) {
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			all := &conformance.SimpleTestFile{}
			if prototext.Unmarshal(text, all) != nil {
				continue // its messages are of no concern to us
			}
			for _, section := range all.GetSection() {
				for _, c := range section.GetTest() {
					if !yield(all.GetName()+"/"+section.GetName()+"/"+c.GetName(), c) {
						return
					}
				}
			}
		}
	}
}
