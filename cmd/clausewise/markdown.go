package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/engine"
)

const pageHead = `# The clauses

This page is made from the clause files by ` + "`clausewise list --markdown`" + `; edit those.
A clause file begins with a comment that says what the clause means; below it stands the
condition. When the condition is true, the word under *effect* happens.
`

const tableHead = `
| clause | effect | on | source | covers | says |
| --- | --- | --- | --- | --- | --- |
`

// clausePage is the page that lies in a policy folder, made from its clauses.
func clausePage(p *engine.Policy) string {
	var b strings.Builder
	b.WriteString(pageHead)
	section := "none yet"
	for _, c := range byFolder(p.Clauses()) {
		if folder := path.Dir(c.ID); folder != section {
			section = folder
			b.WriteString("\n## " + heading(folder) + "\n" + tableHead)
		}
		fmt.Fprintf(&b, "| [%s](%s.cel) | %s | %s | %s | %s | %s |\n", path.Base(c.ID), c.ID, c.Effect,
			strings.Join(c.On, ", "), cell(c.Source), strings.Join(c.Covers, ", "), cell(c.Title))
	}
	return b.String()
}

func byFolder(clauses []engine.Clause) []engine.Clause {
	return slices.SortedStableFunc(slices.Values(clauses), func(a, b engine.Clause) int {
		return strings.Compare(path.Dir(a.ID), path.Dir(b.ID))
	})
}

func heading(folder string) string {
	if folder == "." {
		return "At the top"
	}
	return folder
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
