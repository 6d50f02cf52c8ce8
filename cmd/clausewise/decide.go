package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	wire      wireFiles
}

func (a *app) decideCommand() *cobra.Command {
	d := &decide{app: a}
	c := &cobra.Command{
		Use:   "decide [FILE|-]",
		Short: "Decide whether facts are permitted, and say who says so and why",
		Long: "Decide reads facts as JSON or YAML from a file or from standard input. With --send-api\n" +
			"and --webhooks it makes the facts of a send from a real request body and real webhook\n" +
			"bodies; --facts adds what only the caller knows, and wins.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return d.run(args) },
	}
	c.Flags().BoolVar(&d.lines, "jsonl", false, "one fact set a line in, one decision a line out")
	c.Flags().StringVar(&d.failOn, "fail-on", "", "exit 5 where a decision is `denied`, or has `duties`")
	c.Flags().BoolVar(&d.showFacts, "show-facts", false, "print the facts, and what each was derived from, on standard error")
	c.Flags().StringVar(&d.wire.request, "send-api", "", "Send API request body, a `file`")
	c.Flags().StringVar(&d.wire.webhooks, "webhooks", "", "log of webhook bodies, a `file`: JSON lines or an array")
	c.Flags().StringVar(&d.wire.facts, "facts", "", "facts that only the caller knows, a `file`")
	c.MarkFlagsMutuallyExclusive("jsonl", "send-api")
	c.MarkFlagsMutuallyExclusive("jsonl", "webhooks")
	c.MarkFlagsMutuallyExclusive("jsonl", "facts")
	return c
}

func (d *decide) run(args []string) error {
	if !slices.Contains([]string{"", "denied", "duties"}, d.failOn) {
		return fmt.Errorf("--fail-on is `denied` or `duties`, not `%s`", d.failOn)
	}
	if d.wire.given() && len(args) > 0 {
		return fmt.Errorf("facts come from `%s` or from --send-api, --webhooks and --facts, not from both", args[0])
	}
	var err error
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
	if err := d.show(facts); err != nil {
		return err
	}
	decision := d.policy.Decide(facts)
	if err := d.print(decision); err != nil {
		return fail(exitInternal, err)
	}
	return d.condition(decision)
}

func (d *decide) facts(args []string) (schema.Facts, error) {
	if d.wire.given() {
		return d.wire.read(d)
	}
	name, data, err := d.read(args)
	if err != nil {
		return nil, err
	}
	v, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	return d.policy.Schema().Decode(v, d.now)
}

// read gives the file that was named, or standard input.
func (d *decide) read(args []string) (name string, data []byte, err error) {
	if len(args) == 0 || args[0] == "-" {
		data, err = io.ReadAll(io.LimitReader(d.in, schema.MaxBytes+1))
		return "standard input", data, err
	}
	data, err = os.ReadFile(args[0])
	return args[0], data, err
}

// parse reads JSON or YAML: by the ending of the name, else by how the text begins.
func parse(name string, data []byte) (*schema.Value, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	switch ext := filepath.Ext(name); {
	case ext == ".json", ext != ".yaml" && ext != ".yml" && bytes.HasPrefix(text, []byte("{")):
		return schema.ParseJSON(name, data)
	}
	return schema.ParseYAML(name, data)
}

func (d *decide) print(decision engine.Decision) error {
	if d.format == "json" {
		return d.json(decision)
	}
	_, err := io.WriteString(d.out, render.Decision(decision, d.style()))
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
