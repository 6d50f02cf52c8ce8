package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/policies"
	"go.yaml.in/yaml/v3"
)

// requirement is one requirement of the source policy, as requirements.yaml states it.
type requirement struct {
	ID      string `yaml:"id" json:"id"`
	Section string `yaml:"section" json:"section"`
	Action  string `yaml:"action" json:"action"`
	Text    string `yaml:"text" json:"text"`
	Outside string `yaml:"outside" json:"outside,omitempty"` // why no clause carries it
}

// covered is a row of the matrix: a requirement, who carries it, and where it shows.
type covered struct {
	requirement
	Clauses []string `json:"clauses"`
	Cases   []string `json:"cases"`
}

// requirements reads the list that lies beside the clauses.
func (a *app) requirements() ([]requirement, error) {
	name, data := "requirements.yaml", policies.Requirements()
	if a.policies != "" {
		var err error
		name = filepath.Join(a.policies, name)
		if data, err = os.ReadFile(name); err != nil {
			return nil, fmt.Errorf("the requirements of these policies cannot be read: %w", err)
		}
	}
	var list []requirement
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// matrix joins requirements, clauses and cases. A case belongs to a clause that spoke
// in its decision, or was in scope there; a define's cases are those of the clauses
// that carry the same requirement.
func matrix(list []requirement, p *engine.Policy, ran []cases.Case) []covered {
	speaks := map[string][]string{}
	for _, c := range ran {
		for _, id := range spoke(c.Decision) {
			speaks[id] = append(speaks[id], c.Path)
		}
	}
	var rows []covered
	for _, r := range list {
		row := covered{requirement: r, Clauses: []string{}, Cases: []string{}}
		for _, c := range p.Clauses() {
			if slices.Contains(c.Covers, r.ID) {
				row.Clauses = append(row.Clauses, c.ID)
				row.Cases = append(row.Cases, speaks[c.ID]...)
			}
		}
		slices.Sort(row.Cases)
		row.Cases = slices.Compact(row.Cases)
		rows = append(rows, row)
	}
	return rows
}

// spoke lists the clauses that were in scope in a decision.
func spoke(d engine.Decision) (ids []string) {
	for _, seq := range []func(func(engine.Finding) bool){d.Permits(), d.Forbids(), d.Duties(), d.Advice(), d.Unmet(), d.Silent()} {
		for f := range seq {
			ids = append(ids, f.Clause())
		}
	}
	return ids
}

func (a *app) listRequirements(p *engine.Policy, paths []string) error {
	list, err := a.requirements()
	if err != nil {
		return fail(exitLoad, err)
	}
	var ran []cases.Case
	if len(paths) > 0 {
		if ran, err = cases.Run(p, paths...); err != nil {
			return fail(exitLoad, err)
		}
	}
	rows := matrix(list, p, ran)
	if a.format == "json" {
		return fail(exitInternal, a.json(rows))
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		carried := strings.Join(r.Clauses, ", ")
		if carried == "" {
			carried = "outside: " + r.Outside
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, count(len(r.Cases), "case"), carried)
	}
	return fail(exitInternal, w.Flush())
}
