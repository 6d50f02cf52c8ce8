package main

import (
	"bytes"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/stretchr/testify/require"
)

const decisions = "../../testdata/decisions"

// shippedCases loads the shipped pack and decides the golden cases by it.
func shippedCases(t *testing.T) (*engine.Policy, []cases.Case) {
	p, err := new(app).policy()
	require.NoError(t, err)
	ran, err := cases.Run(p, decisions)
	require.NoError(t, err)
	return p, ran
}

// TestDecisions holds the shipped pack to the golden cases.
func TestDecisions(t *testing.T) {
	_, ran := shippedCases(t)
	for _, c := range ran {
		name, _ := filepath.Rel(decisions, c.Path)
		t.Run(strings.TrimSuffix(filepath.ToSlash(name), ".txtar"), func(t *testing.T) {
			if update() {
				require.NoError(t, c.Update())
				return
			}
			require.NoError(t, c.Err)
			require.Empty(t, c.Diff, c.Sentence)
		})
	}
}

// TestClausesShown wants a case in which a clause holds and one in which it is in scope
// and does not: only the two together show where it ends. What cannot be told shows
// neither.
func TestClausesShown(t *testing.T) {
	p, ran := shippedCases(t)
	holds, not := map[string]bool{}, map[string]bool{}
	for _, c := range ran {
		d := c.Decision
		mark(holds, d.Permits(), d.Forbids(), d.Duties(), d.Advice())
		mark(not, d.Unmet(), d.Silent())
	}
	for _, c := range p.Clauses() {
		if c.Effect == "define" {
			continue
		}
		if !holds[c.ID] {
			t.Errorf("no case in which `%s` holds", c.ID)
		}
		if !not[c.ID] {
			t.Errorf("no case in which `%s` is in scope and does not hold", c.ID)
		}
	}
}

func mark(ids map[string]bool, parts ...iter.Seq[engine.Finding]) {
	for _, part := range parts {
		for f := range part {
			if f.Error() == "" {
				ids[f.Clause()] = true
			}
		}
	}
}

// TestGenerated holds the files that a command makes to what it makes.
func TestGenerated(t *testing.T) {
	for file, args := range map[string][]string{
		"../../policies/README.md":      {"list", "--markdown"},
		"../../facts/facts.schema.json": {"schema"},
	} {
		var made, errs bytes.Buffer
		require.Zero(t, run(args, nil, &made, &errs), errs.String())
		if update() {
			require.NoError(t, os.WriteFile(file, made.Bytes(), 0o644))
		}
		kept, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, made.String(), string(kept), "%s is stale: UPDATE_GOLDEN=1 go test ./cmd/clausewise makes it anew", file)
	}
}
