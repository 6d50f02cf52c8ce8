package main

import (
	"io"
	"slices"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
)

func (a *app) explainCommand() *cobra.Command {
	var only string
	var all bool
	c := a.ask("explain", "Tell how a decision came about, expression by expression",
		func(d *decide, f schema.Facts) error {
			if only == "" {
				return d.explain(f, all)
			}
			return d.explainClause(f, only)
		})
	c.Flags().StringVar(&only, "clause", "", "explain only the clause with this `id`, in scope or not")
	c.Flags().BoolVar(&all, "all", false, "explain the clauses out of scope and not in force too")
	return c
}

// explain prints the decision with the trees of its clauses.
func (d *decide) explain(f schema.Facts, all bool) error {
	e := d.policy.Explain(f)
	e.Clauses = slices.DeleteFunc(e.Clauses, func(c engine.Explained) bool {
		return !all && (c.Part == "out of scope" || c.Part == "not in force")
	})
	if d.format == "json" {
		return d.json(e)
	}
	_, err := io.WriteString(d.out, render.Explanation(e, d.out.style()))
	return err
}

// answer prints the decision, explained where --explain asks for it.
func (d *decide) answer(f schema.Facts, decision engine.Decision) error {
	if d.explained {
		return d.explain(f, false)
	}
	return d.print(decision)
}

func (d *decide) explainClause(f schema.Facts, id string) error {
	e := d.policy.Explain(f)
	e.Clauses = slices.DeleteFunc(e.Clauses, func(c engine.Explained) bool { return c.Clause != id })
	if len(e.Clauses) == 0 {
		return d.noClause(id, f.Action())
	}
	if d.format == "json" {
		return d.json(e)
	}
	_, err := io.WriteString(d.out, render.Clause(e, e.Clauses[0], d.out.style()))
	return err
}

// noClause tells why no clause of that id speaks about the action.
func (d *decide) noClause(id, action string) error {
	var ids []string
	for _, c := range d.policy.Clauses() {
		switch {
		case c.ID == id && c.Effect == "define":
			return usage("a define is opened where a clause reads it", "`%s` is no clause", id)
		case c.ID == id:
			return usage("", "the clause `%s` does not speak about `%s`", id, action)
		case c.Effect != "define":
			ids = append(ids, c.ID)
		}
	}
	return usage(didYouMean(id, ids, "`clausewise list` names the clauses"), "there is no clause `%s`", id)
}
