package main

import (
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/engine"
	"github.com/spf13/cobra"
)

// finding is one fault or warning, for tools.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	EndCol  int    `json:"end_col"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Warning string `json:"warning,omitempty"`
}

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with the clauses",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.check() },
	}
}

// check reports every fault and warning. Faults are what the person asked for, so
// they are data here; the exit code tells that there are some.
func (a *app) check() error {
	p, err := a.policy()
	var faults engine.Errors
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	found := faults
	if err == nil {
		found = p.Warnings()
	}
	if a.format == "json" {
		return errors.Join(fail(exitInternal, a.json(tabled(found))), silent(err))
	}
	for _, e := range found {
		fmt.Fprintln(a.out, e.Detail())
	}
	if err == nil {
		fmt.Fprintln(a.out, summary(p))
	}
	return silent(err)
}

// silent keeps the exit code of an error whose words were said already.
func silent(err error) error {
	if err == nil {
		return nil
	}
	return &failure{code: exitLoad}
}

func tabled(list engine.Errors) []finding {
	made := []finding{}
	for _, e := range list {
		made = append(made, finding{e.File, e.Line, e.Col, e.EndCol, e.Message, e.Hint, e.Warning})
	}
	return made
}

func summary(p *engine.Policy) string {
	clauses, defines := 0, 0
	for _, c := range p.Clauses() {
		if c.Effect == "define" {
			defines++
		} else {
			clauses++
		}
	}
	text := fmt.Sprintf("%s and %s: sound", count(clauses, "clause"), count(defines, "define"))
	if n := len(p.Warnings()); n > 0 {
		text += ", " + count(n, "warning")
	}
	return text
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
