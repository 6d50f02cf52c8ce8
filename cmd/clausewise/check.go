package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/spf13/cobra"
)

// flaw is one fault or warning of a clause file, for tools.
type flaw struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	EndCol  int    `json:"end_col"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Warning string `json:"warning,omitempty"`
}

func (a *app) checkCommand() *cobra.Command {
	outside := false
	c := &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with the clauses",
		Long: `Say what is wrong with the clauses: every fault with its place, and every
warning. A policy with a fault does not load; one with warnings does.

Clauses are compiled. With -v what could not be, and is left to cel-go, is listed
too, with the reason: it decides the same, and takes longer.`,
		Example: `  clausewise check --policies my-policies`,
		Args:    arguments(0, 0),
		RunE:    func(*cobra.Command, []string) error { return a.check(outside) },
	}
	c.Flags().BoolVarP(&outside, "verbose", "v", false, "list what is left to cel-go, and why (as text)")
	return c
}

// check tells faults on standard output, since they are what was asked for. The exit
// code says that there are some.
func (a *app) check(outside bool) error {
	p, err := a.policy()
	var flaws engine.Errors
	if err == nil {
		flaws = p.Warnings()
	} else if !errors.As(err, &flaws) {
		return err
	}
	if a.format == "json" {
		err = errors.Join(a.json(tabled(flaws)), silent(err))
		return err
	}
	for _, e := range flaws {
		fmt.Fprintln(a.out, e.Detail())
	}
	fmt.Fprintln(a.out, summary(p, flaws))
	if outside && p != nil {
		a.outside(p)
	}
	return silent(err)
}

// outside tells what is left to cel-go.
func (a *app) outside(p *engine.Policy) {
	left := p.Outside()
	for _, o := range left {
		fmt.Fprintf(a.out, "%s: left to cel-go: `%s`: %s\n", o.Clause, strings.Join(strings.Fields(o.Text), " "), o.Reason)
	}
	if len(left) == 0 {
		fmt.Fprintln(a.out, "nothing is left to cel-go")
	}
}

// silent keeps the exit code of an error whose words were said already.
func silent(err error) error {
	if err == nil {
		return nil
	}
	return &failure{code: exitLoad}
}

func tabled(list engine.Errors) []flaw {
	made := []flaw{}
	for _, e := range list {
		made = append(made, flaw{e.File, e.Line, e.Col, e.EndCol, e.Message, e.Hint, e.Warning})
	}
	return made
}

// summary is the last line, of a policy or of what kept it from loading.
func summary(p *engine.Policy, flaws engine.Errors) string {
	if p == nil {
		return count(len(flaws), "fault")
	}
	defines := 0
	for _, c := range p.Clauses() {
		if c.Effect == "define" {
			defines++
		}
	}
	text := count(len(p.Clauses())-defines, "clause") + " and " + count(defines, "define") + ": sound"
	if len(flaws) > 0 {
		text += ", " + count(len(flaws), "warning")
	}
	return text
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
