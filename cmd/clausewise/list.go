package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/clausewise/clausewise/engine"
	"github.com/spf13/cobra"
)

// listed is one clause, for tools.
type listed struct {
	Clause string   `json:"clause"`
	Effect string   `json:"effect"`
	On     []string `json:"on"`
	Title  string   `json:"title"`
	Source string   `json:"source"`
	Covers []string `json:"covers"`
}

func (a *app) listCommand() *cobra.Command {
	var matrix, markdown bool
	var paths []string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the clauses, or the requirements with the clauses and cases of each",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			p, err := a.policy()
			switch {
			case err != nil:
				return err
			case matrix:
				return a.listRequirements(p, paths)
			case markdown:
				fmt.Fprint(a.out, clausePage(p))
				return nil
			}
			return fail(exitInternal, a.listClauses(p))
		},
	}
	c.Flags().BoolVar(&matrix, "requirements", false, "every requirement of the source, its clauses and its cases")
	c.Flags().StringSliceVar(&paths, "cases", nil, "the `folders` of cases that --requirements counts")
	c.Flags().BoolVar(&markdown, "markdown", false, "the page of the policy folder, in Markdown")
	c.MarkFlagsMutuallyExclusive("requirements", "markdown")
	return c
}

func (a *app) listClauses(p *engine.Policy) error {
	if a.format == "json" {
		made := []listed{}
		for _, c := range p.Clauses() {
			made = append(made, listed{c.ID, c.Effect, orEmpty(c.On), c.Title, c.Source, orEmpty(c.Covers)})
		}
		return a.json(made)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, c := range p.Clauses() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.ID, c.Effect, strings.Join(c.On, ","), strings.Join(c.Covers, ", "))
	}
	return w.Flush()
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// clausePage is the page that lies in a policy folder, made from its clauses.
func clausePage(p *engine.Policy) string {
	var b strings.Builder
	b.WriteString("# The clauses\n\nThis page is made from the clause files by `clausewise list --markdown`; edit those.\n" +
		"A clause file begins with a comment that says what it means; below stands the condition.\n")
	section := ""
	for _, c := range p.Clauses() {
		folder, name, found := strings.Cut(c.ID, "/")
		if !found {
			folder, name = "", c.ID
		}
		if folder != section || b.Len() == 0 {
			fmt.Fprintf(&b, "\n## %s\n\n| clause | effect | source | covers | says |\n| --- | --- | --- | --- | --- |\n", folder)
		}
		section = folder
		fmt.Fprintf(&b, "| [%s](%s.cel) | %s | %s | %s | %s |\n", name, c.ID, c.Effect, cell(c.Source), strings.Join(c.Covers, ", "), cell(c.Title))
	}
	return b.String()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
