package render

import (
	"iter"
	"slices"

	"github.com/clausewise/clausewise/engine"
)

// Changes lists what differs between two decisions, a line for each clause: first what
// ceases to speak, behind a -, then what begins to, behind a +.
func Changes(was, now engine.Decision) []string {
	before, after := parts(was), parts(now)
	lines := []string{}
	for _, p := range before {
		if !slices.Contains(after, p) {
			lines = append(lines, "- "+p)
		}
	}
	for _, p := range after {
		if !slices.Contains(before, p) {
			lines = append(lines, "+ "+p)
		}
	}
	return lines
}

// parts names every clause that spoke, with the part it plays.
func parts(d engine.Decision) (parts []string) {
	for _, of := range []struct {
		does     string
		findings iter.Seq[engine.Finding]
	}{{"forbids", d.Forbids()}, {"permits", d.Permits()}, {"obliges", d.Duties()}, {"advises", d.Advice()}, {"does not permit", d.Unmet()}} {
		for f := range of.findings {
			late := ""
			if f.Overdue() {
				late = ", overdue"
			}
			parts = append(parts, f.Clause()+" "+of.does+late)
		}
	}
	return parts
}
