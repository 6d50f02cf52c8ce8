package main

import (
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/spf13/cobra"
)

// testResult is one case, for tools.
type testResult struct {
	Case     string `json:"case"`
	Sentence string `json:"sentence"`
	Passed   bool   `json:"passed"`
	Diff     string `json:"diff,omitempty"`
	Error    string `json:"error,omitempty"`
}

func (a *app) testCommand() *cobra.Command {
	update := false
	c := &cobra.Command{
		Use:   "test CASES…",
		Short: "Decide golden cases and show where a decision differs",
		Long: "Test decides every case (*.txtar) below the paths. A case is a sentence, a fact set and\n" +
			"the decision that is expected. --update writes the decisions of these policies into the\n" +
			"cases: read the difference before you keep it.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, paths []string) error { return a.test(paths, update) },
	}
	c.Flags().BoolVar(&update, "update", false, "write the decisions into the cases")
	return c
}

func (a *app) test(paths []string, update bool) error {
	p, err := a.policy()
	if err != nil {
		return err
	}
	ran, err := cases.Run(p, paths...)
	if err != nil {
		return fail(exitLoad, err)
	}
	if update {
		return a.update(ran)
	}
	failed := 0
	results := []testResult{}
	for _, c := range ran {
		if !c.Passed() {
			failed++
		}
		results = append(results, result(c))
	}
	if a.format == "json" {
		err = fail(exitInternal, a.json(results))
	} else {
		a.showResults(results, failed)
	}
	if failed > 0 {
		err = errors.Join(err, &failure{code: exitTests})
	}
	return err
}

func result(c cases.Case) testResult {
	r := testResult{Case: c.Path, Sentence: c.Sentence, Passed: c.Passed(), Diff: c.Diff}
	if c.Err != nil {
		r.Error = detail(c.Err)
	}
	return r
}

func detail(err error) string {
	var list engine.Errors
	if !errors.As(err, &list) {
		return err.Error()
	}
	text := ""
	for i, e := range list {
		if i > 0 {
			text += "\n"
		}
		text += e.Detail()
	}
	return text
}

func (a *app) showResults(results []testResult, failed int) {
	for _, r := range results {
		if r.Passed {
			continue
		}
		fmt.Fprintf(a.out, "%s\n   %s\n%s%s\n", r.Case, r.Sentence, r.Diff, r.Error)
	}
	fmt.Fprintf(a.out, "%d passed, %d failed\n", len(results)-failed, failed)
}

func (a *app) update(ran []cases.Case) error {
	changed := 0
	var errs []error
	for _, c := range ran {
		if c.Diff != "" {
			changed++
			fmt.Fprintln(a.out, c.Diff)
		}
		errs = append(errs, c.Update())
	}
	fmt.Fprintf(a.out, "%s updated of %d\n", count(changed, "case"), len(ran))
	return fail(exitLoad, errors.Join(errs...))
}
