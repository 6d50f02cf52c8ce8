package main

import (
	"io"
	"time"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
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
	Changed []string `json:"changed"` // + a clause begins to speak, - one ceases to
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
	_, err := io.WriteString(d.out, render.Horizon(first, h, d.out.style()))
	return err
}

func whenJSON(first engine.Decision, h engine.Horizon) horizonJSON {
	j := horizonJSON{Changes: []changeJSON{}, Because: h.Because}
	was := first
	for _, c := range h.Changes {
		j.Changes = append(j.Changes, changeJSON{rfc3339(c.At), c.Decision.Outcome().String(), orEmpty(render.Changes(was, c.Decision))})
		was = c.Decision
	}
	if !h.UnknownAfter.IsZero() {
		j.UnknownAfter = new(rfc3339(h.UnknownAfter))
	}
	return j
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
