package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
)

// horizonJSON is the answer of when, for tools.
type horizonJSON struct {
	Changes      []changeJSON `json:"changes"`
	UnknownAfter *string      `json:"unknown_after"`
	Because      string       `json:"because,omitempty"`
}

type changeJSON struct {
	At      string   `json:"at"`
	Outcome string   `json:"outcome"`
	Changed []string `json:"changed"` // + clause begins to speak, - clause ceases to, ! duty is overdue
}

func (a *app) whenCommand() *cobra.Command {
	var from, to string
	c := a.ask("when", "Tell at which instants the decision changes if only time passes",
		func(d *decide, f schema.Facts) error { return d.when(f, from, to) })
	c.Flags().StringVar(&from, "from", "", "look from this `instant` on (default: the facts' now)")
	c.Flags().StringVar(&to, "to", "", "look up to this `instant` (default: as far as facts can be about)")
	return c
}

func (d *decide) when(facts schema.Facts, from, to string) error {
	start, end := d.policy.Decide(facts).Now(), time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, flag := range []struct {
		name, text string
		into       *time.Time
	}{{"--from", from, &start}, {"--to", to, &end}} {
		if flag.text == "" {
			continue
		}
		var err error
		if *flag.into, err = time.Parse(time.RFC3339Nano, flag.text); err != nil {
			return usage("an instant is written 2026-01-10T15:00:00Z", "`%s %s` is no instant", flag.name, flag.text)
		}
	}
	first := d.policy.Decide(d.policy.Schema().Action(facts.Action()).At(facts, start))
	h := d.policy.When(facts, start, end)
	if d.format == "json" {
		return d.json(whenJSON(first, h))
	}
	d.showWhen(first, h)
	return nil
}

func whenJSON(first engine.Decision, h engine.Horizon) horizonJSON {
	j := horizonJSON{Changes: []changeJSON{}, Because: h.Because}
	was := first
	for _, c := range h.Changes {
		j.Changes = append(j.Changes, changeJSON{rfc3339(c.At), c.Decision.Outcome().String(), changed(was, c.Decision)})
		was = c.Decision
	}
	if !h.UnknownAfter.IsZero() {
		j.UnknownAfter = new(rfc3339(h.UnknownAfter))
	}
	return j
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// changed lists what differs between two decisions, each clause with its sign.
func changed(a, b engine.Decision) []string {
	before, now := spokenParts(a), spokenParts(b)
	lines := []string{}
	for _, p := range before {
		if !slices.Contains(now, p) {
			lines = append(lines, "- "+p)
		}
	}
	for _, p := range now {
		if !slices.Contains(before, p) {
			lines = append(lines, "+ "+p)
		}
	}
	return lines
}

// spokenParts names every clause that spoke, with the part it plays.
func spokenParts(d engine.Decision) (parts []string) {
	for _, seq := range []struct {
		name string
		each func(func(engine.Finding) bool)
	}{{"forbids", d.Forbids()}, {"permits", d.Permits()}, {"obliges", d.Duties()}, {"advises", d.Advice()}, {"does not permit", d.Unmet()}} {
		for f := range seq.each {
			late := ""
			if f.Overdue() {
				late = ", overdue"
			}
			parts = append(parts, fmt.Sprintf("%s %s%s", f.Clause(), seq.name, late))
		}
	}
	return parts
}

func (d *decide) showWhen(first engine.Decision, h engine.Horizon) {
	fmt.Fprintf(d.out, "%s  %s\n", rfc3339(first.Now()), first.Outcome())
	was := first
	for _, c := range h.Changes {
		fmt.Fprintf(d.out, "%s  %s\n", rfc3339(c.At), c.Decision.Outcome())
		for _, line := range changed(was, c.Decision) {
			fmt.Fprintf(d.out, "    %s\n", line)
		}
		was = c.Decision
	}
	if h.UnknownAfter.IsZero() {
		fmt.Fprintln(d.out, "then nothing changes any more")
		return
	}
	fmt.Fprintf(d.out, "unknown after %s: %s\n", rfc3339(h.UnknownAfter), h.Because)
}
