package cases_test

import (
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/stretchr/testify/require"
)

// Loan is what a library knows when somebody wants to take a book home.
type Loan struct {
	Now   time.Time `json:"now" doc:"The instant at the desk."`
	Adult *bool     `json:"adult" doc:"The reader is of age."`
}

// Action names the action for the engine.
func (*Loan) Action() string { return "loan" }

// library is a policy of one clause.
func library() *engine.Policy {
	s, err := schema.New(new(Loan))
	if err != nil {
		log.Fatal(err)
	}
	p, err := engine.Load(s, fstest.MapFS{"desk.cel": {Data: []byte(`// Adults take books home.
//
//   effect:    permit
//   on:        loan
//   source:    House rules
//   covers:    L-1
//   message:   The book may go home.
//   otherwise: Only adults take books home.

adult
`)}})
	if err != nil {
		log.Fatal(err)
	}
	return p
}

const (
	passes = `An adult takes a book home.

-- facts.yaml --
action: loan
now: 2026-01-10T15:00:00Z
adult: true
-- decision --
PERMITTED  loan, 2026-01-10 15:00 UTC

permitted by
  desk
    The book may go home.
    House rules (L-1)
`
	fails = `A child takes a book home.

-- facts.json --
{"action": "loan", "now": "2026-01-10T15:00:00Z", "adult": false}
-- decision --
PERMITTED  loan, 2026-01-10 15:00 UTC
-- notes --
Kept as they are.
`
)

func write(t *testing.T, files map[string]string) string {
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

// TestRun: every case below a folder runs, in the order of the paths; a case passes
// when its decision is the policy's, byte for byte.
func TestRun(t *testing.T) {
	root := write(t, map[string]string{"b/passes.txtar": passes, "a.txtar": fails, "c/d/new.txtar": strings.Split(passes, "-- decision")[0], "notes.md": "No case."})
	all, err := cases.Run(library(), root)
	require.NoError(t, err)
	require.Len(t, all, 3)

	require.Equal(t, filepath.Join(root, "a.txtar"), all[0].Path)
	require.Equal(t, "A child takes a book home.", all[0].Sentence)
	require.NoError(t, all[0].Err)
	require.False(t, all[0].Passed())
	require.Contains(t, all[0].Diff, "-PERMITTED  loan")
	require.Contains(t, all[0].Diff, "+DENIED  loan")
	require.Equal(t, engine.Denied, all[0].Decision.Outcome())

	require.True(t, all[1].Passed())
	require.Empty(t, all[1].Diff)
	require.False(t, all[2].Passed(), "a case without a decision is a new one")
	require.Contains(t, all[2].Diff, "+PERMITTED")

	one, err := cases.Run(library(), filepath.Join(root, "b", "passes.txtar"), filepath.Join(root, "a.txtar"))
	require.NoError(t, err)
	require.Equal(t, []string{all[1].Path, all[0].Path}, []string{one[0].Path, one[1].Path})
}

// TestUpdate: an update writes the decision of the policy and leaves the rest of the
// case as it is; one that passes is not written at all.
func TestUpdate(t *testing.T) {
	p := library()
	root := write(t, map[string]string{"fails.txtar": fails, "new.txtar": strings.Split(passes, "-- decision")[0], "passes.txtar": passes})
	before, err := os.Stat(filepath.Join(root, "passes.txtar"))
	require.NoError(t, err)
	all, err := cases.Run(p, root)
	require.NoError(t, err)
	for _, c := range all {
		require.NoError(t, c.Update())
	}
	all, err = cases.Run(p, root)
	require.NoError(t, err)
	for _, c := range all {
		require.True(t, c.Passed(), c.Path)
	}
	text, err := os.ReadFile(filepath.Join(root, "fails.txtar"))
	require.NoError(t, err)
	require.Contains(t, string(text), "Only adults take books home.")
	require.Contains(t, string(text), "-- notes --\nKept as they are.\n")
	made, err := os.ReadFile(filepath.Join(root, "new.txtar"))
	require.NoError(t, err)
	require.Equal(t, passes, string(made))
	after, err := os.Stat(filepath.Join(root, "passes.txtar"))
	require.NoError(t, err)
	require.Equal(t, before.ModTime(), after.ModTime())
}

// TestBroken: a case that cannot be run says why, at the line of the file, and is
// neither passed nor updated.
func TestBroken(t *testing.T) {
	for name, c := range map[string]struct{ text, err string }{
		"no sentence":         {strings.TrimPrefix(passes, "An adult takes a book home.\n"), "FILE: a case begins with a sentence that says what it shows"},
		"no facts":            {"A case.\n-- decision --\nDENIED\n", "FILE: a case needs a file `facts.yaml` or `facts.json`"},
		"an empty file":       {"", "FILE: a case begins with a sentence that says what it shows"},
		"a fault in YAML":     {"A case.\n\n-- notes --\nx\n-- facts.yaml --\naction: loan\nnow: 2026-01-10T15:00:00Z\nadlt: true\n", "FILE:8:1: `adlt`"},
		"a fault in JSON":     {"A case.\n-- facts.json --\n{\"action\": \"loan\",\n \"now\": \"2026-01-10T15:00:00Z\", \"adult\": 1}\n", "FILE:4:42: `adult`"},
		"no instant":          {"A case.\n-- facts.yaml --\naction: loan\n", "FILE:3:1: `now`"},
		"broken YAML":         {"A case.\n-- facts.yaml --\naction: [\n", "FILE:3: this is not YAML"},
		"an action of nobody": {"A case.\n-- facts.yaml --\naction: lone\nnow: 2026-01-10T15:00:00Z\n", "FILE:3:9: `action`"},
	} {
		t.Run(name, func(t *testing.T) {
			root := write(t, map[string]string{"case.txtar": c.text})
			file := filepath.Join(root, "case.txtar")
			all, err := cases.Run(library(), root)
			require.NoError(t, err)
			require.Len(t, all, 1)
			require.False(t, all[0].Passed())
			require.ErrorContains(t, all[0].Err, strings.ReplaceAll(c.err, "FILE", file))
			require.Equal(t, all[0].Err, all[0].Update())
			left, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, c.text, string(left))
		})
	}
}

// TestNowhere: a path without a case is a mistake of whoever named it.
func TestNowhere(t *testing.T) {
	root := write(t, map[string]string{"notes.md": "No case.", "a/passes.txtar": passes})
	_, err := cases.Run(library(), filepath.Join(root, "gone"))
	require.ErrorContains(t, err, "gone` cannot be read: no such file or directory")
	_, err = cases.Run(library(), root, filepath.Join(root, "notes.md"))
	require.ErrorContains(t, err, "there is no case (`*.txtar`) below `")
	all, err := cases.Run(library())
	require.NoError(t, err)
	require.Empty(t, all)
}
