package main

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRequirements holds the shipped pack to its list of requirements: a clause that
// has a case carries each, or the list says why none does.
func TestRequirements(t *testing.T) {
	list, err := new(app).readRequirements()
	require.NoError(t, err)
	p, ran := shippedCases(t)
	for _, r := range join(list, p, ran) {
		switch carried := len(r.Clauses) > 0; {
		case carried && r.Outside != "":
			t.Errorf("%s is carried by %s and is outside, too", r.ID, r.Clauses)
		case !carried && r.Outside == "":
			t.Errorf("%s is carried by no clause, and nothing says why", r.ID)
		case carried && len(r.Cases) == 0:
			t.Errorf("%s is carried by %s, of which there is no case", r.ID, r.Clauses)
		}
	}
}

// TestRequirementsList holds the list itself in order, and the clauses to its ids.
func TestRequirementsList(t *testing.T) {
	list, err := new(app).readRequirements()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, r := range list {
		require.Regexp(t, regexp.MustCompile(`^[A-Z]{2}-\d\d$`), r.ID)
		require.False(t, known[r.ID], "%s stands twice", r.ID)
		require.NotEmpty(t, r.Section, r.ID)
		require.NotEmpty(t, r.Action, r.ID)
		require.NotEmpty(t, r.Text, r.ID)
		known[r.ID] = true
	}
	p, err := new(app).policy()
	require.NoError(t, err)
	for _, c := range p.Clauses() {
		for _, id := range c.Covers {
			if !known[id] {
				t.Errorf("`%s` covers %s, which is no requirement", c.ID, id)
			}
		}
	}
}
