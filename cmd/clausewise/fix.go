package main

import (
	"io"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
)

// remediesJSON is the answer of fix, for tools.
type remediesJSON struct {
	Fixes     []remedyJSON `json:"fixes"`
	Others    []remedyJSON `json:"others"`
	WaitUntil *string      `json:"wait_until"`
	Unknown   []string     `json:"unknown"`
	Complete  bool         `json:"complete"`
}

type remedyJSON struct {
	Set       map[string]any  `json:"set"`
	IfTrue    []string        `json:"if_true,omitempty"` // of those, what is a judgement
	Decision  engine.Decision `json:"decision"`
	ChangesAt *string         `json:"changes_at"`
}

func (a *app) fixCommand() *cobra.Command {
	return a.ask("fix", "Tell what would make a denial a permission",
		func(d *decide, f schema.Facts) error {
			r := d.policy.Fix(f)
			if d.format == "json" {
				return d.json(remediesOf(r))
			}
			_, err := io.WriteString(d.out, render.Remedies(d.policy.Decide(f), r, d.out.style()))
			return err
		})
}

func remediesOf(r engine.Remedies) remediesJSON {
	j := remediesJSON{Fixes: remedyList(r.Fixes), Others: remedyList(r.Others), Unknown: orEmpty(r.Unknown), Complete: r.Complete}
	if !r.WaitUntil.IsZero() {
		j.WaitUntil = new(rfc3339(r.WaitUntil))
	}
	return j
}

func remedyList(remedies []engine.Remedy) []remedyJSON {
	list := []remedyJSON{}
	for _, r := range remedies {
		j := remedyJSON{Set: map[string]any{}, Decision: r.Decision}
		for _, s := range r.Set {
			j.Set[s.Path] = s.Value
			if s.Judged {
				j.IfTrue = append(j.IfTrue, s.Path)
			}
		}
		if !r.ChangesAt.IsZero() {
			j.ChangesAt = new(rfc3339(r.ChangesAt))
		}
		list = append(list, j)
	}
	return list
}
