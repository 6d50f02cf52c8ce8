package main

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/clausewise/clausewise/engine/render"
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

// readRequirements reads the list that lies beside the clauses.
func (a *app) readRequirements() ([]requirement, error) {
	name, data := "requirements.yaml", policies.Requirements()
	if a.policies != "" {
		var err error
		name = filepath.Join(a.policies, name)
		if data, err = os.ReadFile(name); err != nil {
			return nil, unreadable(name, err)
		}
	}
	var list []requirement
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("`%s` is no list of requirements: %w", name, err)
	}
	return list, nil
}

// join makes the matrix of requirements, clauses and cases. A case belongs to a clause
// that was in scope in its decision, and to the defines that this clause reads.
func join(list []requirement, p *engine.Policy, ran []cases.Case) (rows []covered) {
	speaks, reads := map[string][]string{}, map[string][]string{}
	for _, c := range p.Clauses() {
		reads[c.ID] = c.Reads
	}
	for _, c := range ran {
		for _, id := range spoke(c.Decision) {
			for _, carrier := range append([]string{id}, reads[id]...) {
				speaks[carrier] = append(speaks[carrier], filepath.ToSlash(c.Path))
			}
		}
	}
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
	for _, part := range []iter.Seq[engine.Finding]{d.Permits(), d.Forbids(), d.Duties(), d.Advice(), d.Unmet(), d.Silent()} {
		for f := range part {
			ids = append(ids, f.Clause())
		}
	}
	return ids
}

// matrix shows which clauses, and which cases, carry each requirement.
func (l *list) matrix(p *engine.Policy) error {
	required, err := l.readRequirements()
	if err != nil {
		return fail(exitLoad, err)
	}
	var ran []cases.Case
	if len(l.cases) > 0 {
		if ran, err = cases.Run(p, l.cases...); err != nil {
			return fail(exitLoad, err)
		}
	}
	rows := join(required, p, ran)
	if l.format == "json" {
		return l.json(rows)
	}
	for _, r := range rows {
		l.row(r)
	}
	return nil
}

func (l *list) row(r covered) {
	style, head, carried := l.out.style(), r.ID, strings.Join(r.Clauses, ", ")
	if len(l.cases) > 0 && r.Outside == "" {
		head += "  " + count(len(r.Cases), "case")
	}
	switch {
	case r.Outside != "":
		carried = "outside: " + r.Outside
	case carried == "":
		carried = "carried by no clause"
	}
	fmt.Fprint(l.out, style.Block(render.Name, 0, head), style.Block(0, 4, r.Text), style.Block(render.Faint, 4, carried))
}
