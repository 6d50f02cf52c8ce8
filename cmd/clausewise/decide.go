package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/render"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
)

// decide is the command that answers whether facts are permitted.
type decide struct {
	*app
	policy    *engine.Policy
	lines     bool
	failOn    string
	showFacts bool
	explained bool
	wire      wireFiles
	flaws     error // of the webhook bodies that the facts were made without; or nil
}

func (a *app) decideCommand() *cobra.Command {
	d := &decide{app: a}
	c := &cobra.Command{
		Use:   "decide [FILE|-]",
		Short: "Decide whether facts are permitted, and say who says so and why",
		Long: `Decide whether facts are permitted, and say who says so and why.

The facts are JSON or YAML, in a file or on standard input (-). With --send-api
and --webhooks they are made from the body of a Send API request and from webhook
bodies; what only the caller knows stands in --facts, and wins.

A denial is an answer: the exit code is 0, unless --fail-on asks for another.`,
		Example: `  clausewise decide facts.yaml
  clausewise decide --jsonl facts.jsonl
  clausewise decide --send-api request.json --webhooks log.jsonl --facts known.yaml`,
		Args: arguments(0, 1),
		RunE: func(_ *cobra.Command, args []string) error { return d.run(args) },
	}
	c.Flags().BoolVar(&d.lines, "jsonl", false, "one fact set a line in, one decision a line out")
	c.Flags().StringVar(&d.failOn, "fail-on", "", "the `condition` for exit code 5: denied or duties")
	c.Flags().BoolVar(&d.showFacts, "show-facts", false, "show on standard error what is decided on")
	c.Flags().BoolVar(&d.explained, "explain", false, "tell how the decision came about, expression by expression")
	d.wire.flags(c.Flags())
	return c
}

// verify refuses flags that contradict each other.
func (d *decide) verify(args []string) error {
	switch {
	case !slices.Contains([]string{"", "denied", "duties"}, d.failOn):
		return usage("", "`--fail-on` is denied or duties, not `%s`", d.failOn)
	case d.wire.given() && d.wire.request == "":
		return usage("without a request there is nothing to decide", "`--webhooks` and `--facts` need `--send-api`")
	case d.wire.given() && len(args) > 0:
		return usage("what else is known goes to `--facts`", "facts come from `--send-api` or from `%s`, not from both", args[0])
	case d.lines && d.wire.given():
		return usage("", "`--jsonl` reads facts, and `--send-api` makes them: only one can be")
	case d.lines && d.showFacts:
		return usage("", "`--show-facts` is for one decision, not for `--jsonl`")
	case d.lines && d.explained:
		return usage("", "`--explain` is for one decision, not for `--jsonl`")
	case len(args) == 0 && !d.wire.given() && isTerminal(d.in):
		return usage("name a file, or `-` to type them in", "there are no facts")
	}
	return nil
}

func (d *decide) run(args []string) (err error) {
	if err := d.verify(args); err != nil {
		return err
	}
	if d.policy, err = d.app.policy(); err != nil {
		return err
	}
	if d.lines {
		return d.each(args)
	}
	facts, err := d.facts(args)
	if err != nil {
		return fail(exitLoad, err)
	}
	d.show(facts)
	decision := d.policy.Decide(facts)
	if err := d.answer(facts, decision); err != nil {
		return err
	}
	if d.flaws != nil {
		return fail(exitLoad, d.flaws)
	}
	return d.condition(decision)
}

// facts gives what is decided on.
func (d *decide) facts(args []string) (schema.Facts, error) {
	if d.wire.given() {
		return d.derived()
	}
	v, err := d.read(args)
	if err != nil {
		return nil, err
	}
	return d.policy.Schema().Decode(v, d.now())
}

// show prints the facts that are decided on, where --show-facts asks for them.
func (d *decide) show(f schema.Facts) {
	if !d.showFacts {
		return
	}
	var text bytes.Buffer
	_ = json.Indent(&text, d.policy.Schema().Encode(f), "", "  ") // which wrote JSON
	fmt.Fprintln(d.errs, text.String())
}

func (d *decide) print(decision engine.Decision) error {
	if d.format == "json" {
		return d.json(decision)
	}
	_, err := io.WriteString(d.out, render.Decision(decision, d.out.style()))
	return err
}

// condition is the exit code that --fail-on asks for.
func (d *decide) condition(decision engine.Decision) error {
	duties := false
	for range decision.Duties() {
		duties = true
	}
	if d.failOn == "denied" && decision.Outcome() == engine.Denied || d.failOn == "duties" && duties {
		return &failure{code: exitCondition}
	}
	return nil
}
