package main

import (
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/spf13/cobra"
)

// list is the command that shows what a policy is made of.
type list struct {
	*app
	requirements, markdown bool
	cases                  []string
}

func (a *app) listCommand() *cobra.Command {
	l := &list{app: a}
	c := &cobra.Command{
		Use:   "list",
		Short: "List the clauses, or the requirements and who carries them",
		Example: `  clausewise list
  clausewise list --requirements --cases testdata/decisions
  clausewise list --markdown --policies my-policies > my-policies/README.md`,
		Args: arguments(0, 0),
		RunE: func(*cobra.Command, []string) error { return l.run() },
	}
	c.Flags().BoolVar(&l.requirements, "requirements", false, "list the requirements of the source, and who carries them")
	c.Flags().StringSliceVar(&l.cases, "cases", nil, "the `folders` of cases that --requirements counts")
	c.Flags().BoolVar(&l.markdown, "markdown", false, "make the page that lies in a policy folder")
	return c
}

// verify refuses flags that contradict each other.
func (l *list) verify() error {
	switch {
	case l.requirements && l.markdown:
		return usage("", "`--requirements` and `--markdown` make two lists: only one can be")
	case len(l.cases) > 0 && !l.requirements:
		return usage("", "`--cases` needs `--requirements`")
	}
	return nil
}

func (l *list) run() error {
	if err := l.verify(); err != nil {
		return err
	}
	p, err := l.policy()
	switch {
	case err != nil:
		return err
	case l.requirements:
		return l.matrix(p)
	case l.markdown:
		fmt.Fprint(l.out, clausePage(p))
	case l.format == "json":
		return l.json(listed(p))
	default:
		l.clauses(p)
	}
	return nil
}

func (l *list) clauses(p *engine.Policy) {
	style := l.out.style()
	for _, c := range p.Clauses() {
		what := c.Effect
		if len(c.On) > 0 {
			what += " on " + strings.Join(c.On, ", ")
		}
		fmt.Fprint(l.out, style.Block(render.Name, 0, c.ID), style.Block(0, 4, c.Title), style.Block(render.Faint, 4, what))
	}
}

// listedClause is one clause, for tools.
type listedClause struct {
	Clause string   `json:"clause"`
	Effect string   `json:"effect"`
	On     []string `json:"on"`
	Title  string   `json:"title"`
	Source string   `json:"source"`
	Covers []string `json:"covers"`
}

func listed(p *engine.Policy) []listedClause {
	made := []listedClause{}
	for _, c := range p.Clauses() {
		made = append(made, listedClause{c.ID, c.Effect, orEmpty(c.On), c.Title, c.Source, orEmpty(c.Covers)})
	}
	return made
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
