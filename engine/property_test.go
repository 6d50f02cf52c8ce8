package engine_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/clausewise/clausewise/engine"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// draft is a random policy: clauses by the name of their file.
func draft(t *rapid.T, effects ...string) map[string]string {
	files := map[string]string{"permit.cel": clause("permit", "", condition(t, 2).text)}
	for i := range rapid.IntRange(0, 5).Draw(t, "clauses") {
		effect := rapid.SampledFrom(effects).Draw(t, "effect")
		files[fmt.Sprintf("c%d.cel", i)] = clause(effect, "scope: "+condition(t, 1).text, condition(t, 2).text)
	}
	return files
}

func someState(t *rapid.T) state {
	s := state{}
	for _, f := range quizFacts {
		if rapid.IntRange(0, 3).Draw(t, "known "+f) > 0 {
			s[f] = rapid.SampledFrom(values(f)).Draw(t, f)
		}
	}
	return s
}

// TestForbidWins: the outcome follows from what spoke, and from nothing else; a forbid
// more never permits, and a permit more never denies.
func TestForbidWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, s := draft(t, "permit", "forbid", "oblige", "advise"), someState(t)
		before := policy(t, files).Decide(s.facts())
		require.Equal(t, expected(before), before.Outcome())

		files["x.cel"] = clause("forbid", "", condition(t, 2).text)
		forbidding := policy(t, files).Decide(s.facts())
		require.Equal(t, expected(forbidding), forbidding.Outcome())
		if before.Outcome() == engine.Denied {
			require.Equal(t, engine.Denied, forbidding.Outcome())
		}

		files["x.cel"] = clause("permit", "", condition(t, 2).text)
		permitting := policy(t, files).Decide(s.facts())
		require.Equal(t, expected(permitting), permitting.Outcome())
		if before.Outcome() == engine.Permitted {
			require.Equal(t, engine.Permitted, permitting.Outcome())
		}
	})
}

// expected is the outcome that the findings of a decision call for.
func expected(d engine.Decision) engine.Outcome {
	for range d.Forbids() {
		return engine.Denied
	}
	for range d.Permits() {
		return engine.Permitted
	}
	return engine.Denied
}

// TestOrder: neither the order in which files are read nor their names change an
// answer.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, s := draft(t, "permit", "forbid"), someState(t)
		p := policy(t, files)
		backwards, err := engine.Load(p.Schema(), reversed{dir(files)})
		require.NoError(t, err)
		require.Equal(t, p.Revision(), backwards.Revision())
		require.Equal(t, said(p.Decide(s.facts())), said(backwards.Decide(s.facts())))

		renamed := map[string]string{}
		for i, text := range rapid.Permutation(slices.Sorted(maps.Values(files))).Draw(t, "order") {
			renamed[fmt.Sprintf("%d.cel", i)] = text
		}
		require.Equal(t, p.Decide(s.facts()).Outcome(), policy(t, renamed).Decide(s.facts()).Outcome())
	})
}

// reversed lists the files of a folder from the last to the first.
type reversed struct{ fstest.MapFS }

func (r reversed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := r.MapFS.ReadDir(name)
	slices.Reverse(entries)
	return entries, err
}

// said is everything that a decision says.
func said(d engine.Decision) string {
	text := d.Outcome().String() + "\n"
	for _, part := range []string{"permits", "forbids", "duties", "advice", "unmet", "silent", "errors"} {
		for f := range parts(d)[part] {
			text += part + " " + f.Clause() + ": " + f.Message() + " " + f.Error() + "\n"
		}
	}
	return text
}
