package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/cases"
	"github.com/spf13/cobra"
)

// testResult is one case, for tools.
type testResult struct {
	Case     string `json:"case"`
	Sentence string `json:"sentence"`
	Passed   bool   `json:"passed"`
	Updated  bool   `json:"updated,omitempty"`
	Diff     string `json:"diff,omitempty"`
	Error    string `json:"error,omitempty"`
}

func (a *app) testCommand() *cobra.Command {
	update := false
	c := &cobra.Command{
		Use:   "test CASES…",
		Short: "Decide golden cases and show where a decision differs",
		Long: `Decide golden cases and show where a decision differs. A case is a text file
(*.txtar): a sentence, a fact set, and the decision that is expected.

With --update the decisions of these policies are written into the cases. Read
the difference before you keep it.`,
		Example: `  clausewise test testdata/decisions
  clausewise test --policies my-policies my-cases`,
		Args: arguments(1, 1<<20),
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
	results := []testResult{}
	for _, c := range ran {
		results = append(results, result(c, update))
	}
	if a.format == "json" {
		err = a.json(results)
	} else {
		a.showResults(results)
	}
	return errors.Join(err, verdict(results))
}

// result is what came of a case. One that was updated passes.
func result(c cases.Case, update bool) testResult {
	r := testResult{Case: c.Path, Sentence: c.Sentence, Passed: c.Passed(), Diff: c.Diff}
	err := c.Err
	if update && err == nil && !r.Passed {
		err = c.Update()
		r.Updated = err == nil
		r.Passed = r.Updated
	}
	if err != nil {
		r.Error = detail(err)
	}
	return r
}

func detail(err error) string {
	var list engine.Errors
	if !errors.As(err, &list) {
		return err.Error() + "\n"
	}
	text := ""
	for _, e := range list {
		text += e.Detail() + "\n"
	}
	return text
}

func (a *app) showResults(results []testResult) {
	passed, updated := 0, 0
	for _, r := range results {
		if r.Passed {
			passed++
		}
		if r.Updated {
			updated++
		}
		if r.Error != "" {
			fmt.Fprintln(a.out, r.Error)
		} else if r.Diff != "" {
			sentence := strings.Join(strings.Fields(r.Sentence), " ")
			fmt.Fprintf(a.out, "%s\n%s%s\n", r.Case, a.out.style().Block(0, 3, sentence), r.Diff)
		}
	}
	fmt.Fprintf(a.out, "%d passed, %d failed", passed, len(results)-passed)
	if updated > 0 {
		fmt.Fprintf(a.out, ", %d of them updated", updated)
	}
	fmt.Fprintln(a.out)
}

func verdict(results []testResult) error {
	for _, r := range results {
		if !r.Passed {
			return &failure{code: exitTests}
		}
	}
	return nil
}
