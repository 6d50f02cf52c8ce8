// Command clausewise decides by policy clauses: it answers whether facts are
// permitted, names every clause that spoke, and tells the owner of a clause what is
// wrong with it.
//
// What was asked for goes to standard output and everything else to standard error.
// A message begins with the place in a file, or with `clausewise:`; it is in lower
// case and has no period, and what would help stands below it, behind `hint:`.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // clauses may name time zones on machines that have none

	"github.com/clausewise/clausewise/engine"
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
	a := &app{in: in, out: &output{Writer: out}, errs: errs}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(a.out)
	root.SetErr(errs)
	err := root.Execute()
	if a.out.err != nil {
		err = fmt.Errorf("the output cannot be written: %s", reason(a.out.err))
	}
	return a.exit(err)
}

// exit tells the person what went wrong and the process how.
func (a *app) exit(err error) int {
	if err == nil {
		return 0
	}
	code := exitInternal
	var failed *failure
	if errors.As(err, &failed) {
		code = failed.code
	}
	a.report(err)
	return code
}

// failure is an error with the exit code that it calls for.
type failure struct {
	code int
	err  error  // nil where all was said already
	hint string // what would help; may be empty
}

// Error is the error without the code, and without the hint.
func (f *failure) Error() string {
	if f.err == nil {
		return ""
	}
	return f.err.Error()
}

// Unwrap gives what failed.
func (f *failure) Unwrap() error { return f.err }

func fail(code int, err error) error {
	if err == nil {
		return nil
	}
	return &failure{code: code, err: err}
}

func usage(hint, format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...), hint: hint}
}

// report gives an error to the person, every fault of it on lines of its own.
func (a *app) report(err error) {
	switch e := err.(type) {
	case *failure:
		a.reportFailure(e)
	case *engine.Error:
		a.reportFault(e)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			a.report(one)
		}
	default:
		fmt.Fprintln(a.errs, "clausewise: "+err.Error())
	}
}

func (a *app) reportFailure(f *failure) {
	if f.err == nil {
		return
	}
	a.report(f.err)
	if f.hint != "" {
		fmt.Fprintln(a.errs, "   hint: "+f.hint)
	}
}

func (a *app) reportFault(e *engine.Error) {
	if e.File == "" && e.Line == 0 {
		fmt.Fprint(a.errs, "clausewise: ")
	}
	fmt.Fprintln(a.errs, e.Detail())
}
