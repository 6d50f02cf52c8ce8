package lang

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/lang/values"
	"github.com/clausewise/clausewise/facts"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// FuzzExpression compiles any text. It is refused in words that an owner knows, or it
// can be evaluated, printed, explained and made into a tree, whatever is unknown.
func FuzzExpression(f *testing.F) {
	files, err := filepath.Glob("testdata/values/*.txtar")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		for _, part := range txtar.Parse(data).Files {
			for line := range strings.Lines(string(part.Data)) {
				if text, _, ok := strings.Cut(line, " => "); ok {
					f.Add(text)
				}
			}
		}
	}
	broken, err := filepath.Glob("../../../testdata/errors/*.cel")
	require.NoError(f, err)
	for _, file := range broken {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		_, body, _ := strings.Cut(string(data), "\n\n")
		for line := range strings.Lines(body) {
			text, _, _ := strings.Cut(line, "  //")
			f.Add(strings.TrimSuffix(text, " ||"))
		}
	}
	s := messaging(f)
	now := time.Date(2026, 1, 10, 15, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		source := "// T.\n//\n//   effect: define\n\n" + text + "\n"
		file, faults := clause.Read("x.cel", "x", []byte(source))
		if faults.HasErrors() || file.Effect != clause.Define {
			return
		}
		env, faults := NewEnv(s, s.Action("send"), &Defines{}, nil)
		require.Empty(t, faults)
		c, faults := env.compile(file, file.Body)
		inWords(t, file, source, faults)
		p, faults := env.plan(c)
		inWords(t, file, source, faults)
		if p == nil {
			return
		}
		require.NotNil(t, env.tree(p))
		for _, s := range []*facts.Send{{Now: now}, {Now: now, Comment: &facts.Comment{At: now}, Thread: facts.Thread{UserActions: []facts.UserAction{{At: now}}}}} {
			v, failure := p.eval(env.Bind(s))
			if failure == nil {
				values.Print(v)
			} else {
				require.NotRegexp(t, jargon, failure.Message, text)
			}
			(&Clause{env: env, body: p}).Unknown(env.Bind(s))
		}
	})
}
