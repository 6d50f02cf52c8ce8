package lang

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestValues computes every expression of testdata/values and holds what comes of it
// against the file. Each must load without a fault and without a warning: these are
// the clauses that nothing is wrong with.
//
// An archive has the facts, perhaps defines, one `name = expression` a line, and the
// values: `expression => value`, where an expression may go over several lines. Under
// `unknown` it says which unknown facts keep a condition from being told.
func TestValues(t *testing.T) {
	files, err := filepath.Glob("testdata/values/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			table := newTable(t, file, txtar.Parse(data))
			got := table.format(t)
			if os.Getenv("UPDATE_GOLDEN") != "" && !bytes.Equal(data, got) {
				require.NoError(t, os.WriteFile(file, got, 0o644))
				return
			}
			require.Equal(t, string(data), string(got))
		})
	}
}

// table is one archive of expressions over one fact set.
type table struct {
	archive *txtar.Archive
	facts   schema.Facts
	action  *schema.Action
	defines *Defines
}

func newTable(t *testing.T, file string, a *txtar.Archive) *table {
	made := &table{archive: a}
	s := messaging(t)
	var defines []*clause.File
	for _, f := range a.Files {
		switch f.Name {
		case "facts.yaml":
			v, err := schema.ParseYAML(file, f.Data)
			require.NoError(t, err)
			made.facts, err = s.Decode(v, time.Time{})
			require.NoError(t, err)
			made.action = s.Action(made.facts.Action())
		case "defines":
			for line := range strings.Lines(string(f.Data)) {
				name, text, _ := strings.Cut(strings.TrimSpace(line), " = ")
				defines = append(defines, definition(t, "define/"+name, text))
			}
		}
	}
	d, faults := NewDefines(s, defines)
	require.Empty(t, faults)
	made.defines = d
	return made
}

// definition is an expression as a define, in which it may have any type.
func definition(t *testing.T, id, text string) *clause.File {
	f, faults := clause.Read(id+".cel", id, []byte("// T.\n//\n//   effect: define\n\n"+text+"\n"))
	require.Empty(t, faults, text)
	return f
}

func (x *table) format(t *testing.T) []byte {
	for i, f := range x.archive.Files {
		switch f.Name {
		case "values":
			x.archive.Files[i].Data = x.lines(t, f.Data, x.value)
		case "unknown":
			x.archive.Files[i].Data = x.lines(t, f.Data, x.unknown)
		}
	}
	return txtar.Format(x.archive)
}

// lines computes the right side of every line anew.
func (x *table) lines(t *testing.T, lines []byte, of func(*testing.T, string) string) []byte {
	var made, pending strings.Builder
	for line := range strings.Lines(string(lines)) {
		text, _, whole := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
		pending.WriteString(text)
		switch {
		case whole:
			text := pending.String()
			made.WriteString(text + " => " + of(t, text) + "\n")
			pending.Reset()
		case strings.TrimSpace(pending.String()) == "" || strings.HasPrefix(pending.String(), "//") && !strings.Contains(pending.String(), "\n"):
			made.WriteString(pending.String() + "\n")
			pending.Reset()
		default:
			pending.WriteByte('\n')
		}
	}
	require.Empty(t, pending.String(), "an expression without a value")
	return []byte(made.String())
}

func (x *table) program(t *testing.T, text string) (*Env, *program) {
	f := definition(t, "x", text)
	env, faults := NewEnv(messaging(t), x.action, x.defines, []*clause.File{f})
	require.Empty(t, faults, text)
	c, faults := env.compile(f, f.Body)
	require.Empty(t, faults, "%s: %s", text, faults.Error())
	p, faults := env.plan(c)
	require.Empty(t, faults, text)
	return env, p
}

func (x *table) unknown(t *testing.T, text string) string {
	env, p := x.program(t, text)
	return strings.Join((&Clause{env: env, body: p}).Unknown(env.Bind(x.facts)), ", ")
}

// cheap demands that no evaluation takes more steps than were foreseen.
func cheap(t *testing.T, env *Env, p *program, facts any) {
	counted, err := env.cel.Program(p.ast, cel.EvalOptions(cel.OptTrackCost))
	require.NoError(t, err)
	_, details, _ := counted.Eval(env.Bind(facts))
	require.NotNil(t, details.ActualCost())
	require.LessOrEqual(t, *details.ActualCost(), p.cost)
}

func (x *table) value(t *testing.T, text string) string {
	env, p := x.program(t, text)
	cheap(t, env, p, x.facts)
	v, failure := p.eval(env.Bind(x.facts))
	again, failure2 := p.eval(env.Bind(x.facts))
	require.Equal(t, failure, failure2, text)
	if failure != nil {
		return "error: " + failure.Message
	}
	require.Equal(t, v, again, text)
	traced, err := p.trace()
	require.NoError(t, err)
	thorough, _, err := traced.Eval(env.Bind(x.facts))
	require.NoError(t, err)
	require.Equal(t, values.Print(v), values.Print(thorough), text)
	return values.Print(v)
}
