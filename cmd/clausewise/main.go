// Command clausewise decides by policy clauses: it answers whether facts are
// permitted, names every clause that spoke, and tells the owner of a clause what is
// wrong with it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // clauses may name time zones on machines that have none

	"github.com/spf13/cobra"
)

// Exit codes. A denial is an answer, not a failure.
const (
	exitInternal  = 1
	exitUsage     = 2
	exitLoad      = 3 // policies or facts do not load
	exitTests     = 4
	exitCondition = 5 // the condition of --fail-on was met
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program, without the process around it.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	a := &app{in: in, out: out, errs: errs}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	return a.exit(root.Execute())
}

// exit tells the person what went wrong and the process how.
func (a *app) exit(err error) int {
	if err == nil {
		return 0
	}
	code := exitUsage // what cobra itself refuses
	var failed *failure
	if errors.As(err, &failed) {
		code, err = failed.code, failed.err
	}
	if err != nil {
		a.report(err)
	}
	return code
}

// failure is an error with the exit code that it calls for.
type failure struct {
	code int
	err  error // nil where all was said already
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit %d", f.code)
	}
	return f.err.Error()
}

func fail(code int, err error) error {
	if err == nil {
		return nil
	}
	return &failure{code, err}
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "clausewise",
		Short:         "Decide by policy clauses, and say why.",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.policies, "policies", "", "policy `folder` (default: the shipped pack)")
	flags.StringVar(&a.nowText, "now", "", "the `instant` for facts that lack it, RFC 3339 (default: the clock)")
	flags.StringVar(&a.format, "format", "text", "text or json")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.verify() }
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(a.decideCommand(), a.checkCommand(), a.testCommand(), a.listCommand(),
		a.schemaCommand(), a.initCommand(), a.versionCommand())
	return root
}
