package main

import (
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine"
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
			d.showRemedies(d.policy.Decide(f), r)
			return nil
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

func (d *decide) showRemedies(now engine.Decision, r engine.Remedies) {
	if now.Outcome() == engine.Permitted {
		fmt.Fprintln(d.out, "this is permitted as it is")
		return
	}
	d.remedies("what would make it permitted", r.Fixes)
	d.remedies("what would help and is not the sender's to change", r.Others)
	if r.WaitUntil.IsZero() {
		fmt.Fprintln(d.out, "waiting alone does not help")
	} else {
		fmt.Fprintf(d.out, "as it is, it is permitted from %s on\n", rfc3339(r.WaitUntil))
	}
	if len(r.Unknown) > 0 {
		fmt.Fprintf(d.out, "not known, and it matters: %s\n", strings.Join(r.Unknown, ", "))
	}
	if !r.Complete {
		fmt.Fprintln(d.out, "the search was cut short: there may be more")
	}
}

func (d *decide) remedies(title string, list []engine.Remedy) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(d.out, title)
	for _, r := range list {
		var parts []string
		for _, s := range r.Set {
			parts = append(parts, advice(s))
		}
		fmt.Fprintf(d.out, "  - %s\n", strings.Join(parts, "; "))
		for duty := range r.Decision.Duties() {
			fmt.Fprintf(d.out, "      then: %s\n", duty.Message())
		}
		if !r.ChangesAt.IsZero() {
			fmt.Fprintf(d.out, "      before %s\n", rfc3339(r.ChangesAt))
		}
	}
	fmt.Fprintln(d.out)
}

// advice words a change by who can make it.
func advice(s engine.Setting) string {
	value := fmt.Sprintf("%s = %v", s.Path, s.Value)
	if text, ok := s.Value.(string); ok {
		value = fmt.Sprintf("%s = %q", s.Path, text)
	}
	switch {
	case s.Judged:
		return "if it is true: " + value
	case s.By == "content":
		return "write it so that " + value
	case s.By != "sender":
		return fmt.Sprintf("%s (the %s's)", value, s.By)
	}
	return value
}
